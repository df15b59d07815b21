/**
 * Waiting for slices that are still being written.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StorageResolver } from '../../contracts/storage.js';
import { type DatasetObject, findDataset, type OpenOptions, openFound, versionOf } from '../../engine/open-dataset.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import type { PollingSettings } from '../config/append-config.js';

/**
 * Waits until a slice is complete: its marker is there, or else its size and version (etag or time of change; over all objects
 * of a store that can be listed) stay the same over an interval; and it opens.
 *
 * @throws CO_SLICE_INCOMPLETE, and at once what no waiting mends: CO_STORAGE_ACCESS_DENIED, CO_STORAGE_URI_INVALID
 */
export async function waitForSlice(
  uri: string,
  polling: PollingSettings,
  resolver: StorageResolver,
  options: OpenOptions = {},
): Promise<void> {
  const { interval, timeout } = polling;
  const end = performance.now() + timeout;
  let before: string | undefined;
  for (;;) {
    const { state, reason } = await lookAt(
      uri,
      polling,
      (found) => openFound(found, resolver, options),
      resolver,
      before,
    );
    if (reason === undefined) return;
    if (performance.now() + interval > end)
      throw new CloudOptimisedError('CO_SLICE_INCOMPLETE', { uri, seconds: timeout / 1000, reason });
    before = state;
    await sleep(interval);
  }
}

interface Look {
  /** What changes when the slice does; `undefined` where it is not there. */
  readonly state?: string | undefined;
  /** Why it is not complete; `undefined` where it is. */
  readonly reason?: string;
}

async function lookAt(
  uri: string,
  { marker }: PollingSettings,
  open: Open,
  resolver: StorageResolver,
  before: string | undefined,
): Promise<Look> {
  const found = await findDataset(await resolver.resolve(uri));
  if (!found) return { reason: 'it is not there' };
  if (marker !== undefined) {
    if (!(await found.storage.head(found.key + marker))) return { reason: `there is no '${uri}${marker}'` };
    return opens(found, open, 'complete');
  }
  const { size, version } = await versionOf(found);
  const state = `${size} ${version}`;
  if (state !== before)
    return { state, reason: before === undefined ? 'it has just appeared' : 'it is still changing' };
  return opens(found, open, state);
}

type Open = (found: DatasetObject) => Promise<Dataset>;

async function opens(found: DatasetObject, open: Open, state: string): Promise<Look> {
  try {
    await (await open(found)).close();
    return { state };
  } catch (error) {
    if (isCoded(error, 'CO_STORAGE_ACCESS_DENIED')) throw error;
    return { state, reason: `it does not open: ${error instanceof Error ? error.message : String(error)}` };
  }
}
