/**
 * A storage in memory, for tests and for results that need no disk.
 *
 * @module
 */
import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { locateRange } from './byte-range.js';
import { checkFolderPrefix, checkKey, checkPrefix, compareKeys } from './key.js';

interface StoredBytes {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly modified: number;
}

const toInfo = (key: string, { bytes, etag, modified }: StoredBytes): ObjectInfo => ({
  key,
  size: bytes.length,
  etag,
  modified,
});

/** The name of the folder directly below `prefix` in which `key` lies, if it does. */
function folderIn(key: string, prefix: string): string[] {
  const end = key.startsWith(prefix) ? key.indexOf('/', prefix.length) : -1;
  return end < 0 ? [] : [key.slice(prefix.length, end)];
}

/** Objects in the memory of one thread. Conditional puts are atomic there, and no other process sees it. */
export class MemoryStorage implements Storage {
  readonly root: string;
  readonly supportsWrites = true;
  readonly supportsListing = true;
  readonly supportsConditionalPut = true;
  readonly #objects = new Map<string, StoredBytes>();
  #version = 0;

  /** @param name makes the address: `memory://name/` */
  constructor(name = 'memory') {
    this.root = `memory://${name}/`;
  }

  #find(key: string): StoredBytes | undefined {
    checkKey(key, this.root);
    return this.#objects.get(key);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#find(key)?.bytes.slice();
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const uri = this.root + key;
    const stored = this.#find(key);
    if (stored === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
    const { offset, length } = locateRange(range, stored.bytes.length, uri);
    return stored.bytes.slice(offset, offset + length);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const stored = this.#find(key);
    return stored && toInfo(key, stored);
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    checkPrefix(prefix, this.root);
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareKeys);
    for (const key of keys) {
      const stored = this.#objects.get(key);
      if (stored !== undefined) yield toInfo(key, stored);
    }
  }

  async listFolders(prefix: string): Promise<readonly string[]> {
    checkFolderPrefix(prefix, this.root);
    const names = [...this.#objects.keys()].flatMap((key) => folderIn(key, prefix));
    return [...new Set(names)].sort(compareKeys);
  }

  async put(key: string, data: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> {
    this.#checkCondition(key, this.#find(key), options);
    const stored = { bytes: data.slice(), etag: `v${++this.#version}`, modified: Date.now() };
    this.#objects.set(key, stored);
    return toInfo(key, stored);
  }

  #checkCondition(key: string, stored: StoredBytes | undefined, { ifAbsent, ifMatch }: PutOptions): void {
    const broken = (ifAbsent === true && stored) || (ifMatch !== undefined && stored?.etag !== ifMatch);
    if (!broken) return;
    const condition = ifMatch ?? 'absent';
    throw new CloudOptimisedError('CO_STORAGE_PRECONDITION', { uri: this.root + key, condition });
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) checkKey(key, this.root);
    for (const key of keys) this.#objects.delete(key);
  }

  async close(): Promise<void> {}
}
