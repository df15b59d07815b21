/**
 * A bucket of S3, or of a store that speaks its protocol, as a storage.
 *
 * @module
 */
import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { rangeLength } from './byte-range.js';
import { checkFolderPrefix, checkKey, checkPrefix } from './key.js';
import { deleteObjects } from './s3-delete.js';
import { listObjectFolders, listObjects } from './s3-list.js';
import { putInParts } from './s3-multipart.js';
import type { S3Options } from './s3-options.js';
import { ConditionalPut, putObject } from './s3-put.js';
import { checkBucket, headObject, readObject, readObjectRange } from './s3-read.js';
import { S3Session } from './s3-session.js';

const MULTIPART_BYTES = 16 * 2 ** 20;

/**
 * The objects of one bucket. The client loads and looks for credentials with the first request.
 *
 * Requests that meet 5xx, 408, 429, `SlowDown`, a time-out or a broken connection are tried again, by default six times
 * in all, with up to 0.2, 0.4, 0.8, 1.6 and 3.2 s of random waiting between: at most 6.2 s beside the requests' own time.
 *
 * A conditional put that is repeated after its answer was lost finds its own object by a token in its metadata, and
 * succeeds. Keys that others have written may have empty parts and end with `/` (a "folder"): they are listed and can be
 * read and deleted, but not written.
 */
export class S3Storage implements Storage {
  readonly root: string;
  readonly supportsWrites = true;
  readonly supportsListing = true;
  readonly supportsConditionalPut = true;
  readonly #session: S3Session;
  readonly #conditional: ConditionalPut;
  readonly #multipartBytes: number;
  #bucketIsKnown = false;

  constructor(bucket: string, options: S3Options = {}) {
    this.root = `s3://${bucket}/`;
    this.#session = new S3Session(bucket, options);
    this.#conditional = new ConditionalPut(this.#session);
    this.#multipartBytes = options.multipartBytes ?? MULTIPART_BYTES;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    checkKey(key, this.root, 'lenient');
    return await readObject(this.#session, key);
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    checkKey(key, this.root, 'lenient');
    const uri = this.#session.uriOf(key);
    if (rangeLength(range, uri) > 0) return await readObjectRange(this.#session, key, range);
    // HTTP has no range of zero bytes.
    if ((await this.head(key)) === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
    return new Uint8Array(0);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    checkKey(key, this.root, 'lenient');
    const found = await headObject(this.#session, key);
    if (found === undefined && !this.#bucketIsKnown) await checkBucket(this.#session);
    this.#bucketIsKnown = true;
    if (found === undefined) return undefined;
    const { size, etag, modified } = found;
    return { key, size, etag, modified };
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    checkPrefix(prefix, this.root, 'lenient');
    yield* listObjects(this.#session, prefix);
  }

  async listFolders(prefix: string): Promise<readonly string[]> {
    checkFolderPrefix(prefix, this.root, 'lenient');
    return await listObjectFolders(this.#session, prefix);
  }

  async put(key: string, data: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> {
    checkKey(key, this.root);
    const isConditional = options.ifAbsent === true || options.ifMatch !== undefined;
    if (isConditional) return await this.#conditional.put(key, data, options);
    if (data.length < this.#multipartBytes) return await putObject(this.#session, key, data);
    return await putInParts(this.#session, key, data, this.#multipartBytes);
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) checkKey(key, this.root, 'lenient');
    await deleteObjects(this.#session, keys);
  }

  async close(): Promise<void> {
    this.#session.close();
  }
}
