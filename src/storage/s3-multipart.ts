/**
 * Putting large objects in parts, which come and fail by themselves; the object appears when all are there.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { CompletedPart } from '@aws-sdk/client-s3';
import type { ObjectInfo } from '../contracts/storage.js';
import { toS3Failure } from './s3-errors.js';
import { bodyOf } from './s3-put.js';
import { headObject, plainEtag, TOKEN_NAME } from './s3-read.js';
import type { S3Session } from './s3-session.js';

/** Limits of S3: parts of at least 5 MiB but for the last, and at most 10,000 of them. */
export const SMALLEST_PART = 5 * 2 ** 20;
const MOST_PARTS = 10_000;
const IN_FLIGHT = 4;

interface Upload {
  readonly session: S3Session;
  readonly key: string;
  readonly data: Uint8Array;
  readonly uploadId: string;
  readonly token: string;
}

async function createUpload(session: S3Session, key: string, data: Uint8Array): Promise<Upload> {
  const token = randomUUID();
  const output = await session.run('write', key, async ({ sdk, client }) => {
    const input = { Bucket: session.bucket, Key: key, Metadata: { [TOKEN_NAME]: token } };
    return await client.send(new sdk.CreateMultipartUploadCommand(input));
  });
  return { session, key, data, token, uploadId: output.UploadId ?? '' };
}

const targetOf = ({ session, key, uploadId }: Upload) => ({ Bucket: session.bucket, Key: key, UploadId: uploadId });

async function uploadPart(upload: Upload, index: number, partBytes: number): Promise<CompletedPart> {
  const { session, key, data } = upload;
  const body = bodyOf(data.subarray(index * partBytes, (index + 1) * partBytes));
  const PartNumber = index + 1;
  return await session.run('write', key, async ({ sdk, client }) => {
    const output = await client.send(new sdk.UploadPartCommand({ ...targetOf(upload), PartNumber, ...body }));
    return { PartNumber, ETag: output.ETag ?? '' };
  });
}

/** A few parts at a time; after a failure no more are begun, and those under way end first. */
async function uploadParts(upload: Upload, partBytes: number): Promise<CompletedPart[]> {
  const count = Math.ceil(upload.data.length / partBytes);
  const parts: CompletedPart[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      parts[index] = await uploadPart(upload, index, partBytes).catch((error: unknown) => {
        next = count;
        throw error;
      });
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, lane));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return parts;
}

/** When the answer to a completion is lost, its repetition finds no upload any more: then the object must be ours. */
async function completeUpload(upload: Upload, parts: CompletedPart[]): Promise<ObjectInfo> {
  const { session, key, data } = upload;
  const etag = await session.run('write', key, async ({ sdk, client }, attempt) => {
    try {
      const input = { ...targetOf(upload), MultipartUpload: { Parts: parts } };
      return (await client.send(new sdk.CompleteMultipartUploadCommand(input))).ETag;
    } catch (error) {
      const mayBeDone = attempt > 1 && toS3Failure(error).name === 'NoSuchUpload';
      const found = mayBeDone ? await headObject(session, key, 'write') : undefined;
      if (found?.token === upload.token) return found.etag;
      throw error;
    }
  });
  // Ceph leaves the tag out of this answer.
  const known = etag ? plainEtag(etag) : (await headObject(session, key, 'write'))?.etag;
  return { key, size: data.length, etag: known, modified: undefined };
}

/** Parts of an upload that is neither completed nor aborted stay, unseen, and are paid for. */
async function abortUpload(upload: Upload): Promise<void> {
  await upload.session
    .run('write', upload.key, async ({ sdk, client }) => {
      return await client.send(new sdk.AbortMultipartUploadCommand(targetOf(upload)));
    })
    .catch(() => undefined);
}

/** Puts the object in parts of `partBytes`, or more where it would have too many. Readers see it whole or not at all. */
export async function putInParts(
  session: S3Session,
  key: string,
  data: Uint8Array,
  partBytes: number,
): Promise<ObjectInfo> {
  const upload = await createUpload(session, key, data);
  try {
    const bytes = Math.max(SMALLEST_PART, partBytes, Math.ceil(data.length / MOST_PARTS));
    return await completeUpload(upload, await uploadParts(upload, bytes));
  } catch (error) {
    await abortUpload(upload);
    throw error;
  }
}
