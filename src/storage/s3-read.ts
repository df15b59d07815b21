/**
 * Reading whole objects and ranges of objects.
 *
 * @module
 */
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ByteRange, ObjectInfo } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { locateRange, rangeHeader, rangeLength, rangeOffset, shortRead } from './byte-range.js';
import { isAbsentFromS3, toS3Failure } from './s3-errors.js';
import type { S3Connection, S3Session } from './s3-session.js';

/** S3 puts quotes around tags; the contract does not. */
export function plainEtag(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', '');
}

/** A body that ends before its length is a broken connection, whatever the client makes of it: worth another try. */
function brokenBody(got: number, wanted: number): Error {
  const error = new Error(`the connection ended after ${got} of ${wanted} bytes`);
  return Object.assign(error, { code: 'ECONNRESET' });
}

async function bodyOf(output: GetObjectCommandOutput): Promise<Uint8Array> {
  const bytes = (await output.Body?.transformToByteArray()) ?? new Uint8Array(0);
  const promised = output.ContentLength;
  if (promised !== undefined && bytes.length !== promised) throw brokenBody(bytes.length, promised);
  return bytes;
}

async function fetchObject({ sdk, client }: S3Connection, bucket: string, key: string, range?: ByteRange) {
  const Range = range === undefined ? {} : { Range: rangeHeader(range) };
  const output = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key, ...Range }));
  return { output, bytes: await bodyOf(output) };
}

/** The object, or `undefined` where there is none. */
export async function readObject(session: S3Session, key: string): Promise<Uint8Array | undefined> {
  return await session.run('read', key, async (connection) => {
    try {
      return (await fetchObject(connection, session.bucket, key)).bytes;
    } catch (error) {
      if (isAbsentFromS3(error)) return undefined;
      throw error;
    }
  });
}

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\//;

/** What came must be what was asked for; a server that ignores ranges gives the whole object, and the range is cut out. */
function exactly(range: ByteRange, output: GetObjectCommandOutput, bytes: Uint8Array, uri: string): Uint8Array {
  const match = CONTENT_RANGE.exec(output.ContentRange ?? '');
  if (match === null) {
    const { offset, length } = locateRange(range, bytes.length, uri);
    return bytes.slice(offset, offset + length);
  }
  const wanted = rangeLength(range, uri);
  const start = Number(match[1]);
  const isPlace = 'suffix' in range || start === range.offset;
  if (!isPlace || bytes.length !== wanted) throw shortRead(uri, start, wanted, Math.min(bytes.length, wanted));
  return bytes;
}

function rangeError(error: unknown, range: ByteRange, uri: string): unknown {
  const { name, status } = toS3Failure(error);
  if (isAbsentFromS3(error)) return new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  if (name !== 'InvalidRange' && status !== 416) return error;
  return shortRead(uri, rangeOffset(range, 0), rangeLength(range, uri), 0);
}

/** Exactly `range`, which is longer than zero. @throws CO_STORAGE_NOT_FOUND, CO_STORAGE_SHORT_READ */
export async function readObjectRange(session: S3Session, key: string, range: ByteRange): Promise<Uint8Array> {
  const uri = session.uriOf(key);
  return await session.run('read', key, async (connection) => {
    try {
      const { output, bytes } = await fetchObject(connection, session.bucket, key, range);
      return exactly(range, output, bytes, uri);
    } catch (error) {
      throw rangeError(error, range, uri);
    }
  });
}

/** What HEAD tells, with the token of our conditional puts where the object bears one. */
export interface HeadedObject extends ObjectInfo {
  readonly token: string | undefined;
}

/** Metadata under which a conditional put leaves its token. */
export const TOKEN_NAME = 'co-put';

/** HEAD of the object; `undefined` for every 404, be it of the object or of the bucket. */
export async function headObject(session: S3Session, key: string, action = 'read'): Promise<HeadedObject | undefined> {
  return await session.run(action, key, async ({ sdk, client }) => {
    try {
      const output = await client.send(new sdk.HeadObjectCommand({ Bucket: session.bucket, Key: key }));
      const { ContentLength: size = 0, ETag, LastModified, Metadata } = output;
      const token = Metadata?.[TOKEN_NAME];
      return { key, size, etag: plainEtag(ETag), modified: LastModified?.getTime(), token };
    } catch (error) {
      if (isAbsentFromS3(error)) return undefined;
      throw error;
    }
  });
}

/** HEAD of an object cannot tell whether the object or the bucket is missing. @throws CO_STORAGE_NOT_FOUND for the bucket */
export async function checkBucket(session: S3Session): Promise<void> {
  await session.run('read', '', async ({ sdk, client }) => {
    try {
      await client.send(new sdk.HeadBucketCommand({ Bucket: session.bucket }));
    } catch (error) {
      // Who may read objects need not be allowed to ask about the bucket.
      if (toS3Failure(error).status !== 403) throw error;
    }
  });
}
