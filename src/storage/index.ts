/**
 * Storages: local disk, memory, http(s) and S3, and the resolver that finds the one for an address. The S3 and http
 * clients load when they are first needed.
 *
 * @module
 */
export { parseAddress, uriOf } from './address.js';
export { compareKeys } from './key.js';
export { LocalStorage, type LocalStorageOptions } from './local-storage.js';
export { MemoryStorage } from './memory-storage.js';
export { redactText, redactUri } from './redact.js';
export { createStorageResolver, type StorageResolverOptions } from './resolve.js';
export { withRoot } from './rooted-storage.js';
export { type S3fsMapping, type S3Options, s3OptionsFromS3fs } from './s3-options.js';
