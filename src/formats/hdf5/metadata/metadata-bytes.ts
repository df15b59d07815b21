import type { FileBytes } from '../file-bytes.js';
import { refuse } from './cursor.js';

const PAGE_BYTES = 1 << 14;
const MAX_PAGES = 32;
/** Structures of metadata are smaller; a damaged file may declare any size. */
const MAX_STRUCTURE_BYTES = 1 << 24;
/** What is read of one file before it counts as uncommon. */
const MAX_READS = 1 << 20;

/** The bytes of a file's metadata, through a few pages: its structures are small, and lie side by side. */
export class MetadataBytes {
  readonly #file: FileBytes;
  readonly #pages = new Map<number, Buffer>();
  #end = 0;
  #reads = 0;

  constructor(file: FileBytes) {
    this.#file = file;
    this.#end = file.size;
  }

  /** Nothing of HDF5 lies behind this. */
  set end(end: number) {
    if (end > this.#file.size) refuse('a file that is cut off');
    this.#end = end;
  }

  /** @throws NotDirect where the file does not hold these bytes */
  check(offset: number, length: number): void {
    if (offset < 0 || offset + length > this.#end) refuse('bytes beyond the end');
  }

  /** @throws NotDirect where the file does not hold them */
  read(offset: number, length: number): Buffer {
    this.check(offset, length);
    if (length > MAX_STRUCTURE_BYTES) refuse('a large structure');
    if (++this.#reads > MAX_READS) refuse('much metadata');
    const first = Math.floor(offset / PAGE_BYTES);
    const start = offset - first * PAGE_BYTES;
    if (start + length <= PAGE_BYTES) return this.#page(first).subarray(start, start + length);
    return this.#file.read(offset, length);
  }

  /** Lets go of the pages. */
  release(): void {
    this.#pages.clear();
  }

  #page(number: number): Buffer {
    const known = this.#pages.get(number);
    if (known) return known;
    const offset = number * PAGE_BYTES;
    const page = this.#file.read(offset, Math.min(PAGE_BYTES, this.#file.size - offset));
    const oldest = this.#pages.keys().next();
    if (this.#pages.size === MAX_PAGES && !oldest.done) this.#pages.delete(oldest.value);
    this.#pages.set(number, page);
    return page;
  }
}
