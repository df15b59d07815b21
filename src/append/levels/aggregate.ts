/**
 * Makes one cell of several.
 *
 * @module
 */
import { allocate, isInteger, isNumeric, type NumericArray, type StoredArray } from '../../model/data-type.js';
import type { AggregationMethod } from '../config/append-config.js';
import { type Block, blocksOf } from './blocks.js';

/** How cells become one. */
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
  const { factors, method } = aggregation;
  const size = shape.reduce((product, length, axis) => product * Math.ceil(length / (factors[axis] ?? 1)), 1);
  if (isTexts(values)) return firstTexts(values, blocksOf(shape, factors));
  const type = values.constructor.name
    .replace(/^Big/, '')
    .replace(/Array$/, '')
    .toLowerCase();
  const out = allocate(isNumeric(type) ? type : 'float64', size);
  if (method === 'first') fillFirsts(out, values, blocksOf(shape, factors));
  else if (out instanceof BigInt64Array || out instanceof BigUint64Array)
    fillBigInts(out, values as BigInt64Array, blocksOf(shape, factors), aggregation);
  else
    fillNumbers(out as Float64Array, values as Float64Array, blocksOf(shape, factors), {
      ...aggregation,
      isWhole: isInteger(type),
    });
  return out;
}

function isTexts(values: StoredArray): values is readonly string[] {
  return Array.isArray(values);
}

function firstTexts(values: readonly string[], blocks: Iterable<Block>): string[] {
  return Array.from(blocks, ({ first }) => values[first] as string);
}

function fillFirsts(out: NumericArray, values: NumericArray, blocks: Iterable<Block>): void {
  for (const { at, first } of blocks) out[at] = values[first] as never;
}

/** Numbers of up to 53 bits. */
function fillNumbers(
  out: Float64Array,
  values: Float64Array,
  blocks: Iterable<Block>,
  { method, fill, isWhole }: Aggregation & { readonly isWhole: boolean },
): void {
  const reduce = NUMBERS[method];
  const round = isWhole && (method === 'mean' || method === 'median') ? roundHalfEven : (value: number) => value;
  const cells: number[] = [];
  for (const { at, first, offsets } of blocks) {
    cells.length = 0;
    for (const offset of offsets) {
      const value = values[first + offset] as number;
      if (value !== fill && !Number.isNaN(value)) cells.push(value);
    }
    out[at] = cells.length > 0 ? round(reduce(cells)) : fill === undefined ? (values[first] as number) : Number(fill);
  }
}

type Reduce = (cells: number[]) => number;

const NUMBERS: Readonly<Record<AggregationMethod, Reduce>> = {
  first: ([first]) => first as number,
  min: (cells) => cells.reduce((least, cell) => Math.min(cell, least)),
  max: (cells) => cells.reduce((most, cell) => Math.max(cell, most)),
  mean,
  median: (cells) => {
    const sorted = cells.sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? (sorted[middle] as number) : mean(sorted.slice(middle - 1, middle + 1));
  },
};

function mean(cells: readonly number[]): number {
  let sum = 0;
  for (const cell of cells) sum += cell;
  return sum / cells.length;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function fillBigInts(
  out: BigInt64Array | BigUint64Array,
  values: BigInt64Array,
  blocks: Iterable<Block>,
  { method, fill }: Aggregation,
): void {
  for (const { at, first, offsets } of blocks) {
    const cells = Array.from(offsets, (offset) => values[first + offset] as bigint).filter((cell) => cell !== fill);
    out[at] = cells.length > 0 ? ofBigInts(method, cells) : BigInt(fill ?? 0);
  }
}

function ofBigInts(method: AggregationMethod, cells: readonly bigint[]): bigint {
  const sorted = cells.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  if (method === 'min') return sorted[0] as bigint;
  if (method === 'max') return sorted.at(-1) as bigint;
  if (method === 'mean') return wholeMean(cells);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as bigint) : wholeMean(sorted.slice(middle - 1, middle + 1));
}

/** Rounded half to even. */
function wholeMean(cells: readonly bigint[]): bigint {
  const [sum, count] = [cells.reduce((total, cell) => total + cell, 0n), BigInt(cells.length)];
  const floor = sum >= 0n ? sum / count : -((-sum + count - 1n) / count);
  const twice = 2n * (sum - floor * count);
  if (twice === count) return floor % 2n === 0n ? floor : floor + 1n;
  return twice > count ? floor + 1n : floor;
}
