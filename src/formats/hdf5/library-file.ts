import { CloudOptimisedError } from '../../errors/index.js';
import { DeadlineExceeded, withinDeadline } from './deadline.js';
import type { Hdf5Module } from './h5wasm.js';
import { type Hdf5Library, LibraryFailure } from './library.js';
import { acquireLibrary } from './library-pool.js';

const READ_ONLY = 0;

/** An HDF5 file that the library opened. Every method throws CO_FILE_CORRUPT, with `what` was being done, where the library fails. */
export class LibraryFile {
  readonly uri: string;
  readonly #path: string;
  readonly #timeout: number;
  #library: Hdf5Library;
  #id: bigint | undefined;

  private constructor(uri: string, path: string, timeout: number, library: Hdf5Library) {
    this.uri = uri;
    this.#path = path;
    this.#timeout = timeout;
    this.#library = library;
  }

  /**
   * Opens the file at `path` of this machine.
   *
   * @param uri for messages
   * @param timeout milliseconds that each piece of `bounded` work may last
   */
  static async open(uri: string, path: string, timeout: number): Promise<LibraryFile> {
    const file = new LibraryFile(uri, path, timeout, await acquireLibrary());
    file.#open();
    return file;
  }

  /**
   * Runs `work`, which may call into the library many times, and cuts it off when it lasts too long.
   *
   * @throws CO_FILE_CORRUPT when it does; the library is of no use after that, see `revive`
   */
  bounded<T>(what: string, work: () => T): T {
    try {
      return withinDeadline(this.#timeout, work);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      this.#library.abandon();
      throw this.#corrupt(what, `the HDF5 library was ${error.message}`, error);
    }
  }

  /** After a crash of the library over another file, or over another variable: goes on in a fresh copy. */
  async revive(): Promise<void> {
    if (!this.#library.crashed || this.#id === undefined) return;
    this.#library = await acquireLibrary();
    this.#open();
  }

  /**
   * Runs `work` in the library.
   *
   * @throws CO_FILE_CORRUPT: `what`, and what the library says of it
   */
  call<T>(what: string, work: (module: Hdf5Module, id: bigint) => T): T {
    const id = this.#id;
    if (id === undefined) throw this.#corrupt(what, 'it is closed');
    try {
      return this.#library.call((module) => work(module, id));
    } catch (error) {
      if (error instanceof LibraryFailure) throw this.#corrupt(what, error.message, error);
      throw error;
    }
  }

  close(): void {
    if (this.#id === undefined) return;
    const id = this.#id;
    try {
      if (!this.#library.crashed) this.#closeFile(id);
    } finally {
      this.#id = undefined;
      this.#library.forbid(this.#path);
    }
  }

  #closeFile(id: bigint): void {
    const what = 'it cannot be closed';
    this.bounded(what, () => this.call(what, (module) => module.close_file(id)));
  }

  #open(): void {
    const open = () => this.#library.call((module) => module.open(this.#path, READ_ONLY, false, -1, -1));
    this.#library.allow(this.#path);
    try {
      this.#id = this.bounded('it cannot be opened', open);
    } catch (error) {
      this.#library.forbid(this.#path);
      if (error instanceof LibraryFailure) throw this.#corrupt('it cannot be opened', error.message, error);
      throw error;
    }
  }

  #corrupt(what: string, why: string, cause?: Error): CloudOptimisedError {
    return new CloudOptimisedError('CO_FILE_CORRUPT', { uri: this.uri, reason: `${what}: ${why}` }, { cause });
  }
}
