import { describe } from 'vitest';
import { S3Storage } from '../../src/storage/s3-storage.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { describeStorage } from './conformance.js';

describe.each(['quoted', 'bare'] as const)('with a server that wants %s tags', (ifMatchForm) => {
  describeStorage('S3', async () => {
    const server = await startS3Server({ ifMatchForm });
    const { endpoint, accessKeyId, secretAccessKey } = server;
    const storage = new S3Storage('test', { endpoint, accessKeyId, secretAccessKey, retryDelay: 1 });
    return { storage, release: () => server.close() };
  });
});
