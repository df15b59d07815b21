import { datasetsAmong } from '../config/index.js';
import { describeError, type Failure, isCoded } from '../errors/index.js';
import { createStorageResolver } from '../storage/index.js';
import { configOptions } from './config-files.js';
import { type MetadataOptions, type MetadataUpdated, updateMetadata } from './update-metadata.js';

/** Which datasets, and how. */
export interface UpdateAllMetadataOptions extends MetadataOptions {
  /** Folder of dataset configs; by default the working folder. */
  readonly folder?: string | undefined;
  readonly observer?: MetadataObserver;
  /** Ends the work between two datasets. */
  readonly signal?: AbortSignal;
}

/** Hears what becomes of each dataset. */
export type MetadataObserver = (event: MetadataEvent) => void;

/** What became of a dataset, by its config. */
export type MetadataEvent =
  | ({ readonly type: 'metadata'; readonly config: string } & MetadataUpdated)
  | { readonly type: 'metadata'; readonly config: string; readonly outcome: 'unpublished'; readonly message: string }
  | ({ readonly type: 'metadata'; readonly config: string; readonly outcome: 'failed' } & Failure);

/** The outcome over all datasets: the last line of `--json`. */
export interface MetadataSummary {
  readonly type: 'summary';
  readonly datasets: {
    readonly changed: number;
    readonly unchanged: number;
    readonly unpublished: number;
    readonly failed: number;
  };
  readonly failures: readonly ({ readonly config: string } & Failure)[];
  /** Configs that an interruption left undone. */
  readonly left: number;
  readonly dryRun: boolean;
}

/**
 * Brings the metadata of all datasets of a folder of configs up to them, one after the other. What is wrong with one does not keep the
 * others; a dataset that is not published is none of them.
 *
 * @throws CO_METADATA_ACCEPT, or a storage error where the folder cannot be listed
 */
export async function updateAllMetadata(options: UpdateAllMetadataOptions): Promise<MetadataSummary> {
  const { observer = () => {}, signal, dryRun = false, workingFolder = process.cwd() } = options;
  const lookup = configOptions(workingFolder);
  const { datasets, unreadable } = await datasetsAmong(await filesIn(options.folder ?? '.', workingFolder), lookup);
  const events: MetadataEvent[] = unreadable.map(({ file, error }) => failed(file, error));
  for (const event of events) observer(event);
  let left = datasets.length;
  for (const config of datasets) {
    if (signal?.aborted) break;
    left--;
    const event = await updateOne(config, options);
    events.push(event);
    observer(event);
  }
  return summaryOf(events, left, dryRun);
}

async function updateOne(config: string, options: UpdateAllMetadataOptions): Promise<MetadataEvent> {
  try {
    return { type: 'metadata', config, ...(await updateMetadata({ ...options, config })) };
  } catch (error) {
    if (isCoded(error, 'CO_METADATA_ACCEPT')) throw error;
    if (!isCoded(error, 'CO_METADATA_UNPUBLISHED')) return failed(config, error);
    return { type: 'metadata', config, outcome: 'unpublished', message: error.message };
  }
}

function failed(config: string, error: unknown): MetadataEvent {
  return { type: 'metadata', config, outcome: 'failed', ...describeError(error) };
}

function summaryOf(events: readonly MetadataEvent[], left: number, dryRun: boolean): MetadataSummary {
  const count = (outcome: string) => events.filter((event) => event.outcome === outcome).length;
  const failures = events.flatMap((event) =>
    event.outcome === 'failed' ? [{ config: event.config, code: event.code, message: event.message }] : [],
  );
  const [changed, unchanged, unpublished] = [count('changed'), count('unchanged'), count('unpublished')];
  const datasets = { changed, unchanged, unpublished, failed: failures.length };
  return { type: 'summary', datasets, failures, left, dryRun };
}

/** Files directly in a folder whose names are those of configs, as whole addresses. */
async function filesIn(folder: string, workingFolder: string): Promise<string[]> {
  const resolver = createStorageResolver({ cwd: workingFolder });
  try {
    const { storage, key, uri } = await resolver.resolve(folder);
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    const files: string[] = [];
    for await (const { key: found } of storage.list(prefix)) {
      const name = found.slice(prefix.length);
      if (/^[^/]+\.(json|ya?ml)$/i.test(name)) files.push(`${uri.replace(/\/+$/, '')}/${name}`);
    }
    return files;
  } finally {
    await resolver.close();
  }
}
