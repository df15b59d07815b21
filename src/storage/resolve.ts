/**
 * From an address to the storage that it lies in.
 *
 * @module
 */
import { cwd } from 'node:process';
import type { Storage, StorageResolver, StoredObject } from '../contracts/storage.js';
import { type Address, parseAddress, uriOf } from './address.js';
import type { HttpOptions } from './http-storage.js';
import { LocalStorage } from './local-storage.js';
import { MemoryStorage } from './memory-storage.js';
import type { S3Options } from './s3-options.js';

export interface StorageResolverOptions {
  /** What relative paths are relative to. Default: the working directory. */
  readonly cwd?: string;
  /** Whether local puts return only when they are on the disk. Default false. */
  readonly fsync?: boolean;
  /** For all buckets that `buckets` does not name. */
  readonly s3?: S3Options;
  /** By bucket; they stand in place of `s3`, not beside it. */
  readonly buckets?: Readonly<Record<string, S3Options>>;
  readonly http?: HttpOptions;
  /** Ready-made storages for `memory://name/`, by name; others are made empty when they are first named. */
  readonly memory?: Readonly<Record<string, Storage>>;
}

/** Heavy libraries load with the first address that needs them. */
async function openS3(bucket: string, options: S3Options): Promise<Storage> {
  const { S3Storage } = await import('./s3-storage.js');
  return new S3Storage(bucket, options);
}

async function openHttp(address: Address & { kind: 'http' }, options: HttpOptions): Promise<Storage> {
  const { HttpStorage } = await import('./http-storage.js');
  const { authorization } = address;
  const headers = { ...options.headers, ...(authorization === undefined ? {} : { authorization }) };
  return new HttpStorage(address.origin, { ...options, headers });
}

/** What storages are shared by: disk, bucket, or origin with its credentials. */
function sharedBy(address: Address): string {
  if (address.kind === 'local') return 'local';
  if (address.kind === 'http') return `${address.origin} ${address.authorization ?? ''}`;
  return `${address.kind}://${address.bucket}`;
}

class CachingResolver implements StorageResolver {
  readonly #options: StorageResolverOptions;
  readonly #storages = new Map<string, Promise<Storage>>();

  constructor(options: StorageResolverOptions) {
    this.#options = options;
  }

  async resolve(uri: string): Promise<StoredObject> {
    const address = parseAddress(uri, this.#options.cwd ?? cwd());
    const storage = await this.#shared(address);
    const key = address.kind === 'local' ? address.path.slice(1) : address.key;
    return { uri: uriOf(storage, key), storage, key };
  }

  #shared(address: Address): Promise<Storage> {
    const name = sharedBy(address);
    const known = this.#storages.get(name);
    if (known !== undefined) return known;
    const opened = this.#open(address);
    this.#storages.set(name, opened);
    return opened;
  }

  async #open(address: Address): Promise<Storage> {
    const { fsync = false, s3 = {}, buckets = {}, http = {}, memory = {} } = this.#options;
    if (address.kind === 'local') return new LocalStorage('/', { fsync, removeEmptyFolders: false });
    if (address.kind === 'http') return await openHttp(address, http);
    if (address.kind === 's3') return await openS3(address.bucket, buckets[address.bucket] ?? s3);
    return memory[address.bucket] ?? new MemoryStorage(address.bucket);
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#storages.values());
    this.#storages.clear();
    await Promise.all(opened.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.close() : undefined)));
  }
}

/**
 * A resolver that opens one storage per bucket, per http origin and for the local disk, with the given options, and
 * gives that one to everyone: whoever lists, reads, writes or deletes an address uses the same configured client.
 *
 * Local files: the storage's root is `file:///`, the key is the absolute path without its first slash, and `uri` is the
 * plain absolute path. A slash at the end of an address is kept in the key. There, deletes leave emptied folders;
 * take `withRoot(storage, folder)` for a dataset, whose deletes remove them.
 */
export function createStorageResolver(options: StorageResolverOptions = {}): StorageResolver {
  return new CachingResolver(options);
}
