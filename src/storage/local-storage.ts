/**
 * Files below a folder as a storage.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { checkFolderPrefix, checkKey, checkPrefix } from './key.js';
import { deleteFiles, removeEmptyFolders, removeLeftovers } from './local-delete.js';
import { isAbsent, toLocalError } from './local-errors.js';
import { listFiles, readFolder, toObjectInfo } from './local-list.js';
import { readFileBytes } from './local-read.js';
import { writeFileWhole } from './local-write.js';

export interface LocalStorageOptions {
  /** Whether a put returns only when bytes and name are on the disk (default false: the system writes them later). */
  readonly fsync?: boolean;
  /** Whether a delete removes the folders below the root that it empties (default true). */
  readonly removeEmptyFolders?: boolean;
}

/**
 * The files below one folder. Puts are atomic; `ifAbsent` is atomic against everything, `ifMatch` against every other
 * put with `ifMatch` (a plain put or a delete at the same instant may be overwritten, as if it had come before).
 *
 * Links are followed when reading and listing (not back to a folder above); a put or delete replaces or removes the link
 * itself. Names that begin with `.~co-` are our temporary files: never listed, refused as keys.
 */
export class LocalStorage implements Storage {
  readonly root: string;
  readonly supportsWrites = true;
  readonly supportsListing = true;
  readonly supportsConditionalPut = true;
  readonly #folder: string;
  readonly #options: LocalStorageOptions;

  /** @param folder need not exist yet; relative to the working directory */
  constructor(folder: string, options: LocalStorageOptions = {}) {
    const absolute = resolve(folder);
    this.#folder = absolute.endsWith(sep) ? absolute : absolute + sep;
    this.root = pathToFileURL(this.#folder).href;
    this.#options = options;
  }

  /** The storage of a folder below this one, which is its root: deletes remove emptied folders up to there. */
  below(prefix: string): LocalStorage {
    return new LocalStorage(join(this.#folder, prefix), { ...this.#options, removeEmptyFolders: true });
  }

  #pathOf(key: string): string {
    checkKey(key, this.#folder);
    return this.#folder + key;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return await readFileBytes(this.#pathOf(key));
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const path = this.#pathOf(key);
    const bytes = await readFileBytes(path, range);
    if (bytes === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: path });
    return bytes;
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const path = this.#pathOf(key);
    try {
      const stats = await stat(path, { bigint: true });
      return stats.isFile() ? toObjectInfo(key, stats) : undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw toLocalError(error, path, 'read');
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    checkPrefix(prefix, this.#folder);
    yield* listFiles(this.#folder, prefix);
  }

  async listFolders(prefix: string): Promise<readonly string[]> {
    checkFolderPrefix(prefix, this.#folder);
    const entries = await readFolder(this.#folder + prefix);
    return entries.flatMap(({ name, isFolder }) => (isFolder ? [name] : []));
  }

  async put(key: string, data: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> {
    const path = this.#pathOf(key);
    try {
      return toObjectInfo(key, await writeFileWhole(path, data, { ...options, fsync: this.#options.fsync ?? false }));
    } catch (error) {
      throw toLocalError(error, path, 'write');
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.#pathOf(key));
    await deleteFiles(paths);
    if (this.#options.removeEmptyFolders ?? true) await removeEmptyFolders(paths, this.#folder);
  }

  async removeLeftovers(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.#pathOf(key));
    await removeLeftovers(paths);
    if (this.#options.removeEmptyFolders ?? true) await removeEmptyFolders(paths, this.#folder);
  }

  async close(): Promise<void> {}
}
