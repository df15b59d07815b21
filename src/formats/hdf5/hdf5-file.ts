import { statSync } from 'node:fs';
import { CloudOptimisedError } from '../../errors/index.js';
import { FileBytes } from './file-bytes.js';
import { LibraryFile } from './library-file.js';

/** An HDF5 file: its bytes, and the library for what is not read from them. */
export class Hdf5File {
  readonly uri: string;
  /** Its bytes, past the library. */
  readonly bytes: FileBytes;
  readonly #path: string;
  readonly #timeout: number;
  #library: Promise<LibraryFile> | undefined;
  #isClosed = false;

  /**
   * @param uri for messages
   * @param path where it lies on this machine
   * @param timeout milliseconds that each piece of work in the library may last
   */
  constructor(uri: string, path: string, timeout: number) {
    this.uri = uri;
    this.bytes = new FileBytes(path);
    this.#path = path;
    this.#timeout = timeout;
  }

  /** The library, which opens the file where it did not before, in a fresh copy of itself after a crash. @throws CO_FILE_CORRUPT */
  async library(): Promise<LibraryFile> {
    this.#checkOpen();
    this.#library ??= this.#openLibrary();
    const library = await this.#library;
    await library.revive();
    return library;
  }

  /** Makes ready for a read. @throws CO_FILE_CORRUPT where it is closed */
  async prepare(): Promise<void> {
    this.#checkOpen();
    await (await this.#library)?.revive();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.bytes.close();
    const library = await this.#library?.catch(() => undefined);
    library?.close();
  }

  /** The library opens a path: it must still be that of the bytes that were read. */
  async #openLibrary(): Promise<LibraryFile> {
    if (!this.bytes.areAt(statSync(this.#path, { throwIfNoEntry: false }))) {
      throw new CloudOptimisedError('CO_STORAGE_FAILED', {
        uri: this.uri,
        action: 'read',
        reason: 'it changed meanwhile',
      });
    }
    return LibraryFile.open(this.uri, this.#path, this.#timeout);
  }

  #checkOpen(): void {
    if (!this.#isClosed) return;
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri: this.uri, reason: 'it is read after it was closed' });
  }
}
