import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Appender } from '../append/append-run.js';
import {
  type AppendConfig,
  type AppendConfigObject,
  type ConfigLike,
  loadAppendConfig,
  storageOptionsOf,
  targetOf,
} from '../append/config/index.js';
import { type DeletedLabels, deleteLabels as deleteFrom } from '../append/delete-labels.js';
import type { AppendObserver, AppendSummary } from '../append/events.js';
import { pyramidPlanOf, pyramidShape } from '../append/levels/pyramid.js';
import { SliceFeed, type SliceItems } from '../append/slice-feed.js';
import { fileAt, openSlice } from '../append/slices/open-slice.js';
import { registeredSource, type SliceItem, type SliceSources } from '../append/slices/slice-source.js';
import { plainShape } from '../append/target-shape.js';
import { ZarrCubeStore } from '../engine/cube-store/zarr-cube-store.js';
import { CloudOptimisedError } from '../errors/index.js';
import { createStorageResolver } from '../storage/index.js';
import { loadSliceSources } from './append-plugins.js';
import type { AppendSetup } from './append-setup.js';
import { type AppendTarget, checkPlace, openAppendTarget } from './append-target.js';
import { AppendWorkforce } from './append-workforce.js';
import { configOptions } from './config-files.js';
import { withCpuProfile } from './cpu-profile.js';
import { boundYoungHeap } from './young-heap.js';

/** How slices are appended, beside the config. */
export interface AppendOptions {
  /** Slice sources by name, for `slice_source`. */
  readonly sliceSources?: SliceSources | undefined;
  /** Modules whose exports are slice sources. */
  readonly plugins?: readonly string[] | undefined;
  /**
   * Threads that decode and encode chunks, the calling one among them; by default one for each processor, up to eight. Datasets in memory are
   * written by this thread; 1 does all in this thread.
   */
  readonly workers?: number | undefined;
  /** Keys of the config, put over all others; those that are `undefined` are not. */
  readonly overrides?: AppendConfigObject | undefined;
  /** Whose defaults hold: ours make Zarr v3 with coordinates in one chunk, zappend's make v2 as it does. */
  readonly defaults?: 'cloud-optimised' | 'zappend' | undefined;
  /** Where relative paths begin. */
  readonly workingFolder?: string | undefined;
  readonly observer?: AppendObserver | undefined;
  /** Ends the run between two commits. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the process does nothing else: its garbage collector is then set for an append, which takes less memory. */
  readonly ownsProcess?: boolean | undefined;
}

/** More would wait for the planning between two commits, and each takes memory. */
const MOST_WORKERS = 8;

const OUR_DEFAULTS: AppendConfigObject = { zarr_version: 3, unchunked_coordinates: true };

/**
 * Appends slices to a Zarr dataset, which is made of the first where it is not there: as `cloud-optimised append` does.
 *
 * ```ts
 * await append(['2024-01-01.nc', '2024-01-02.nc'], { target_dir: 'cube.zarr', append_step: '1D' });
 * ```
 *
 * Slices are paths, addresses, datasets, slice sources, or arguments of the configured slice source. Several may become one commit; in any
 * case those before one that fails are in the dataset, and nothing of it or those after it.
 *
 * @throws what keeps a slice from being appended (the observer has the summary by then), or all: CO_APPEND_CONFIG_INVALID, CO_LOCKED,
 *   CO_TARGET_PARENT, CO_CUBE_NOT_ZARR, CO_PLUGIN_…, a storage error
 */
export async function append(
  slices: SliceItems,
  config?: ConfigLike,
  options: AppendOptions = {},
): Promise<AppendSummary> {
  return withTarget(config, options, (parts) => appendTo(slices, parts));
}

/**
 * Deletes labels of a Zarr dataset: as `cloud-optimised labels delete` does.
 *
 * ```ts
 * await deleteLabels(['2024-01-31', '2024-03-01/2024-03-05'], { target_dir: 'cube.zarr' });
 * ```
 *
 * @param labels labels as people write them, or ranges of them, both ends included
 * @returns the labels that went; in a dry run, those that would
 * @throws CO_CUBE_LABEL for one that is not there, CO_TARGET_MISSING, CO_LOCKED, a storage error
 */
export async function deleteLabels(
  labels: readonly string[],
  config?: ConfigLike,
  options: AppendOptions = {},
): Promise<DeletedLabels> {
  return withTarget(config, options, async (parts) => {
    const resolver = createStorageResolver({ cwd: parts.setup.workingFolder, s3: parts.setup.sliceS3 });
    const workforce = new AppendWorkforce(parts.setup, parts.target, resolver);
    try {
      return await deleteFrom(runOf(parts), await workforce.executorFor([]), labels);
    } finally {
      await workforce.close();
      await resolver.close();
    }
  });
}

/** Loads config and plugins, opens the target, and closes it in the end. */
async function withTarget<T>(
  config: ConfigLike,
  options: AppendOptions,
  work: (parts: Parts) => Promise<T>,
): Promise<T> {
  const { workingFolder = process.cwd(), observer = () => {} } = options;
  const loaded = await loadAppendConfig([options.defaults === 'zappend' ? {} : OUR_DEFAULTS, config], {
    readText: configOptions(workingFolder).readText,
    environment: process.env,
    overrides: options.overrides,
  });
  for (const message of loaded.notices) observer({ type: 'notice', message });
  const setup = setupOf(loaded, options, workingFolder);
  if (setup.ownsProcess) boundYoungHeap();
  const sources = { ...options.sliceSources, ...(await loadSliceSources(options.plugins ?? [], workingFolder)) };
  const target = await openAppendTarget(setup);
  try {
    await checkPlace(target);
    await checkTemporaryFolder(loaded, setup);
    const pyramid = await pyramidPlanOf(loaded, target);
    const reading = { ...setup.reading, pyramid };
    const parts = { target, setup: { ...setup, reading }, config: loaded, sources, observer, options };
    const profile = loaded.profilePath && resolve(workingFolder, loaded.profilePath);
    return await withCpuProfile(profile, () => work(parts));
  } finally {
    await target.close();
  }
}

interface Parts {
  readonly target: AppendTarget;
  readonly setup: AppendSetup;
  readonly config: AppendConfig;
  readonly sources: SliceSources;
  readonly observer: AppendObserver;
  readonly options: AppendOptions;
}

/** What both kinds of work need. */
function runOf({ target, setup, config, observer, options }: Parts) {
  const { dataset, ledger, uri } = target;
  const { pyramid } = setup.reading;
  return {
    config,
    target: uri,
    places: { dataset, ledger },
    shape: pyramid
      ? pyramidShape(pyramid, target, uri)
      : plainShape(target, (lock) => new ZarrCubeStore({ dataset, ledger, uri, lock })),
    observer,
    signal: options.signal ?? new AbortController().signal,
  };
}

async function appendTo(slices: SliceItems, parts: Parts): Promise<AppendSummary> {
  const { target, setup, config, sources, observer } = parts;
  // What no slice could be made by is told before anything is done.
  if (typeof config.sliceSource === 'string') registeredSource(config.sliceSource, sources);
  const { uri } = target;
  const resolver = createStorageResolver({ cwd: setup.workingFolder, s3: setup.sliceS3 });
  const workforce = new AppendWorkforce(setup, target, resolver);
  const appender = new Appender({
    ...runOf(parts),
    fileAt: (address) => fileAt(address, resolver),
    executor: (group) => workforce.executorFor(group),
  });
  const prepare = async (item: SliceItem, index: number) => {
    const slice = await openSlice(item, index, {
      resolver,
      opening: setup.reading.opening,
      polling: config.polling,
      sources,
      source: config.sliceSource,
      kwargs: config.sliceSourceArguments,
      context: { target: uri, config: { ...config.document }, extra: config.extra, cube: appender.cube },
    });
    return workforce.outline(slice);
  };
  const feed = new SliceFeed(slices, { prepare, ahead: config.sliceSource === undefined });
  workforce.expect(feed.count);
  observer({ type: 'start', target: uri, dryRun: config.dryRun, slices: feed.count, logLevel: config.logLevel });
  try {
    return await appender.append(feed);
  } finally {
    await feed.close();
    await workforce.close();
    await resolver.close();
  }
}

async function checkTemporaryFolder({ files }: AppendConfig, { reading }: AppendSetup): Promise<void> {
  const { temporaryFolder } = reading.opening;
  if (temporaryFolder === undefined) return;
  const found = await stat(temporaryFolder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const message = `'${temporaryFolder}' is no folder`;
  throw new CloudOptimisedError('CO_APPEND_CONFIG_INVALID', {
    sources: files,
    problems: [{ path: 'temp_dir', message }],
  });
}

function setupOf(
  config: AppendConfig,
  { workers, ownsProcess = false }: AppendOptions,
  workingFolder: string,
): AppendSetup {
  const { appendDimension, includedVariables, excludedVariables, variables, appendCoordinates } = config;
  const { sliceFormat } = config;
  const temporaryFolder = config.temporaryFolder && resolve(workingFolder, config.temporaryFolder);
  return {
    reading: {
      tailoring: {
        appendDimension,
        included: includedVariables,
        excluded: excludedVariables,
        configured: [...variables.keys()].filter((name) => name !== '*'),
        derived: Object.fromEntries(appendCoordinates),
      },
      pyramid: undefined,
      opening: { format: sliceFormat, temporaryFolder },
    },
    target: targetOf(config),
    sliceS3: storageOptionsOf(config, 'slice').options,
    targetS3: storageOptionsOf(config, 'target').options,
    workingFolder,
    workers: workers ?? Math.min(availableParallelism(), MOST_WORKERS),
    ownsProcess,
  };
}
