import type { SliceReading } from '../append/slice-bench.js';
import type { S3Options } from '../storage/index.js';

/** All that a worker needs to do its part of an append. Plain data. */
export interface AppendSetup {
  /** What becomes of a slice that is opened. */
  readonly reading: SliceReading;
  /** Address of the cube. */
  readonly target: string;
  /** How slices in S3 are reached. */
  readonly sliceS3: S3Options;
  /** How the cube in S3 is reached. */
  readonly targetS3: S3Options;
  /** Where relative paths begin. */
  readonly workingFolder: string;
  /** Threads that work, the main thread among them. */
  readonly workers: number;
  /** Whether the process does nothing but append. */
  readonly ownsProcess: boolean;
}
