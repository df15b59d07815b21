/**
 * What every store of objects gives: local disk, memory, https, S3. Keys are relative to the storage's root, with `/`
 * between their parts. One conformance suite (`test/storage/conformance.ts`) runs against each implementation.
 *
 * Absent, failed and short are three different things: `undefined` is absent, everything else that is not the whole of
 * what was asked for throws.
 *
 * @module
 */

/** What is known of an object without reading it. */
export interface ObjectInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** The store's version tag, unquoted, where it has one; on local disk one is made from inode, size and time. */
  readonly etag: string | undefined;
  /** Time of last change, ms since 1970, where known. */
  readonly modified: number | undefined;
}

/** `length` bytes from `offset`, or the last `suffix` bytes. */
export type ByteRange = { readonly offset: number; readonly length: number } | { readonly suffix: number };

/** Conditions under which alone a put happens. */
export interface PutOptions {
  /** Only if no object has this key. @throws CO_STORAGE_PRECONDITION otherwise */
  readonly ifAbsent?: boolean;
  /** Only if the object has this etag now. @throws CO_STORAGE_PRECONDITION otherwise */
  readonly ifMatch?: string;
}

/**
 * A store of objects.
 *
 * All methods throw CO_STORAGE_KEY_ESCAPES for keys that leave the root, CO_STORAGE_ACCESS_DENIED, CO_STORAGE_FULL and
 * CO_STORAGE_FAILED; writes to a read-only store throw CO_STORAGE_READ_ONLY.
 */
export interface Storage {
  /** The address of its root, without credentials: `s3://bucket/`, `file:///data/`, `memory://name/`. Ends with `/`. */
  readonly root: string;
  /** Whether `put` and `delete` work. */
  readonly supportsWrites: boolean;
  /** Whether `list` works; `https:` has no listings. */
  readonly supportsListing: boolean;
  /** Whether `ifAbsent` and `ifMatch` are atomic against other processes. */
  readonly supportsConditionalPut: boolean;

  /** The whole object, or `undefined` where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Exactly the bytes of `range`. @throws CO_STORAGE_NOT_FOUND, CO_STORAGE_SHORT_READ where the object ends before */
  getRange(key: string, range: ByteRange): Promise<Uint8Array>;
  /** What is known of the object, or `undefined` where there is none. */
  head(key: string): Promise<ObjectInfo | undefined>;
  /**
   * All objects whose key begins with `prefix` (plain text, not only whole folders), in the order of their keys' UTF-8
   * bytes. Holds no more than a page, or a folder's names, in memory.
   */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** The names of the folders directly below `prefix` (which is empty or ends with `/`), sorted, without slashes. */
  listFolders(prefix: string): Promise<readonly string[]>;
  /** Writes the object, whole or not at all; when it is done, `data` is the caller's again. The info's `modified` may be unknown. */
  put(key: string, data: Uint8Array, options?: PutOptions): Promise<ObjectInfo>;
  /** Removes the objects; those that are not there are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /**
   * Removes what puts of these keys left when their process died. Only stores whose puts can leave something have it. The
   * caller makes sure that no other process writes there.
   */
  removeLeftovers?(keys: readonly string[]): Promise<void>;
  /** Releases connections. */
  close(): Promise<void>;
}

/** An object at a known place. */
export interface StoredObject {
  /** Its full address, without credentials; for local files the plain absolute path. */
  readonly uri: string;
  readonly storage: Storage;
  readonly key: string;
}

/** Finds the storage that an address lies in. One resolver lives as long as a run, and shares clients between addresses. */
export interface StorageResolver {
  /** @throws CO_STORAGE_URI_INVALID */
  resolve(uri: string): Promise<StoredObject>;
  close(): Promise<void>;
}
