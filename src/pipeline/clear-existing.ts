import type { SourceFile } from '../contracts/reader.js';
import type { Run } from './run.js';
import { newBatchId } from './run-batches.js';

/**
 * `clear_existing_data`: once all sources of this run are published, removes everything that they did not bring: rows of
 * other sources, and objects that another tool wrote. Sources that failed keep their earlier version.
 */
export async function removeEverythingElse(run: Run, sources: readonly SourceFile[]): Promise<void> {
  run.lock.assertHeld();
  const current = new Set(sources.map(({ uri }) => uri));
  const entries = [...run.ledger.entries()];
  const forgotten = entries.filter(({ source }) => !current.has(source)).map(({ source }) => source);
  const kept = new Set(entries.filter(({ source }) => current.has(source)).flatMap(({ objects }) => objects));
  const removals: string[] = [];
  for await (const { key } of run.dataset.list('')) if (!kept.has(key) && !isSidecar(key)) removals.push(key);
  if (removals.length + forgotten.length === 0) return;
  await run.ledger.commit(newBatchId(), { entries: [], forgotten, failures: [], removals });
  await run.dataset.delete(removals);
  await run.ledger.settle();
}

/** `_common_metadata` and its like, which this run has just written. */
function isSidecar(key: string): boolean {
  return !key.includes('/') && key.startsWith('_');
}
