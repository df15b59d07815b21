/**
 * Makes one cell of several.
 *
 * @module
 */
import { allocate, isInteger, isNumeric, type NumericArray, type StoredArray } from '../../model/data-type.js';
import type { AggregationMethod } from '../config/append-config.js';

/** The two axes along which cells become one, and what stands for no value. */
export interface Aggregation {
  readonly method: AggregationMethod;
  /** How many cells become one, for each axis. */
  readonly factors: readonly number[];
  /** The stored value that stands for none, where there is one; not-a-number always does. */
  readonly fill: number | bigint | undefined;
}

/**
 * Aggregates the stored values of a box. Cells without a value are left out; where none has one, the outcome has none. Packed values
 * are aggregated as they are stored, which is linear in what they mean; means and medians of integers are rounded half to even.
 *
 * @param shape of the values; the last cells along an axis may be fewer than the factor
 */
export function aggregate(values: StoredArray, shape: readonly number[], aggregation: Aggregation): StoredArray {
  const { factors } = aggregation;
  const out = shape.map((length, axis) => Math.ceil(length / (factors[axis] ?? 1)));
  const size = out.reduce((product, length) => product * length, 1);
  const cells = cellsOf(shape, out, factors);
  if (aggregation.method === 'first' || Array.isArray(values)) return firsts(values, size, cells);
  return reduced(values as NumericArray, size, cells, aggregation);
}

/** Positions of the cells that become the cell at a position. */
type Cells = (position: number) => readonly number[];

function cellsOf(shape: readonly number[], out: readonly number[], factors: readonly number[]): Cells {
  return (position) => {
    const index = new Array<number>(out.length);
    let rest = position;
    for (let axis = out.length - 1; axis >= 0; axis--) {
      index[axis] = rest % (out[axis] as number);
      rest = Math.floor(rest / (out[axis] as number));
    }
    return index.reduce<number[]>(
      (before, at, axis) => {
        const [length, factor] = [shape[axis] as number, factors[axis] ?? 1];
        const count = Math.min(factor, length - at * factor);
        return before.flatMap((base) => Array.from({ length: count }, (_, n) => base * length + at * factor + n));
      },
      [0],
    );
  };
}

function firsts(values: StoredArray, size: number, cells: Cells): StoredArray {
  if (Array.isArray(values)) return Array.from({ length: size }, (_, at) => values[cells(at)[0] as number] as string);
  const numbers = values as NumericArray;
  const picked = new (numbers.constructor as new (length: number) => NumericArray)(size);
  for (let at = 0; at < size; at++) picked[at] = numbers[cells(at)[0] as number] as never;
  return picked;
}

function reduced(values: NumericArray, size: number, cells: Cells, { method, fill }: Aggregation): NumericArray {
  const type = values.constructor.name
    .replace(/^Big/, '')
    .replace(/Array$/, '')
    .toLowerCase();
  const out = allocate(isNumeric(type) ? type : 'float64', size);
  const isWhole = isInteger(type);
  for (let at = 0; at < size; at++) {
    const present: (number | bigint)[] = [];
    for (const cell of cells(at)) {
      const value = values[cell] as number | bigint;
      if (value !== fill && !Number.isNaN(value)) present.push(value);
    }
    out[at] = (
      present.length === 0 ? (fill ?? values[cells(at)[0] as number]) : ofCells(method, present, isWhole)
    ) as never;
  }
  return out;
}

function ofCells(method: AggregationMethod, cells: readonly (number | bigint)[], isWhole: boolean): number | bigint {
  if (method === 'min' || method === 'max')
    return cells.reduce((best, cell) => ((method === 'min' ? cell < best : cell > best) ? cell : best));
  if (method === 'median')
    return median(
      cells.toSorted((a, b) => (a < b ? -1 : Number(a > b))),
      isWhole,
    );
  return mean(cells, isWhole);
}

function median(sorted: readonly (number | bigint)[], isWhole: boolean): number | bigint {
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number | bigint;
  return mean(sorted.slice(middle - 1, middle + 1), isWhole);
}

function mean(cells: readonly (number | bigint)[], isWhole: boolean): number | bigint {
  if (typeof cells[0] === 'bigint') return wholeMean(cells as readonly bigint[]);
  const sum = (cells as readonly number[]).reduce((total, cell) => total + cell, 0);
  return isWhole ? roundHalfEven(sum / cells.length) : sum / cells.length;
}

function wholeMean(cells: readonly bigint[]): bigint {
  const [sum, count] = [cells.reduce((total, cell) => total + cell, 0n), BigInt(cells.length)];
  const floor = sum >= 0n ? sum / count : -((-sum + count - 1n) / count);
  const twice = 2n * (sum - floor * count);
  if (twice === count) return floor % 2n === 0n ? floor : floor + 1n;
  return twice > count ? floor + 1n : floor;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
