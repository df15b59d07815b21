import { resolve } from 'node:path';
import { type DatasetConfig, outputFolderOf, s3FsOptionsOf } from '../config/index.js';
import { type S3Options, s3OptionsFromS3fs } from '../storage/index.js';

/**
 * The folder that holds a dataset and its ledger: what was asked for, the config's bucket and prefix, or
 * `./cloud-optimised`. AODN's own buckets are never implied.
 */
export function outputOf(config: DatasetConfig, asked: string | undefined, workingFolder: string): string {
  if (asked !== undefined) return /^[a-z][a-z0-9+.-]+:/i.test(asked) ? asked : resolve(workingFolder, asked);
  return outputFolderOf(config) ?? resolve(workingFolder, 'cloud-optimised');
}

/** How a side's bucket is reached, by the config. */
export function s3OptionsOf(config: DatasetConfig, side: 'input_data' | 'output_data'): S3Options {
  return s3OptionsFromS3fs(s3FsOptionsOf(config, side) ?? {}).options;
}

/** The options of s3fs in the config that mean nothing here. */
export function ignoredS3Options(config: DatasetConfig, side: 'input_data' | 'output_data'): readonly string[] {
  return s3OptionsFromS3fs(s3FsOptionsOf(config, side) ?? {}).ignored;
}
