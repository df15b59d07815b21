/**
 * A part of a storage as a storage of its own.
 *
 * @module
 */
import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../contracts/storage.js';
import { checkFolderPrefix, checkKey, checkPrefix } from './key.js';
import { LocalStorage } from './local-storage.js';

/** Adds the prefix on the way in, takes it off on the way out, and refuses keys that would climb out of it. */
class RootedStorage implements Storage {
  readonly root: string;
  readonly supportsWrites: boolean;
  readonly supportsListing: boolean;
  readonly supportsConditionalPut: boolean;
  readonly #storage: Storage;
  readonly #prefix: string;

  constructor(storage: Storage, prefix: string) {
    this.#storage = storage;
    this.#prefix = prefix;
    this.root = storage.root + prefix;
    this.supportsWrites = storage.supportsWrites;
    this.supportsListing = storage.supportsListing;
    this.supportsConditionalPut = storage.supportsConditionalPut;
  }

  #inner(key: string): string {
    checkKey(key, this.root, 'lenient');
    return this.#prefix + key;
  }

  #outer(info: ObjectInfo): ObjectInfo {
    return { ...info, key: info.key.slice(this.#prefix.length) };
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return await this.#storage.get(this.#inner(key));
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    return await this.#storage.getRange(this.#inner(key), range);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const info = await this.#storage.head(this.#inner(key));
    return info && this.#outer(info);
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    checkPrefix(prefix, this.root, 'lenient');
    for await (const info of this.#storage.list(this.#prefix + prefix)) {
      if (info.key !== this.#prefix) yield this.#outer(info);
    }
  }

  async listFolders(prefix: string): Promise<readonly string[]> {
    checkFolderPrefix(prefix, this.root, 'lenient');
    return await this.#storage.listFolders(this.#prefix + prefix);
  }

  async put(key: string, data: Uint8Array, options?: PutOptions): Promise<ObjectInfo> {
    return this.#outer(await this.#storage.put(this.#inner(key), data, options));
  }

  async delete(keys: readonly string[]): Promise<void> {
    await this.#storage.delete(keys.map((key) => this.#inner(key)));
  }

  /** The storage below is shared with others, who close it. */
  async close(): Promise<void> {}
}

/**
 * The objects of `storage` below the folder `prefix` (with or without a slash at its end), as a storage with that root.
 * Keys that would leave it are refused. Closing it leaves `storage` open. On local disk, deletes remove the folders
 * that they empty up to the new root.
 *
 * @throws CO_STORAGE_KEY_ESCAPES where `prefix` itself leaves the root
 */
export function withRoot(storage: Storage, prefix: string): Storage {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  checkFolderPrefix(folder, storage.root);
  return storage instanceof LocalStorage ? storage.below(folder) : new RootedStorage(storage, folder);
}
