/** Buckets of objects in memory, as S3 keeps them. */
import { createHash, randomUUID } from 'node:crypto';
import { S3Failure } from './failure.mjs';

const NEEDS_BYTES = /[\ud800-\uffff]/;

/** Orders by UTF-8 bytes, as S3 lists. @param {string} a @param {string} b */
function byBytes(a, b) {
  if (NEEDS_BYTES.test(a) || NEEDS_BYTES.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @param {Buffer} data */
const md5 = (data) => createHash('md5').update(data);

/** The index of the first key that is not before `key`. @param {string[]} keys @param {string} key */
function firstNotBefore(keys, key) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(keys[middle], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

class Bucket {
  objects = new Map();
  uploads = new Map();
  #sorted;

  /** @returns {string[]} */
  sortedKeys() {
    this.#sorted ??= [...this.objects.keys()].sort(byBytes);
    return this.#sorted;
  }

  set(key, object) {
    if (!this.objects.has(key)) this.#sorted = undefined;
    this.objects.set(key, object);
  }

  delete(key) {
    if (this.objects.delete(key)) this.#sorted = undefined;
  }
}

export class ObjectStore {
  #buckets = new Map();

  /** @param {'either' | 'quoted' | 'bare'} tagForm how If-Match must be written */
  constructor(tagForm) {
    this.tagForm = tagForm;
  }

  /** @param {string} name */
  createBucket(name) {
    if (this.#buckets.has(name)) throw new S3Failure(409, 'BucketAlreadyOwnedByYou');
    this.#buckets.set(name, new Bucket());
  }

  /** @param {string} name */
  deleteBucket(name) {
    this.bucket(name);
    this.#buckets.delete(name);
  }

  bucketNames() {
    return [...this.#buckets.keys()];
  }

  /** @param {string} name @returns {Bucket} */
  bucket(name) {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new S3Failure(404, 'NoSuchBucket', 'The specified bucket does not exist');
    return bucket;
  }

  get(bucket, key) {
    const object = this.bucket(bucket).objects.get(key);
    if (object === undefined) throw new S3Failure(404, 'NoSuchKey', 'The specified key does not exist.');
    return object;
  }

  /** @throws {S3Failure} where the object is not what If-Match and If-None-Match ask for */
  checkConditions(bucket, key, headers) {
    const object = this.bucket(bucket).objects.get(key);
    if (headers['if-none-match'] === '*' && object !== undefined) throw new S3Failure(412, 'PreconditionFailed');
    const tag = headers['if-match'];
    if (tag === undefined) return;
    if (object === undefined) throw new S3Failure(404, 'NoSuchKey');
    if (!this.#matches(tag, object.etag)) throw new S3Failure(412, 'PreconditionFailed');
  }

  #matches(tag, etag) {
    const forms = { either: [etag, `"${etag}"`], quoted: [`"${etag}"`], bare: [etag] };
    return forms[this.tagForm].includes(tag);
  }

  put(bucket, key, data, metadata) {
    const object = { data, metadata, etag: md5(data).digest('hex'), modified: new Date() };
    this.bucket(bucket).set(key, object);
    return object;
  }

  delete(bucket, key) {
    this.bucket(bucket).delete(key);
  }

  createUpload(bucket, key, metadata) {
    const id = randomUUID();
    this.bucket(bucket).uploads.set(id, { key, metadata, parts: new Map() });
    return id;
  }

  #upload(bucket, id) {
    const upload = this.bucket(bucket).uploads.get(id);
    if (upload === undefined) throw new S3Failure(404, 'NoSuchUpload');
    return upload;
  }

  putPart(bucket, id, number, data) {
    const etag = md5(data).digest('hex');
    this.#upload(bucket, id).parts.set(number, { data, etag });
    return etag;
  }

  completeUpload(bucket, id, numbers, etags) {
    const { key, metadata, parts } = this.#upload(bucket, id);
    const chosen = numbers.map((number, i) => {
      const part = parts.get(number);
      if (part === undefined || part.etag !== etags[i]) throw new S3Failure(400, 'InvalidPart');
      return part;
    });
    if (chosen.slice(0, -1).some(({ data }) => data.length < 5 * 2 ** 20)) throw new S3Failure(400, 'EntityTooSmall');
    const digests = Buffer.concat(chosen.map(({ etag }) => Buffer.from(etag, 'hex')));
    const object = this.put(bucket, key, Buffer.concat(chosen.map(({ data }) => data)), metadata);
    object.etag = `${md5(digests).digest('hex')}-${chosen.length}`;
    this.bucket(bucket).uploads.delete(id);
    return object;
  }

  abortUpload(bucket, id) {
    this.#upload(bucket, id);
    this.bucket(bucket).uploads.delete(id);
  }

  /**
   * One page of keys and, with a delimiter, of common prefixes.
   *
   * @param {{ bucket: string, prefix: string, delimiter: string, after: string, limit: number }} query
   */
  list({ bucket, prefix, delimiter, after, limit }) {
    const store = this.bucket(bucket);
    const keys = store.sortedKeys();
    const contents = [];
    const prefixes = [];
    const start = byBytes(after, prefix) > 0 ? after : prefix;
    let last = '';
    for (let at = firstNotBefore(keys, start); at < keys.length; at++) {
      const key = keys[at];
      if (!key.startsWith(prefix)) break;
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      const name = end < 0 ? key : key.slice(0, end + delimiter.length);
      if (name === last || byBytes(name, after) <= 0) continue;
      if (contents.length + prefixes.length >= limit) return { contents, prefixes, next: last };
      last = name;
      if (end < 0) contents.push({ key, ...store.objects.get(key) });
      else prefixes.push(name);
    }
    return { contents, prefixes, next: undefined };
  }
}
