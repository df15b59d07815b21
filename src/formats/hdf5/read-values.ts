import { allocate, numbersOver, type StoredArray } from '../../model/data-type.js';
import { type Region, sizeOf } from '../../model/dataset.js';
import { cutRegion, placeBox } from './boxes.js';
import type { ReadableType } from './element-type.js';
import type { Hdf5Module } from './h5wasm.js';
import { checkStatus, withHeapBuffer } from './heap-buffer.js';
import type { LibraryFile } from './library-file.js';
import { pointers } from './library-objects.js';
import type { StoredDataset } from './object-tree.js';
import { decodeFixedStrings, decodePointer } from './text.js';

/** What passes through the library's heap, which never shrinks, in one piece. */
const BOX_BYTES = 8 * 2 ** 20;
/** What one `read` gives at most; a damaged file may declare any length. */
const MAX_READ_BYTES = 2 ** 31;
/** Each text is an object of its own in JavaScript's heap. */
const MAX_READ_TEXTS = 2 ** 24;

/** Whether `count` values are few enough for one read. */
export function fitsOneRead(type: ReadableType, count: readonly number[]): boolean {
  const isText = type.stored === 'string';
  return sizeOf(count) * type.size <= MAX_READ_BYTES && !(isText && sizeOf(count) > MAX_READ_TEXTS);
}

/**
 * The values of `region`, which lies within what was written of the dataset.
 *
 * @throws CO_FILE_CORRUPT
 */
export function readValues(file: LibraryFile, dataset: StoredDataset, type: ReadableType, region: Region): StoredArray {
  if (type.kind === 'numeric' || type.kind === 'char') return readNumbers(file, dataset, type, region);
  return readTexts(file, dataset, type, region);
}

type NumberType = Extract<ReadableType, { kind: 'numeric' | 'char' }>;
type TextType = Exclude<ReadableType, NumberType>;

function readNumbers(file: LibraryFile, dataset: StoredDataset, type: NumberType, region: Region): StoredArray {
  const stored = type.kind === 'char' ? 'uint8' : type.stored;
  const [first, ...rest] = boxesOf(dataset, type.size, region);
  // What comes in one piece is copied out of the heap once.
  if (first && rest.length === 0) return numbersOver(stored, readBox(file, dataset, type.size, first, copyOf).buffer);
  const values = allocate(stored, sizeOf(region.count));
  const target = new Uint8Array(values.buffer);
  for (const box of first ? [first, ...rest] : []) {
    readBox(file, dataset, type.size, box, (bytes) => placeBox(bytes, box, target, region, type.size));
  }
  return values;
}

const copyOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

function readTexts(file: LibraryFile, dataset: StoredDataset, type: TextType, region: Region): readonly string[] {
  // Only the slowest dimension is cut, so that the texts of one box follow those of the last.
  const rows = Math.max(1, Math.floor(BOX_BYTES / type.size / sizeOf(region.count.slice(1))));
  const texts: string[] = [];
  for (const box of rowBoxes(region, rows)) {
    readBox(file, dataset, type.size, box, (bytes, heap) => {
      for (const text of decode(type, bytes, heap)) texts.push(text);
    });
  }
  return texts;
}

function* rowBoxes(region: Region, rows: number): Generator<Region> {
  if (sizeOf(region.count) === 0) return;
  const [first = 0, ...starts] = region.start;
  const [length, ...counts] = region.count;
  if (length === undefined) yield region;
  else {
    for (let at = 0; at < length; at += rows) {
      yield { start: [first + at, ...starts], count: [Math.min(rows, length - at), ...counts] };
    }
  }
}

function decode(type: TextType, bytes: Uint8Array, heap: Uint8Array): string[] {
  if (type.kind === 'fixed-string') return decodeFixedStrings(bytes, type.size, type.padding);
  return pointers(bytes).map((pointer) => decodePointer(heap, pointer));
}

function boxesOf(dataset: StoredDataset, size: number, region: Region): Iterable<Region> {
  return sizeOf(region.count) === 0 ? [] : cutRegion(region, dataset.metadata.chunks, BOX_BYTES / size);
}

type UseBytes<T> = (bytes: Uint8Array, heap: Uint8Array) => T;

function readBox<T>(
  file: LibraryFile,
  { path, metadata }: StoredDataset,
  size: number,
  box: Region,
  use: UseBytes<T>,
): T {
  const length = sizeOf(box.count) * size;
  const what = `variable '${path}' cannot be read`;
  const work = (module: Hdf5Module, id: bigint) =>
    withHeapBuffer(module, length, (pointer) => {
      checkStatus(readInto(module, id, path, box, pointer));
      const result = use(module.HEAPU8.subarray(pointer, pointer + length), module.HEAPU8);
      if (metadata.vlen) checkStatus(reclaim(module, id, path, box, pointer));
      return result;
    });
  return file.bounded(what, () => file.call(what, work));
}

/** A scalar is read whole: it has no region. */
function readInto(module: Hdf5Module, id: bigint, path: string, box: Region, pointer: number): number {
  if (box.count.length === 0) return module.get_dataset_data(id, path, null, null, null, BigInt(pointer));
  const [count, start] = [box.count.map(BigInt), box.start.map(BigInt)];
  return module.get_dataset_data(
    id,
    path,
    count,
    start,
    count.map(() => 1n),
    BigInt(pointer),
  );
}

function reclaim(module: Hdf5Module, id: bigint, path: string, box: Region, pointer: number): number {
  if (box.count.length === 0) return module.reclaim_vlen_memory(id, path, '', BigInt(pointer));
  return module.reclaim_vlen_memory_count(id, path, '', BigInt(pointer), box.count.map(BigInt));
}
