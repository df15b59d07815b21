import type { LedgerEntry } from '../contracts/ledger.js';
import { clearIntents, findIntents } from '../engine/ledger/intents.js';
import type { SourceResult } from './publish-source.js';
import type { Run } from './run.js';

/** A batch whose sources are all done, published or failed. */
export interface FinishedBatch {
  readonly batch: string;
  readonly results: readonly SourceResult[];
  /** By source, the objects of its earlier version. */
  readonly replaced: ReadonlyMap<string, readonly string[]>;
}

/**
 * Makes a batch part of the dataset: record it, remove what it replaces, forget the intents, then put the sidecars. A crash
 * between any two of these is repaired by the next run.
 */
export async function commitBatch(run: Run, { batch, results, replaced }: FinishedBatch): Promise<void> {
  if (results.length === 0) return;
  run.lock.assertHeld();
  const published = results.filter(({ failure }) => !failure);
  const failed = results.filter(({ failure }) => failure);
  const old = published.flatMap(({ source }) => replaced.get(source.uri) ?? []);
  const removals = [...old, ...(await leftBy(run, batch, failed))];
  await run.ledger.commit(batch, {
    entries: published.map((result) => toEntry(result, run.config.hash)),
    forgotten: [],
    failures: failed.map(({ source, failure }) => ({ source: source.uri, ...failure! })),
    removals,
  });
  run.committed(published);
  await run.dataset.delete(removals);
  await run.ledger.settle();
  await clearIntents(
    run.ledgerStorage,
    batch,
    results.map(({ unit }) => unit),
  );
  await run.ledger.merge(batch);
  if (published.length > 0) await run.putSidecars();
}

/** Objects that failed sources may have written. That of a worker that died is known from its intent alone. */
async function leftBy(run: Run, batch: string, failed: readonly SourceResult[]): Promise<string[]> {
  const announced = failed.flatMap(({ objects }) => objects);
  if (!failed.some(({ failure }) => failure?.code === 'CO_WORKER_DIED')) return announced;
  const uris = new Set(failed.map(({ source }) => source.uri));
  const intents = await findIntents(run.ledgerStorage, batch);
  return [
    ...announced,
    ...[...intents.values()].filter(({ source }) => uris.has(source)).flatMap(({ objects }) => objects),
  ];
}

/** What the ledger keeps of a published source. */
function toEntry({ source, rows, objects, dropped }: SourceResult, config: string): LedgerEntry {
  return { source: source.uri, size: source.size, version: source.version, config, rows, objects, dropped };
}
