/**
 * Values that are stored in one piece, and values that were never written.
 *
 * @module
 */
import { endianness } from 'node:os';
import {
  allocate,
  byteSize,
  type NumericArray,
  type NumericType,
  numbersOver,
  type StoredArray,
} from '../../../model/data-type.js';
import { type Region, sizeOf } from '../../../model/dataset.js';
import { copyBox } from '../../../model/zarr/copy-box.js';
import type { ReadableType } from '../element-type.js';
import type { FileBytes } from '../file-bytes.js';
import { decodeFixedStrings } from '../text.js';
import { Cursor } from './cursor.js';
import { GlobalHeap, textFrom } from './global-heap.js';
import { MetadataBytes } from './metadata-bytes.js';
import { nativeBytes } from './native-bytes.js';
import type { DatasetParts } from './stored-object.js';

/** What is read in one piece; more is the library's business. */
const MAX_PIECE_BYTES = 1 << 26;
const TEXT_BYTES = 16;

/** The values of `region`; `undefined` where the library has to read them. @throws NotDirect */
export function readStoredValues(
  file: FileBytes,
  dataset: DatasetParts,
  type: ReadableType,
  region: Region,
): StoredArray | undefined {
  if (dataset.layout.kind === 'chunked' || region.count.includes(0) || endianness() !== 'LE') return undefined;
  const rows = rowsAround(region, dataset.space.shape ?? []);
  const bytes = rowBytes(file, dataset, rows);
  if (!bytes) return undefined;
  if (type.kind === 'numeric' || type.kind === 'char') {
    const stored = type.kind === 'char' ? 'uint8' : type.stored;
    if (byteSize(stored) !== dataset.type.size) return undefined;
    return boxOf(numbersOf(bytes, dataset, stored), rows, region, (length) => allocate(stored, length));
  }
  const texts = type.kind === 'string' ? heapTexts(file, bytes) : decodeFixedStrings(bytes, type.size, type.padding);
  return boxOf(texts, rows, region, (length) => new Array<string>(length)) as string[];
}

/** The number that stands for what was never written; `undefined` where that is the library's business. */
export function fillOf({ fill, type }: DatasetParts, stored: NumericType): number | bigint | undefined {
  if (!fill || byteSize(stored) !== type.size) return undefined;
  const bytes = fill.length === 0 ? new Uint8Array(type.size) : nativeBytes(fill, type);
  return numbersOver(stored, bytes.buffer as ArrayBuffer)[0];
}

/** All that lies between a region's first value and its last, in whole steps of the slowest dimension. */
function rowsAround({ start, count }: Region, shape: readonly number[]): Region {
  return {
    start: shape.map((_, axis) => (axis === 0 ? (start[0] ?? 0) : 0)),
    count: shape.map((length, axis) => (axis === 0 ? (count[0] ?? 0) : length)),
  };
}

function rowBytes(file: FileBytes, { layout, type, space, fill }: DatasetParts, rows: Region): Buffer | undefined {
  const length = sizeOf(rows.count) * type.size;
  const offset = (rows.start[0] ?? 0) * sizeOf((space.shape ?? []).slice(1)) * type.size;
  if (length > MAX_PIECE_BYTES || layout.kind === 'chunked') return undefined;
  if (layout.kind === 'compact') return layout.data.subarray(offset, offset + length);
  if (layout.address !== undefined) return file.read(layout.address + offset, length);
  if (!fill) return undefined;
  return fill.length === 0 ? Buffer.alloc(length) : Buffer.alloc(length, fill);
}

function numbersOf(bytes: Buffer, { type }: DatasetParts, stored: NumericType): NumericArray {
  return numbersOver(stored, nativeBytes(bytes, type).buffer as ArrayBuffer);
}

function heapTexts(file: FileBytes, bytes: Buffer): string[] {
  const heap = new GlobalHeap(new MetadataBytes(file));
  const fields = new Cursor(bytes);
  return Array.from({ length: bytes.length / TEXT_BYTES }, () => textFrom(heap.sequence(fields, 1)));
}

function boxOf<Values extends NumericArray | string[]>(
  values: Values,
  { start, count: shape }: Region,
  region: Region,
  create: (length: number) => Values,
): Values {
  if (region.count.every((length, axis) => length === shape[axis])) return values;
  const target = { values: create(sizeOf(region.count)), shape: region.count };
  const from = region.start.map((at, axis) => at - (start[axis] ?? 0));
  copyBox(
    { values, shape },
    from,
    target,
    region.count.map(() => 0),
    region.count,
  );
  return target.values;
}
