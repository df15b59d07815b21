import { availableParallelism } from 'node:os';
import { type DatasetConfig, loadDatasetConfig } from '../config/index.js';
import type { RunObserver } from '../pipeline/events.js';
import { runDataset } from '../pipeline/run-dataset.js';
import type { RunSummary } from '../pipeline/summary.js';
import { createStorageResolver } from '../storage/index.js';
import { configOptions } from './config-files.js';
import { type Container, createContainer, resolvePart } from './container.js';
import { openTarget } from './dataset-target.js';
import { inputsOf } from './inputs.js';
import { ignoredS3Options } from './output.js';
import { runSetupOf } from './run-setup.js';
import { createHandler, createTasks } from './workbench.js';

/** What to publish, and how. Everything but `config` has a default. */
export interface PublishOptions {
  /** Name, path or address of a dataset config. */
  readonly config: string;
  /** Files, folders, prefixes or patterns instead of the config's paths. */
  readonly input?: readonly string[];
  /** Folder or address instead of the config's bucket and prefix; the dataset is `<output>/<dataset_name>.<format>`. */
  readonly output?: string | undefined;
  /** JSON text, or `@file`, merged over the config. */
  readonly override?: string | undefined;
  /** Modules that bring handlers. */
  readonly plugins?: readonly string[];
  /** Worker threads; by default one for each processor. */
  readonly workers?: number | undefined;
  /** Tell what would be done, and write nothing. */
  readonly dryRun?: boolean;
  /** Publish all sources, whatever the ledger says. */
  readonly force?: boolean;
  /** Where relative paths begin. */
  readonly workingFolder?: string;
  readonly observer?: RunObserver;
  /** Ends the run between two sources. */
  readonly signal?: AbortSignal;
  /** A container with parts replaced. */
  readonly container?: Container;
}

/**
 * Publishes the sources of a dataset that it does not hold yet: the main job, as `generic-cloud-optimised-creation` does it.
 *
 * @returns the summary, also when sources failed; the rest is published
 * @throws when the run cannot start: CO_CONFIG_…, CO_HANDLER_…, CO_PLUGIN_…, CO_NO_SOURCES, CO_LOCKED, a storage error
 */
export async function publishDataset(options: PublishOptions): Promise<RunSummary> {
  const { workingFolder = process.cwd(), observer = () => {}, container = createContainer() } = options;
  const config = await loadDatasetConfig(options.config, {
    ...configOptions(workingFolder),
    override: options.override,
  });
  for (const message of noticesOf(config)) observer({ type: 'notice', message });
  const setup = runSetupOf(config, options, { workingFolder, workers: options.workers ?? availableParallelism() });
  const handler = await createHandler(container, setup);
  const sources = createStorageResolver({ s3: setup.inputS3 });
  const target = await openTarget(setup);
  try {
    return await runDataset({
      config,
      inputs: inputsOf(config, options.input ?? [], workingFolder),
      handler,
      executor: (count) =>
        resolvePart(container, 'executorFactory')({ setup, sources: count, tasks: () => createTasks(setup, handler) }),
      sources,
      target: target.address,
      dataset: target.dataset,
      ledger: target.ledger,
      force: options.force ?? false,
      dryRun: options.dryRun ?? false,
      observer,
      signal: options.signal ?? new AbortController().signal,
    });
  } finally {
    await Promise.all([sources.close(), target.close()]);
  }
}

/** What a run tells before it begins: settings that have no meaning, or none here. */
function noticesOf(config: DatasetConfig): string[] {
  const ignored = new Set((['input_data', 'output_data'] as const).flatMap((side) => ignoredS3Options(config, side)));
  const s3 = ignored.size > 0 ? [`these options of s3fs have no meaning here: ${[...ignored].join(', ')}`] : [];
  return [...config.warnings.map(({ message }) => message), ...s3];
}
