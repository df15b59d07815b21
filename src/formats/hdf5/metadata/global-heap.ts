/**
 * Values of variable length: HDF5 File Format Specification, III.E "Global Heap".
 *
 * @module
 */
import { decodeText } from '../text.js';
import { Cursor, refuse } from './cursor.js';
import type { ByteSource } from './object-header.js';

const HEAD_BYTES = 16;
const MAX_CACHED_BYTES = 1 << 23;
const MAX_COLLECTION_BYTES = 1 << 24;
const MIN_COLLECTION_BYTES = 4096;

type Collection = ReadonlyMap<number, Buffer>;

/** Reads objects of a file's global heap, and keeps some collections of them in memory. */
export class GlobalHeap {
  readonly #file: ByteSource;
  readonly #collections = new Map<number, Collection>();
  #cachedBytes = 0;

  constructor(file: ByteSource) {
    this.#file = file;
  }

  /** The values that stand for one of variable length: their `count`, and where they are; none where there is no address. */
  sequence(fields: Cursor, bytesOfOne: number): Buffer {
    const [count, address, index] = [fields.u32(), fields.length(), fields.u32()];
    if (address === 0) return Buffer.alloc(0);
    const object = this.#collection(address).get(index) ?? refuse('no such object in the heap');
    return object.length === count * bytesOfOne ? object : refuse('an object of another length');
  }

  release(): void {
    this.#collections.clear();
    this.#cachedBytes = 0;
  }

  #collection(address: number): Collection {
    const known = this.#collections.get(address);
    if (known) return known;
    const bytes = this.#read(address);
    if (this.#cachedBytes + bytes.length > MAX_CACHED_BYTES) this.release();
    const collection = objectsOf(bytes);
    this.#collections.set(address, collection);
    this.#cachedBytes += bytes.length;
    return collection;
  }

  #read(address: number): Buffer {
    const head = new Cursor(this.#file.read(address, HEAD_BYTES));
    head.signature('GCOL');
    head.expect(1, 'another heap');
    head.zeros(3);
    const size = head.length();
    if (size < MIN_COLLECTION_BYTES || size > MAX_COLLECTION_BYTES) refuse('a heap of odd size');
    return this.#file.read(address, size);
  }
}

/** Objects follow each other; the one with number 0 is the free space, and the last. */
function objectsOf(bytes: Buffer): Collection {
  const objects = new Map<number, Buffer>();
  const fields = new Cursor(bytes, HEAD_BYTES);
  while (fields.left >= HEAD_BYTES) {
    const index = fields.u16();
    fields.skip(2);
    fields.zeros(4);
    const size = fields.length();
    if (index === 0) {
      if (size !== fields.left + HEAD_BYTES) refuse('odd free space');
      return objects;
    }
    if (objects.has(index)) refuse('an object that is there twice');
    objects.set(index, fields.take(size));
    fields.skip(Math.min(fields.left, (8 - (size % 8)) % 8));
  }
  return objects;
}

/** A text of the heap; it ends at its first NUL, as in C. */
export function textFrom(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}
