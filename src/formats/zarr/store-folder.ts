/**
 * The objects of one Zarr store, wherever they lie: below a folder of a storage, or in a zip.
 *
 * @module
 */
import type { ByteRange, Storage } from '../../contracts/storage.js';
import { isCoded } from '../../errors/index.js';

/** What reading a store takes. Keys are relative to the store's root. */
export interface StoreFolder {
  /** The address of an object, for messages. */
  uri(key: string): string;
  /** Bytes of an object, or `undefined` where there is none. */
  size(key: string): Promise<number | undefined>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Exactly the bytes of `range`, or `undefined` where there is no object. @throws CO_STORAGE_SHORT_READ */
  getRange(key: string, range: ByteRange): Promise<Uint8Array | undefined>;
  /** Names of the folders below `prefix`; `undefined` where they cannot be listed. */
  folders(prefix: string): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

/** The objects of `storage` below `prefix`, which is empty or ends with `/`. */
export function folderOf(storage: Storage, prefix = ''): StoreFolder {
  return {
    uri: (key) => storage.root + prefix + key,
    size: async (key) => (await storage.head(prefix + key))?.size,
    get: (key) => storage.get(prefix + key),
    getRange: (key, range) => storage.getRange(prefix + key, range).catch(undefinedWhereAbsent),
    folders: async (below) => (storage.supportsListing ? storage.listFolders(prefix + below) : undefined),
    close: async () => {},
  };
}

function undefinedWhereAbsent(error: unknown): undefined {
  if (isCoded(error, 'CO_STORAGE_NOT_FOUND')) return undefined;
  throw error;
}
