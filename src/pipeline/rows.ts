/**
 * What a dataset holds of a single source, and taking it out.
 *
 * @module
 */
import type { LedgerEntry, LedgerFailure } from '../contracts/ledger.js';
import type { Storage } from '../contracts/storage.js';
import { Ledger } from '../engine/ledger/ledger.js';
import { recover } from '../engine/ledger/recover.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { CloudOptimisedError } from '../errors/index.js';
import { newBatchId } from './run-batches.js';

/** Where a dataset and its ledger lie. */
export interface DatasetPlaces {
  readonly name: string;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
}

/** What the ledger knows of a source. */
export interface SourceState {
  readonly source: string;
  readonly entry: LedgerEntry | undefined;
  readonly failure: LedgerFailure | undefined;
}

/** Tells what the dataset holds of a source. @throws CO_SOURCE_UNKNOWN */
export async function explainSource({ name, ledger }: DatasetPlaces, source: string): Promise<SourceState> {
  const opened = await Ledger.open(ledger);
  const uri = findSource(opened, name, source);
  return { source: uri, entry: opened.entry(uri), failure: opened.failure(uri) };
}

/**
 * Removes a source's objects from the dataset and forgets it. A later run that still finds it among its inputs publishes it
 * again.
 *
 * @returns what the dataset held
 * @throws CO_SOURCE_UNKNOWN, CO_LOCKED
 */
export async function deleteSource({ name, dataset, ledger }: DatasetPlaces, source: string): Promise<LedgerEntry> {
  const lock = await DatasetLock.acquire(ledger, name);
  try {
    const opened = await Ledger.open(ledger);
    await recover(opened, dataset, ledger);
    const entry = findPublished(opened, name, source);
    await opened.commit(newBatchId(), {
      entries: [],
      forgotten: [entry.source],
      failures: [],
      removals: entry.objects,
    });
    await dataset.delete(entry.objects);
    await opened.settle();
    return entry;
  } finally {
    await lock.release();
  }
}

/** What the dataset holds of a source. @throws CO_SOURCE_UNKNOWN */
export function findPublished(ledger: Ledger, dataset: string, source: string): LedgerEntry {
  const entry = ledger.entry(findSource(ledger, dataset, source));
  if (!entry) throw unknown(dataset, source, []);
  return entry;
}

/** The address that the ledger has for a source: the same text, or the one address that ends in it after a slash. */
function findSource(ledger: Ledger, dataset: string, source: string): string {
  if (ledger.entry(source) || ledger.failure(source)) return source;
  const known = [...ledger.sources()];
  const matches = known.filter((uri) => uri.endsWith(`/${source.replace(/^\.?\//, '')}`));
  if (matches.length === 1) return matches[0] as string;
  throw unknown(dataset, source, matches);
}

function unknown(dataset: string, source: string, similar: readonly string[]) {
  return new CloudOptimisedError('CO_SOURCE_UNKNOWN', { source, dataset, similar: similar.slice(0, 5) });
}
