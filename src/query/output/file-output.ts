import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toLocalError } from '../../storage/local-errors.js';
import { temporaryPath } from '../../storage/local-temporary.js';

/** A file that is there whole, or not at all: it is written beside its place, and moved there at its end. */
export class FileOutput {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: FileHandle;
  bytes = 0;

  private constructor(path: string, temporary: string, file: FileHandle) {
    this.#path = path;
    this.#temporary = temporary;
    this.#file = file;
  }

  /** @throws CO_STORAGE_NOT_FOUND for a folder that is not there, CO_STORAGE_ACCESS_DENIED, CO_STORAGE_FAILED */
  static async open(path: string): Promise<FileOutput> {
    const temporary = temporaryPath(dirname(path));
    try {
      return new FileOutput(path, temporary, await open(temporary, 'wx', 0o666));
    } catch (error) {
      throw toLocalError(error, path, 'write');
    }
  }

  /** @throws CO_STORAGE_FULL, CO_STORAGE_FAILED */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; )
        done += (await this.#file.write(bytes, done, bytes.length - done)).bytesWritten;
      this.bytes += bytes.length;
    } catch (error) {
      throw toLocalError(error, this.#path, 'write');
    }
  }

  /** Puts the file in its place. @throws CO_STORAGE_FAILED */
  async finish(): Promise<void> {
    try {
      await this.#file.close();
      await rename(this.#temporary, this.#path);
    } catch (error) {
      throw toLocalError(error, this.#path, 'write');
    }
  }

  /** Leaves nothing. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await unlink(this.#temporary).catch(() => undefined);
  }
}
