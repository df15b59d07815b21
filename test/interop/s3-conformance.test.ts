/**
 * The storage contract against a real S3 store. Set CLOUD_OPTIMISED_TEST_S3_ENDPOINT, AWS_ACCESS_KEY_ID and
 * AWS_SECRET_ACCESS_KEY.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { S3Storage } from '../../src/storage/s3-storage.js';
import { describeStorage, listAll } from '../storage/conformance.js';

const endpoint = process.env.CLOUD_OPTIMISED_TEST_S3_ENDPOINT;

describe.skipIf(endpoint === undefined)('a real S3 store', () => {
  const bucket = `co-conformance-${randomBytes(4).toString('hex')}`;
  const options = endpoint === undefined ? {} : { endpoint };

  beforeAll(async () => {
    const client = new S3Client({ ...options, region: 'us-east-1', forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
  });

  describeStorage('S3', async () => {
    const storage = new S3Storage(bucket, options);
    const release = async () => {
      const left = (await listAll(storage, '')).map(({ key }) => key);
      await storage.delete(left);
    };
    return { storage, release };
  });

  it('puts large objects in parts', { timeout: 60_000 }, async () => {
    const storage = new S3Storage(bucket, { ...options, multipartBytes: 5 * 2 ** 20 });
    const data = new Uint8Array(randomBytes(12 * 2 ** 20 + 17));
    const put = await storage.put('large/one', data);
    expect(put.size).toBe(data.length);
    expect((await storage.head('large/one'))?.etag).toBe(put.etag);
    expect(Buffer.compare((await storage.get('large/one')) ?? new Uint8Array(0), data)).toBe(0);
    await storage.delete(['large/one']);
    await storage.close();
  });

  it('tells wrong credentials and missing buckets', async () => {
    const wrong = new S3Storage(bucket, {
      ...options,
      accessKeyId: 'AKIAWRONGWRONGWRONG0',
      secretAccessKey: 'wrong-secret',
    });
    await expect(wrong.put('x', new Uint8Array(1))).rejects.toMatchObject({ code: 'CO_STORAGE_ACCESS_DENIED' });
    const gone = new S3Storage(`${bucket}-gone`, options);
    const error = { code: 'CO_STORAGE_NOT_FOUND', fields: { uri: `s3://${bucket}-gone/` } };
    await expect(gone.put('x', new Uint8Array(1))).rejects.toMatchObject(error);
    await expect(gone.get('x')).rejects.toMatchObject(error);
    await expect(gone.head('x')).rejects.toMatchObject(error);
    await expect(listAll(gone, '')).rejects.toMatchObject(error);
    await Promise.all([wrong.close(), gone.close()]);
  });
});
