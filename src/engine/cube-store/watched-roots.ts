import { createHash } from 'node:crypto';
import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../../contracts/storage.js';

/** The documents that make a folder a Zarr group, and the one that tells of all its arrays. */
export const ROOT_KEYS: ReadonlySet<string> = new Set(['zarr.json', '.zmetadata', '.zgroup']);

/** A root document as it was when it was read: its tag, and a digest of its bytes. */
export interface SeenRoot {
  readonly etag: string | undefined;
  readonly digest: string;
}

/** Names the content of a document. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A root document and its tag; the tag is the older one where somebody writes at this moment, so conditions on it fail. */
export async function readRoot(
  storage: Storage,
  key: string,
): Promise<{ bytes: Uint8Array; seen: SeenRoot } | undefined> {
  const info = await storage.head(key);
  const bytes = info && (await storage.get(key));
  return info && bytes ? { bytes, seen: { etag: info.etag, digest: digestOf(bytes) } } : undefined;
}

/** Reads from a cube, and remembers which versions of its root documents were read. */
export class WatchedRoots implements Storage {
  readonly root: string;
  readonly supportsWrites: boolean;
  readonly supportsListing: boolean;
  readonly supportsConditionalPut: boolean;
  readonly #storage: Storage;
  readonly #seen = new Map<string, SeenRoot | undefined>();

  constructor(storage: Storage) {
    this.#storage = storage;
    this.root = storage.root;
    this.supportsWrites = storage.supportsWrites;
    this.supportsListing = storage.supportsListing;
    this.supportsConditionalPut = storage.supportsConditionalPut;
  }

  /** The version of a root document that was read, or is there now; `undefined` where there is none. */
  async seen(key: string): Promise<SeenRoot | undefined> {
    if (!this.#seen.has(key)) await this.#look(key);
    return this.#seen.get(key);
  }

  async #look(key: string): Promise<Uint8Array | undefined> {
    const found = await readRoot(this.#storage, key);
    this.#seen.set(key, found?.seen);
    return found?.bytes;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return ROOT_KEYS.has(key) ? await this.#look(key) : await this.#storage.get(key);
  }

  getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    return this.#storage.getRange(key, range);
  }

  head(key: string): Promise<ObjectInfo | undefined> {
    return this.#storage.head(key);
  }

  list(prefix: string): AsyncIterable<ObjectInfo> {
    return this.#storage.list(prefix);
  }

  listFolders(prefix: string): Promise<readonly string[]> {
    return this.#storage.listFolders(prefix);
  }

  put(key: string, data: Uint8Array, options?: PutOptions): Promise<ObjectInfo> {
    return this.#storage.put(key, data, options);
  }

  delete(keys: readonly string[]): Promise<void> {
    return this.#storage.delete(keys);
  }

  async close(): Promise<void> {}
}
