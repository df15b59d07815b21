import { resolve } from 'node:path';
import type { DatasetConfig } from '../config/index.js';
import { type S3Options, s3OptionsFromS3fs } from '../storage/index.js';

/**
 * The folder that holds a dataset and its ledger: what was asked for, the config's bucket and prefix, or
 * `./cloud-optimised`. AODN's own buckets are never implied.
 */
export function outputOf({ document }: DatasetConfig, asked: string | undefined, workingFolder: string): string {
  if (asked !== undefined) return /^[a-z][a-z0-9+.-]+:/i.test(asked) ? asked : resolve(workingFolder, asked);
  const run = document.run_settings;
  const bucket = run?.s3_bucket_opts?.output_data?.bucket ?? run?.optimised_bucket_name;
  if (!bucket) return resolve(workingFolder, 'cloud-optimised');
  return `s3://${bucket}/${(run?.root_prefix_cloud_optimised_path ?? '').replace(/^\/+/, '')}`;
}

/** How the config says that a side's bucket is reached: its own options in place of the common ones. */
export function s3OptionsOf({ document }: DatasetConfig, side: 'input_data' | 'output_data'): S3Options {
  const run = document.run_settings;
  const options = run?.s3_bucket_opts?.[side]?.s3_fs_opts ?? run?.s3_fs_common_opts ?? {};
  return s3OptionsFromS3fs(options).options;
}
