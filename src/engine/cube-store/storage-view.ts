import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../../contracts/storage.js';

/** Another view of a storage: passes everything on, but for what a subclass does itself. */
export class StorageView implements Storage {
  readonly root: string;
  readonly supportsWrites: boolean;
  readonly supportsListing: boolean;
  readonly supportsConditionalPut: boolean;
  protected readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
    this.root = storage.root;
    this.supportsWrites = storage.supportsWrites;
    this.supportsListing = storage.supportsListing;
    this.supportsConditionalPut = storage.supportsConditionalPut;
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return this.storage.get(key);
  }

  getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    return this.storage.getRange(key, range);
  }

  head(key: string): Promise<ObjectInfo | undefined> {
    return this.storage.head(key);
  }

  list(prefix: string): AsyncIterable<ObjectInfo> {
    return this.storage.list(prefix);
  }

  listFolders(prefix: string): Promise<readonly string[]> {
    return this.storage.listFolders(prefix);
  }

  put(key: string, data: Uint8Array, options?: PutOptions): Promise<ObjectInfo> {
    return this.storage.put(key, data, options);
  }

  delete(keys: readonly string[]): Promise<void> {
    return this.storage.delete(keys);
  }

  /** What is viewed belongs to others. */
  async close(): Promise<void> {}
}
