import type { LedgerEntry } from '../../contracts/ledger.js';
import { ZarrCubeStore } from '../../engine/cube-store/zarr-cube-store.js';
import { Ledger } from '../../engine/ledger/ledger.js';
import { DatasetLock } from '../../engine/lock/dataset-lock.js';
import { type DatasetPlaces, findPublished } from '../rows.js';
import { CubeState } from './cube-state.js';
import { calledAgain } from './lost-labels.js';
import { removeSteps, rowsWith, shorteningExecutor } from './remove-steps.js';

/** Where a cube and its ledger lie. */
export interface CubePlaces extends DatasetPlaces {
  /** Address of the cube, without credentials. */
  readonly uri: string;
  readonly appendDimension: string;
}

/**
 * Takes the steps that a source brought out of a cube, and forgets it. A later run that still finds it among its inputs publishes it again.
 *
 * @returns what the cube held
 * @throws CO_SOURCE_UNKNOWN, CO_LOCKED
 */
export async function deleteSteps(places: CubePlaces, source: string): Promise<LedgerEntry> {
  const { name, uri, dataset, ledger, appendDimension } = places;
  const lock = await DatasetLock.acquire(ledger, name);
  try {
    const store = new ZarrCubeStore({ dataset, ledger, uri, lock });
    const { base } = await store.begin();
    const opened = await Ledger.open(ledger);
    const entry = findPublished(opened, name, source);
    const state = await CubeState.read({ uri, dataset }, appendDimension, base, opened);
    const executor = shorteningExecutor(dataset, ledger);
    await removeSteps(
      { store, state, ledger: opened, executor, appendDimension },
      rowsWith(state, entry.labels ?? []),
      {
        entries: calledAgain(opened, new Set(entry.labels), new Set([entry.source])),
        forgotten: [entry.source],
        failures: [],
        removals: [],
      },
    );
    return entry;
  } finally {
    await lock.release();
  }
}
