/**
 * The values of a column in one row group, ready to be laid out as pages.
 *
 * @module
 */
import type { NumericArray } from '../../../model/data-type.js';
import { type CodedColumn, type Column, type FixedColumn, isFixed } from '../../../model/table/column.js';
import { gather } from '../../../model/table/gather.js';
import { positions } from '../../../model/table/table.js';
import { toPhysical } from './physical-type.js';

/** What pages are made of: numbers, or bytes of texts. */
export type Values = NumericArray | readonly Uint8Array[];

/** Values without nulls, and where the nulls are. */
export interface ChunkValues {
  /** Rows of the row group. */
  readonly rows: number;
  /** 1 for each row that has a value; `undefined` where all have. */
  readonly defined: Uint8Array | undefined;
  readonly nulls: number;
  /** One for each defined row; with `indexes`, the distinct ones. */
  readonly values: Values;
  /** For each defined row, the position of its value in `values`. */
  readonly indexes: Uint32Array | undefined;
}

/** A dictionary larger than this is not worth its page; readers expect about a megabyte. */
const LARGEST_DICTIONARY = 1 << 20;

/** Rows `start` to `end` of a column; `dictionary` asks for distinct values where these are few. */
export function chunkValues(column: Column, start: number, end: number, dictionary: boolean): ChunkValues {
  return isFixed(column) ? fixedValues(column, start, end, dictionary) : codedValues(column, start, end, dictionary);
}

function fixedValues(
  { type, values, nulls }: FixedColumn,
  start: number,
  end: number,
  dictionary: boolean,
): ChunkValues {
  const slice = values.subarray(start, end) as NumericArray;
  const defined = nulls && definedOf(nulls.subarray(start, end));
  const dense = toPhysical(type, defined ? pick(slice, defined) : slice);
  const found = dictionary && type !== 'bool' && seemsToRepeat(dense) ? distinct(dense) : undefined;
  const counts = { rows: slice.length, defined, nulls: slice.length - dense.length };
  return { ...counts, values: found?.values ?? dense, indexes: found?.indexes };
}

function definedOf(nulls: Uint8Array): Uint8Array | undefined {
  return nulls.includes(1) ? nulls.map((flag) => 1 - flag) : undefined;
}

function pick(values: NumericArray, defined: Uint8Array): NumericArray {
  const rows = positions(defined);
  return gather(values, rows, new (values.constructor as Float64ArrayConstructor)(rows.length));
}

/** How many values tell whether a column repeats its values. */
const SAMPLE = 256;

/** A look at some values spares the search of columns such as a measured time, in which no value comes twice. */
function seemsToRepeat(values: NumericArray): boolean {
  if (values.length < 2 * SAMPLE) return true;
  const step = Math.floor(values.length / SAMPLE);
  const seen = new Set<number | bigint>();
  for (let row = 0; row < values.length; row += step) seen.add(values[row] as number | bigint);
  return seen.size < 0.75 * SAMPLE;
}

/** The distinct numbers, by their bits: −0 is not 0, and not-a-number is itself. `undefined` where they hardly repeat. */
function distinct(values: NumericArray): { values: NumericArray; indexes: Uint32Array } | undefined {
  const bits = bitsOf(values);
  const most = Math.min(LARGEST_DICTIONARY / values.BYTES_PER_ELEMENT, values.length / 2);
  const known = new Map<number | bigint, number>();
  const indexes = new Uint32Array(values.length);
  const firsts: number[] = [];
  for (let row = 0; row < bits.length; row++) {
    const value = bits[row] as number | bigint;
    if (row > 0 && value === bits[row - 1]) {
      indexes[row] = indexes[row - 1] as number;
      continue;
    }
    let index = known.get(value);
    if (index === undefined) {
      if (firsts.length >= most) return undefined;
      index = firsts.push(row) - 1;
      known.set(value, index);
    }
    indexes[row] = index;
  }
  const dictionary = new (values.constructor as Float64ArrayConstructor)(firsts.length);
  return { values: gather(values, Uint32Array.from(firsts), dictionary as NumericArray), indexes };
}

function bitsOf({ buffer, byteOffset, length, BYTES_PER_ELEMENT }: NumericArray): Int32Array | BigInt64Array {
  return BYTES_PER_ELEMENT === 4
    ? new Int32Array(buffer, byteOffset, length)
    : new BigInt64Array(buffer, byteOffset, length);
}

/** The categories are distinct already; those that the rows use are numbered in the order in which they come. */
function codedValues({ categories, codes }: CodedColumn, start: number, end: number, dictionary: boolean): ChunkValues {
  const slice = codes.subarray(start, end);
  const bytes = bytesOfAll(categories as readonly (string | Uint8Array)[]);
  const numbers = new Int32Array(categories.length).fill(-1);
  const used: Uint8Array[] = [];
  const indexes = new Uint32Array(slice.length);
  const defined = new Uint8Array(slice.length);
  let next = 0;
  let size = 0;
  for (let row = 0; row < slice.length; row++) {
    const code = slice[row] as number;
    if (code === -1) continue;
    if (numbers[code] === -1) {
      numbers[code] = used.push(bytes[code] as Uint8Array) - 1;
      size += (bytes[code] as Uint8Array).length + 4;
    }
    defined[row] = 1;
    indexes[next++] = numbers[code] as number;
  }
  const dense = indexes.subarray(0, next);
  const counts = { rows: slice.length, defined: next < slice.length ? defined : undefined, nulls: slice.length - next };
  if (dictionary && size <= LARGEST_DICTIONARY) return { ...counts, values: used, indexes: dense };
  return { ...counts, values: Array.from(dense, (index) => used[index] as Uint8Array), indexes: undefined };
}

const encoder = new TextEncoder();
const encoded = new WeakMap<readonly unknown[], readonly Uint8Array[]>();

/** The parts that a table is split into share their categories: each text is encoded once. */
function bytesOfAll(categories: readonly (string | Uint8Array)[]): readonly Uint8Array[] {
  const known = encoded.get(categories);
  if (known) return known;
  const bytes = categories.map((value) => (typeof value === 'string' ? encoder.encode(value) : value));
  encoded.set(categories, bytes);
  return bytes;
}
