import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What the file does not hold, or holds in a form that is left to the HDF5 library. Never leaves this folder. */
export class NotDirect extends Error {
  override readonly name = 'NotDirect';
}

/** The bytes of a local file, beside the HDF5 library. */
export class FileBytes {
  readonly #path: string;
  #file: number | undefined;
  #size = 0;

  /** Opens nothing yet. */
  constructor(path: string) {
    this.#path = path;
  }

  /** @throws NotDirect where the file does not hold them, and system errors */
  read(offset: number, length: number): Buffer {
    const file = this.#opened();
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > this.#size) {
      throw new NotDirect(`bytes ${offset} + ${length} of ${this.#size}`);
    }
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) throw new NotDirect('the file became shorter');
      done += count;
    }
    return bytes;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #opened(): number {
    if (this.#file === undefined) {
      this.#file = openSync(this.#path, 'r');
      this.#size = fstatSync(this.#file).size;
    }
    return this.#file;
  }
}
