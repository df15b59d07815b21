import { CloudOptimisedError } from '../../errors/index.js';
import { FileBytes } from './chunks/file-bytes.js';
import { DeadlineExceeded, withinDeadline } from './deadline.js';
import type { Hdf5Filter, Hdf5Metadata, Hdf5Module } from './h5wasm.js';
import { type Hdf5Library, LibraryFailure } from './library.js';
import { acquireLibrary } from './library-pool.js';

/** What a path in a file leads to. */
export type ObjectKind = 'group' | 'dataset' | 'type' | 'dangling';

const KINDS: Record<number, ObjectKind> = { 0: 'group', 1: 'dataset', 2: 'type' };
const READ_ONLY = 0;

/** An opened HDF5 file. Every method throws CO_FILE_CORRUPT, with `what` was being done, where the library fails. */
export class Hdf5File {
  readonly uri: string;
  /** Its bytes, past the library. */
  readonly bytes: FileBytes;
  readonly #path: string;
  readonly #timeout: number;
  #library: Hdf5Library;
  #id: bigint | undefined;

  private constructor(uri: string, path: string, timeout: number, library: Hdf5Library) {
    this.uri = uri;
    this.bytes = new FileBytes(path);
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
  static async open(uri: string, path: string, timeout: number): Promise<Hdf5File> {
    const file = new Hdf5File(uri, path, timeout, await acquireLibrary());
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

  /** Names in a group: in order of creation where the file tracks it, else sorted. */
  names(group: string): readonly string[] {
    return this.call(`group '${group}' cannot be listed`, (module, id) => module.get_names(id, group, false));
  }

  kind(path: string): ObjectKind {
    try {
      const kind = this.call(`'${path}' cannot be found`, (module, id) => module.get_type(id, path));
      return KINDS[kind] ?? 'dangling';
    } catch (error) {
      if (this.#linkTarget(path) !== null) return 'dangling';
      throw error;
    }
  }

  #linkTarget(path: string): string | null {
    return this.call(`link '${path}' cannot be read`, (module, id) => module.get_symbolic_link(id, path));
  }

  metadata(path: string): Hdf5Metadata {
    return this.call(`variable '${path}' cannot be opened`, (module, id) => module.get_dataset_metadata(id, path));
  }

  filters(path: string): readonly Hdf5Filter[] {
    return this.call(`filters of '${path}' cannot be read`, (module, id) => module.get_dataset_filters(id, path));
  }

  /** The address by which references in this file name the object at `path`, as text. */
  reference(path: string): string {
    return this.call(`'${path}' has no address`, (module, id) =>
      referenceKey(Uint8Array.from(module.create_object_reference(id, path))),
    );
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

  /** Address of an object's header; references of one file are that. */
  address(path: string): number {
    return Number(Buffer.from(this.reference(path), 'hex').readBigUInt64LE());
  }

  close(): void {
    this.bytes.close();
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

/** A reference's bytes as a key for maps. */
export function referenceKey(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
