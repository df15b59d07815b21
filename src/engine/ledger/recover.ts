import type { Intent } from '../../contracts/ledger.js';
import type { Storage } from '../../contracts/storage.js';
import { findIntents } from './intents.js';
import type { Ledger } from './ledger.js';

/** What a recovery repaired. */
export interface Recovery {
  /** Objects that no commit claims, removed. */
  readonly rolledBack: number;
  /** Objects whose removal a commit had recorded, removed. */
  readonly rolledForward: number;
}

/**
 * Repairs what a crash left: finishes the removals of recorded commits, and removes the objects of intents that no commit
 * claims. Doing it twice does no harm. The caller holds the dataset's lock.
 *
 * @param dataset the dataset's own folder
 * @param storage the ledger's own folder
 */
export async function recover(ledger: Ledger, dataset: Storage, storage: Storage): Promise<Recovery> {
  const removals = ledger.pendingRemovals;
  await dataset.delete(removals);
  await ledger.settle();
  const intents = await findIntents(storage);
  await removeLeftovers(dataset, storage, [...intents.values()]);
  if (intents.size === 0) return { rolledBack: 0, rolledForward: removals.length };
  const orphans = [...intents.values()].flatMap((intent) => unclaimed(ledger, intent));
  await dataset.delete(orphans);
  await storage.delete([...intents.keys()]);
  return { rolledBack: orphans.length, rolledForward: removals.length };
}

/** Objects carry the name of their source and batch, so that only this source's entry can claim them. */
function unclaimed(ledger: Ledger, { source, objects }: Intent): string[] {
  const claimed = new Set(ledger.entry(source)?.objects);
  return objects.filter((key) => !claimed.has(key));
}

/** Removes half-written files, where the storage of the dataset has such: beside the objects of intents, and in the ledger. */
async function removeLeftovers(dataset: Storage, storage: Storage, intents: readonly Intent[]): Promise<void> {
  await dataset.removeLeftovers?.(['_sidecar', ...intents.flatMap(({ objects }) => objects)]);
  const folders = storage.removeLeftovers ? await storage.listFolders('intents/') : [];
  await storage.removeLeftovers?.(['lock.json', 'batches/_', ...folders.map((batch) => `intents/${batch}/_`)]);
}
