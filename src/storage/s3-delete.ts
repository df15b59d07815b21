/**
 * Deleting objects in batches.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { _Error as DeleteError, S3Client } from '@aws-sdk/client-s3';
import type { S3Session } from './s3-session.js';

/** The most that S3 takes at a time. */
const BATCH = 1000;

/** An object's own error in the answer of a batch, as one of the client's errors. */
function toRequestError({ Code = 'Error', Message = '' }: DeleteError): Error {
  const status = /^(AccessDenied|.*Permission.*)$/.test(Code) ? 403 : undefined;
  return Object.assign(new Error(Message), { name: Code, $metadata: { httpStatusCode: status } });
}

/** Some stores ask for the MD5 sum that S3 asked for before it had other checksums. */
function addContentMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const request = args.request as { body?: unknown; headers?: Record<string, string> };
        const isDelete = commandName === 'DeleteObjectsCommand' && typeof request.body === 'string';
        if (isDelete && request.headers !== undefined) {
          request.headers['content-md5'] = createHash('md5').update(String(request.body)).digest('base64');
        }
        return await next(args);
      },
    { step: 'build', name: 'contentMd5OfDelete', override: true },
  );
}

/** What there cannot be need not be deleted. */
const NO_OBJECT = new Set(['NoSuchKey', 'KeyTooLongError']);

/** Objects that the store failed to delete for the moment are asked for again, the others not. */
async function deleteBatch(session: S3Session, keys: readonly string[]): Promise<void> {
  let left: readonly string[] = keys;
  let failed = keys[0] ?? '';
  const request = session.attempt(async ({ sdk, client }) => {
    addContentMd5(client);
    const Delete = { Objects: left.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await client.send(new sdk.DeleteObjectsCommand({ Bucket: session.bucket, Delete }));
    const errors = Errors.filter(({ Code }) => !NO_OBJECT.has(Code ?? ''));
    const [first] = errors;
    if (first === undefined) return;
    left = errors.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    failed = first.Key ?? failed;
    throw toRequestError(first);
  });
  await request.catch((error: unknown) => {
    throw session.toCoded(error, 'delete', failed);
  });
}

/** Deletes the objects; those that are not there are no error. */
export async function deleteObjects(session: S3Session, keys: readonly string[]): Promise<void> {
  const unique = [...new Set(keys)];
  for (let start = 0; start < unique.length; start += BATCH) {
    await deleteBatch(session, unique.slice(start, start + BATCH));
  }
}
