import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** What the file does not hold, or holds in a form that is left to the HDF5 library. Never leaves this folder. */
export class NotDirect extends Error {
  override readonly name = 'NotDirect';
}

/** The bytes of a local file, beside the HDF5 library. */
export class FileBytes {
  readonly #path: string;
  #file: number | undefined;
  #stats: Stats | undefined;
  #isClosed = false;

  /** Opens nothing yet. */
  constructor(path: string) {
    this.#path = path;
  }

  get size(): number {
    this.#opened();
    return this.#stats?.size ?? 0;
  }

  /** Whether a file is this one, as far as it was opened. */
  areAt(stats: Stats | undefined): boolean {
    const own = this.#stats;
    return own === undefined || (own.dev === stats?.dev && own.ino === stats.ino && own.size === stats.size);
  }

  /** @throws NotDirect where the file does not hold them, and system errors */
  read(offset: number, length: number): Buffer {
    this.#check(offset, length);
    return this.readInto(Buffer.allocUnsafeSlow(length), offset);
  }

  /** Fills `target`, and returns it. @throws as `read` */
  readInto<Bytes extends Uint8Array>(target: Bytes, offset: number): Bytes {
    const { length } = target;
    const file = this.#check(offset, length);
    for (let done = 0; done < length; ) {
      const count = readSync(file, target, done, length - done, offset + done);
      if (count === 0) throw new NotDirect('the file became shorter');
      done += count;
    }
    return target;
  }

  #check(offset: number, length: number): number {
    const file = this.#opened();
    const fits = Number.isSafeInteger(offset) && offset >= 0 && offset + length <= this.size;
    if (fits) return file;
    throw new NotDirect(`bytes ${offset} + ${length} of ${this.size}`);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#isClosed = true;
  }

  #opened(): number {
    if (this.#isClosed) throw new NotDirect('a closed file');
    if (this.#file === undefined) {
      this.#file = openSync(this.#path, 'r');
      this.#stats = fstatSync(this.#file);
    }
    return this.#file;
  }
}

/** Runs `read`; what is not stored in the common way, or damaged, gives `undefined`. */
export function orLibrary<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotDirect || error instanceof RangeError || isSystemError(error)) return undefined;
    throw error;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
