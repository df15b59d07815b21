import { availableParallelism } from 'node:os';
import { Appender } from '../append/append-run.js';
import {
  type AppendConfig,
  type AppendConfigObject,
  type ConfigLike,
  loadAppendConfig,
  storageOptionsOf,
  targetOf,
} from '../append/config/index.js';
import type { AppendObserver, AppendSummary } from '../append/events.js';
import { SliceFeed, type SliceItems } from '../append/slice-feed.js';
import { fileAt, openSlice } from '../append/slices/open-slice.js';
import type { SliceItem, SliceSources } from '../append/slices/slice-source.js';
import { ZarrCubeStore } from '../engine/cube-store/zarr-cube-store.js';
import { createStorageResolver } from '../storage/index.js';
import { loadSliceSources } from './append-plugins.js';
import type { AppendSetup } from './append-setup.js';
import { type AppendTarget, checkParent, openAppendTarget } from './append-target.js';
import { AppendWorkforce } from './append-workforce.js';
import { configOptions } from './config-files.js';

/** How slices are appended, beside the config. */
export interface AppendOptions {
  /** Slice sources by name, for `slice_source`. */
  readonly sliceSources?: SliceSources | undefined;
  /** Modules whose exports are slice sources. */
  readonly plugins?: readonly string[] | undefined;
  /** Worker threads; by default one for each processor. Datasets in memory are written by this thread. */
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
}

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
  const { workingFolder = process.cwd(), observer = () => {} } = options;
  const loaded = await loadAppendConfig([options.defaults === 'zappend' ? {} : OUR_DEFAULTS, config], {
    readText: configOptions(workingFolder).readText,
    environment: process.env,
    overrides: options.overrides,
  });
  for (const message of loaded.notices) observer({ type: 'notice', message });
  const setup = setupOf(loaded, options, workingFolder);
  const sources = { ...options.sliceSources, ...(await loadSliceSources(options.plugins ?? [], workingFolder)) };
  const target = await openAppendTarget(setup);
  try {
    await checkParent(target);
    return await appendTo({ target, setup, config: loaded, sources, slices, observer, options });
  } finally {
    await target.close();
  }
}

interface Parts {
  readonly target: AppendTarget;
  readonly setup: AppendSetup;
  readonly config: AppendConfig;
  readonly sources: SliceSources;
  readonly slices: SliceItems;
  readonly observer: AppendObserver;
  readonly options: AppendOptions;
}

async function appendTo({ target, setup, config, sources, slices, observer, options }: Parts): Promise<AppendSummary> {
  const resolver = createStorageResolver({ cwd: setup.workingFolder, s3: setup.sliceS3 });
  const workforce = new AppendWorkforce(setup, target, resolver);
  const { dataset, ledger, uri } = target;
  const appender = new Appender({
    config,
    target: uri,
    places: { dataset, ledger },
    store: (lock) => new ZarrCubeStore({ dataset, ledger, uri, lock }),
    fileAt: (address) => fileAt(address, resolver),
    executor: (group) => workforce.executorFor(group),
    observer,
    signal: options.signal ?? new AbortController().signal,
  });
  const prepare = async (item: SliceItem, index: number) => {
    const slice = await openSlice(item, index, {
      resolver,
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
  observer({ type: 'start', target: uri, dryRun: config.dryRun, slices: feed.count });
  try {
    return await appender.append(feed);
  } finally {
    await feed.close();
    await workforce.close();
    await resolver.close();
  }
}

function setupOf(config: AppendConfig, { workers }: AppendOptions, workingFolder: string): AppendSetup {
  const { appendDimension, includedVariables, excludedVariables, variables, appendCoordinates } = config;
  return {
    reading: {
      tailoring: {
        appendDimension,
        included: includedVariables,
        excluded: excludedVariables,
        configured: [...variables.keys()].filter((name) => name !== '*'),
        derived: Object.fromEntries(appendCoordinates),
      },
    },
    target: targetOf(config),
    sliceS3: storageOptionsOf(config, 'slice').options,
    targetS3: storageOptionsOf(config, 'target').options,
    workingFolder,
    workers: workers ?? availableParallelism(),
  };
}
