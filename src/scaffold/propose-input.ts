import type { Inspection } from '../contracts/inspector.js';
import type { Answers } from './decisions.js';
import type { DatasetRecord } from './registry-block.js';
import type { Archive } from './samples/archive.js';

/** What a proposal is made from. */
export interface ProposalInput {
  readonly inspections: readonly Inspection[];
  readonly archive: Archive;
  /** By default the names of the files give one. */
  readonly name?: string | undefined;
  /** By default what the samples are decides. */
  readonly format?: string | undefined;
  readonly uuid?: string | undefined;
  readonly record?: DatasetRecord | undefined;
  /** How the folder of the samples is written in the config. */
  readonly folder: string;
  /** Options of s3fs for the files, without secrets. */
  readonly s3Options?: Readonly<Record<string, unknown>> | undefined;
  readonly answers?: Answers | undefined;
}
