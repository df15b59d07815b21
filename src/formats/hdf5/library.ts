/**
 * One running copy of the HDF5 library (h5wasm), made safe: whatever it reports as an error throws, and it opens no
 * file but those that it was given.
 *
 * h5wasm's own error handling is not used. Without its throwing handler a failed read returns what was in memory; with
 * it, each error leaks the handles that were open at that moment. Here the library stays in its default mode, in which
 * every failed function cleans up and reports on stderr; the report is caught and thrown after the call has ended.
 *
 * @module
 */
import { innermostMessage } from './diagnostics.js';
import type { EmscriptenStream, Hdf5Module } from './h5wasm.js';

/** What a call into the library threw, before it is known of which file and variable. */
export class LibraryFailure extends Error {
  override readonly name = 'LibraryFailure';
}

/** WASI's number for "no such file or directory". */
const ENOENT = 44;
const STDERR = 2;
/** A copy whose heap has grown beyond this is not used for further files: a wasm heap never shrinks. */
const HEAP_LIMIT = 256 * 2 ** 20;

export class Hdf5Library {
  readonly #module: Hdf5Module;
  readonly #allowed = new Map<string, number>();
  #report = '';
  #crashed = false;

  constructor(module: Hdf5Module) {
    this.#module = module;
    this.#catchReports(module);
    this.#guardFiles(module);
  }

  /** Whether a call crashed the library; nothing that it says can be trusted any more. */
  get crashed(): boolean {
    return this.#crashed;
  }

  /** Whether further files should be opened in a fresh copy. */
  get exhausted(): boolean {
    return this.#crashed || this.#module.HEAPU8.length > HEAP_LIMIT;
  }

  /** Bytes of its heap. */
  get heapSize(): number {
    return this.#module.HEAPU8.length;
  }

  /** Lets the library open `path`. */
  allow(path: string): void {
    this.#allowed.set(path, (this.#allowed.get(path) ?? 0) + 1);
  }

  /** Undoes one `allow`. */
  forbid(path: string): void {
    const left = (this.#allowed.get(path) ?? 0) - 1;
    if (left > 0) this.#allowed.set(path, left);
    else this.#allowed.delete(path);
  }

  /**
   * Runs `work` in the library.
   *
   * @throws LibraryFailure where the library reported an error, threw or crashed
   */
  call<T>(work: (module: Hdf5Module) => T): T {
    if (this.#crashed) throw new LibraryFailure('the HDF5 library crashed before');
    this.#report = '';
    let result: T;
    try {
      result = work(this.#module);
    } catch (error) {
      throw this.#failure(error);
    }
    if (this.#report !== '') throw new LibraryFailure(innermostMessage(this.#report));
    return result;
  }

  /** Closes the files of a copy that crashed. */
  abandon(): void {
    this.#crashed = true;
    for (const stream of [...this.#module.FS.streams]) {
      if (stream !== undefined && stream !== null && stream.fd > STDERR) this.#module.FS.close(stream);
    }
  }

  #failure(error: unknown): LibraryFailure {
    const isFailure = error instanceof LibraryFailure || isThrownByBinding(error);
    if (isFailure && this.#report !== '') return new LibraryFailure(innermostMessage(this.#report), { cause: error });
    if (isFailure) return new LibraryFailure(error.message, { cause: error });
    this.abandon();
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return new LibraryFailure(`the HDF5 library crashed on it (${reason})`, { cause: error });
  }

  #catchReports(module: Hdf5Module): void {
    const write = module.FS.write.bind(module.FS);
    const decoder = new TextDecoder();
    module.FS.write = (stream, buffer, offset, length, ...rest) => {
      if (stream.fd !== STDERR) return write(stream, buffer, offset, length, ...rest);
      this.#report += decoder.decode(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
      return length;
    };
  }

  /** External links, external storage and virtual datasets could otherwise name any file of this machine. */
  #guardFiles(module: Hdf5Module): void {
    const open = module.FS.open.bind(module.FS);
    module.FS.open = (path, ...rest): EmscriptenStream => {
      if (!this.#allowed.has(path)) throw new module.FS.ErrnoError(ENOENT);
      return open(path, ...rest);
    };
  }
}

/** h5wasm throws plain `Error`s on purpose; everything else (traps, aborts, exhausted stacks) is a crash. */
function isThrownByBinding(error: unknown): error is Error {
  return error instanceof Error && error.constructor === Error && error.message.startsWith('error - ');
}
