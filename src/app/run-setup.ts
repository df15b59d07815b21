import type { DatasetConfig } from '../config/index.js';
import type { S3Options } from '../storage/index.js';
import { outputOf, s3OptionsOf } from './output.js';
import { resolvePlugin } from './plugins.js';
import { templateOf } from './template.js';

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

/** What a caller says of a run, beside its config. */
export interface SetupOptions {
  readonly plugins?: readonly string[] | undefined;
  readonly output?: string | undefined;
}

/** The setup of a run. @throws CO_PLUGIN_…, CO_STORAGE_URI_INVALID */
export function runSetupOf(
  config: DatasetConfig,
  options: SetupOptions,
  { workingFolder, workers }: { readonly workingFolder: string; readonly workers: number },
): RunSetup {
  return {
    config,
    plugins: (options.plugins ?? []).map((module) => resolvePlugin(module, workingFolder)),
    output: outputOf(config, options.output, workingFolder),
    template: templateOf(config),
    inputS3: s3OptionsOf(config, 'input_data'),
    outputS3: s3OptionsOf(config, 'output_data'),
    workers,
  };
}
