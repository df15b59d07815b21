import type { DatasetConfig } from '../config/index.js';
import type { S3Options } from '../storage/index.js';

/** All that a worker needs to do its part of a run. Plain data: it goes to other threads, and later to other machines. */
export interface RunSetup {
  readonly config: DatasetConfig;
  /** Addresses of plugin modules. */
  readonly plugins: readonly string[];
  /** Address of the folder that holds the dataset and its ledger. */
  readonly output: string;
  /** Where a file lies, if at all, that tells coordinates which sources may lack: beside the config. */
  readonly template: string;
  /** How sources in S3 are reached. */
  readonly inputS3: S3Options;
  /** How the output in S3 is reached. */
  readonly outputS3: S3Options;
  /** Worker threads; 1 works in the main thread. */
  readonly workers: number;
}
