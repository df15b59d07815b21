import { CloudOptimisedError } from '../errors/index.js';
import { MemoryStorage } from './memory-storage.js';
import type { S3Options } from './s3-options.js';

/** Placeholder until the client is here. */
export class S3Storage extends MemoryStorage {
  constructor(bucket: string, _options: S3Options) {
    super(bucket);
    throw new CloudOptimisedError('CO_STORAGE_URI_INVALID', { uri: `s3://${bucket}`, reason: 's3 is not built yet' });
  }
}
