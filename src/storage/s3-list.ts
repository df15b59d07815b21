/**
 * Listing a bucket page by page.
 *
 * @module
 */
import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { ObjectInfo } from '../contracts/storage.js';
import { compareKeys } from './key.js';
import { plainEtag } from './s3-read.js';
import type { S3Session } from './s3-session.js';

async function* pagesOf(
  session: S3Session,
  query: Omit<ListObjectsV2CommandInput, 'Bucket'>,
): AsyncIterable<ListObjectsV2CommandOutput> {
  let token: string | undefined;
  do {
    const input = { Bucket: session.bucket, ...query, ...(token !== undefined && { ContinuationToken: token }) };
    const page = await session.run('list', query.Prefix ?? '', async ({ sdk, client }) => {
      return await client.send(new sdk.ListObjectsV2Command(input));
    });
    yield page;
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** The objects whose key begins with `prefix`, in S3's order, which is that of the keys' UTF-8 bytes. */
export async function* listObjects(session: S3Session, prefix: string): AsyncIterable<ObjectInfo> {
  for await (const { Contents = [] } of pagesOf(session, { Prefix: prefix })) {
    for (const { Key, Size, ETag, LastModified } of Contents) {
      if (Key !== undefined) {
        yield { key: Key, size: Size ?? 0, etag: plainEtag(ETag), modified: LastModified?.getTime() };
      }
    }
  }
}

/** The names between `prefix` and the next slash, sorted. */
export async function listObjectFolders(session: S3Session, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { CommonPrefixes = [] } of pagesOf(session, { Prefix: prefix, Delimiter: '/' })) {
    for (const { Prefix } of CommonPrefixes) {
      if (Prefix !== undefined) names.push(Prefix.slice(prefix.length, -1));
    }
  }
  return names.sort(compareKeys);
}
