import type { Data, DataType } from 'apache-arrow';
import { CloudOptimisedError } from '../../errors/index.js';
import type { NumericArray } from '../../model/data-type.js';
import {
  type Category,
  type CodedColumn,
  type Column,
  countNulls,
  type FixedColumn,
  isFixed,
} from '../../model/table/column.js';
import type { Arrow } from './arrow-library.js';
import { arrowType } from './arrow-types.js';

const encoder = new TextEncoder();
/** Arrow counts the bytes of a column of texts in 32 bits. */
const LARGEST_OFFSET = 2 ** 31 - 1;

/** A column as Arrow data. Numbers are not copied. */
export function arrowData(arrow: Arrow, column: Column): Data {
  return isFixed(column) ? fixedData(arrow, column) : codedData(arrow, column);
}

function fixedData(arrow: Arrow, column: FixedColumn): Data {
  const data = buffer(column);
  const nullBitmap = column.nulls && bitsOf(column.nulls, 0);
  const type = arrowType(arrow, column.type);
  return makeData(arrow, { type, length: column.values.length, nullCount: countNulls(column), nullBitmap, data });
}

function buffer({ type, values }: FixedColumn): NumericArray {
  if (type === 'bool') return bitsOf(values as Uint8Array, 1);
  return type === 'time32[s]' ? (values as Int32Array).map((second) => second * 1000) : values;
}

function codedData(arrow: Arrow, column: CodedColumn): Data {
  const { codes, type } = column;
  const nullCount = countNulls(column);
  const common = {
    type: arrowType(arrow, type),
    length: codes.length,
    nullCount,
    nullBitmap: nullCount > 0 ? validity(codes) : undefined,
  };
  if (type === 'list<string>') return listData(arrow, column, common);
  const bytes = bytesOfAll(column.categories);
  const valueOffsets = offsetsOf(codes, bytes);
  return makeData(arrow, { ...common, valueOffsets, data: gatherBytes(codes, bytes, valueOffsets) });
}

function listData(arrow: Arrow, { codes, categories }: CodedColumn, common: object): Data {
  const lists = categories as readonly (readonly string[])[];
  const items = Array.from(codes).flatMap((code) => (code === -1 ? [] : (lists[code] as readonly string[])));
  const seen = new Map<string, number>();
  for (const item of items) if (!seen.has(item)) seen.set(item, seen.size);
  const itemCodes = Int32Array.from(items, (item) => seen.get(item) as number);
  const child = codedData(arrow, { type: 'string', categories: [...seen.keys()], codes: itemCodes });
  return makeData(arrow, { ...common, valueOffsets: offsetsOf(codes, lists), child });
}

/** `makeData` has one overload for each Arrow type; what we give it is checked by the tests that read it back. */
function makeData(arrow: Arrow, properties: object): Data {
  return (arrow.makeData as (given: object) => Data<DataType>)(properties);
}

/** The parts that a table is split into share their categories: each is encoded once. */
function bytesOfAll(categories: readonly Category[]): readonly Uint8Array[] {
  const known = encoded.get(categories);
  if (known) return known;
  const bytes = categories.map(bytesOf);
  encoded.set(categories, bytes);
  return bytes;
}

const encoded = new WeakMap<readonly Category[], readonly Uint8Array[]>();

function bytesOf(category: Category): Uint8Array {
  return typeof category === 'string' ? encoder.encode(category) : (category as Uint8Array);
}

/** Packs one byte for each row into one bit for each row, set where the byte equals `set`; least significant bit first. */
function bitsOf(flags: Uint8Array, set: 0 | 1): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === set) (bits[row >> 3] as number) |= 1 << (row & 7);
  }
  return bits;
}

function validity(codes: Int32Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(codes.length / 8));
  for (let row = 0; row < codes.length; row++) if (codes[row] !== -1) (bits[row >> 3] as number) |= 1 << (row & 7);
  return bits;
}

function offsetsOf(codes: Int32Array, categories: readonly { readonly length: number }[]): Int32Array {
  const lengths = Int32Array.from(categories, (category) => category.length);
  const offsets = new Int32Array(codes.length + 1);
  let next = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code !== -1) next += lengths[code] as number;
    offsets[row + 1] = next;
  }
  if (next > LARGEST_OFFSET)
    throw new CloudOptimisedError('CO_OBJECT_TOO_LARGE', { bytes: next, limit: LARGEST_OFFSET });
  return offsets;
}

function gatherBytes(codes: Int32Array, categories: readonly Uint8Array[], offsets: Int32Array): Uint8Array {
  const into = new Uint8Array(offsets[codes.length] as number);
  let row = 0;
  while (row < codes.length) {
    const code = codes[row] as number;
    const start = row;
    while (row < codes.length && codes[row] === code) row++;
    if (code !== -1) fill(into, categories[code] as Uint8Array, offsets[start] as number, offsets[row] as number);
  }
  return into;
}

/** Fills a stretch with the repeated text, each step doubling what is there: neighbours in a table are mostly equal. */
function fill(into: Uint8Array, text: Uint8Array, start: number, end: number): void {
  if (text.length === 0) return;
  copyBytes(text, into, start);
  for (let filled = text.length; start + filled < end; filled *= 2) {
    into.copyWithin(start + filled, start, Math.min(start + filled, end - filled));
  }
}

/** A call of `set` costs more than copying a short text byte by byte. */
function copyBytes(from: Uint8Array, into: Uint8Array, at: number): void {
  if (from.length > 32) into.set(from, at);
  else for (let i = 0; i < from.length; i++) into[at + i] = from[i] as number;
}
