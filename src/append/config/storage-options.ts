import { type S3fsMapping, s3OptionsFromS3fs } from '../../storage/s3-options.js';
import type { AppendConfig } from './append-config.js';

/**
 * How to reach the store of the target or those of the slices, as our options for S3; and the names of s3fs's options that have no
 * meaning here.
 */
export function storageOptionsOf({ document }: Pick<AppendConfig, 'document'>, side: 'target' | 'slice'): S3fsMapping {
  return s3OptionsFromS3fs(document[`${side}_storage_options`] ?? {});
}
