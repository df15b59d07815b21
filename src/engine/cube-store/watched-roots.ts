import { createHash } from 'node:crypto';
import type { ObjectInfo, Storage } from '../../contracts/storage.js';
import { StorageView } from './storage-view.js';

/** The documents that make a folder a Zarr group, and the one that tells of all its arrays. */
const ROOT_KEYS: ReadonlySet<string> = new Set(['zarr.json', '.zmetadata', '.zgroup']);

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
  known?: ObjectInfo,
): Promise<{ bytes: Uint8Array; seen: SeenRoot } | undefined> {
  const info = known ?? (await storage.head(key));
  const bytes = info && (await storage.get(key));
  return info && bytes ? { bytes, seen: { etag: info.etag, digest: digestOf(bytes) } } : undefined;
}

/** Reads from a cube, and remembers which versions of its root documents were read. */
export class WatchedRoots extends StorageView {
  readonly #headed = new Map<string, ObjectInfo>();
  readonly #seen = new Map<string, SeenRoot | undefined>();

  /** Of a folder from which a cube was just removed. */
  static ofNothing(storage: Storage): WatchedRoots {
    const roots = new WatchedRoots(storage);
    for (const key of ROOT_KEYS) roots.#seen.set(key, undefined);
    return roots;
  }

  /** The version of a root document that was read, or is there now; `undefined` where there is none. */
  async seen(key: string): Promise<SeenRoot | undefined> {
    if (!this.#seen.has(key)) await this.get(key);
    return this.#seen.get(key);
  }

  override async head(key: string): Promise<ObjectInfo | undefined> {
    const info = await this.storage.head(key);
    if (!ROOT_KEYS.has(key)) return info;
    if (info) this.#headed.set(key, info);
    else this.#seen.set(key, undefined);
    return info;
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    if (!ROOT_KEYS.has(key)) return await this.storage.get(key);
    const found = await readRoot(this.storage, key, this.#headed.get(key));
    this.#seen.set(key, found?.seen);
    return found?.bytes;
  }
}
