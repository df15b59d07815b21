/**
 * Publishes sources batch by batch: work goes to the executor, commits are made here.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Executor } from '../contracts/executor.js';
import type { SourceFile } from '../contracts/reader.js';
import { describeError } from '../errors/index.js';
import { commitBatch } from './commit-batch.js';
import { PUBLISH_SOURCE, type PublishTask, type SourceResult } from './publish-source.js';
import type { Run } from './run.js';

/** A batch id: no two batches of a dataset share it. */
export function newBatchId(): string {
  return randomBytes(5).toString('hex');
}

/**
 * How many sources are committed together: the config's `batch_size`, but enough to keep each worker busy, and no more than
 * a crash may cost.
 */
export function batchSize(configured: number | null | undefined, concurrency: number): number {
  return Math.max(Math.min(configured ?? 100, 500), concurrency * 4);
}

/** Publishes all of `todo`. Stops between sources when the run is interrupted; what is finished by then is committed. */
export async function runBatches(run: Run, todo: readonly SourceFile[]): Promise<void> {
  const size = batchSize(run.config.document.run_settings?.batch_size, run.executor.concurrency);
  for (let start = 0; start < todo.length && !run.stopped; start += size) {
    const batch = newBatchId();
    const sources = todo.slice(start, start + size);
    const replaced = planRemovals(run, sources);
    const results = await runBatch(run, batch, sources);
    await commitBatch(run, { batch, results, replaced });
  }
}

/** By source, the objects of its earlier version, which go once the new one is in place. */
function planRemovals(run: Run, sources: readonly SourceFile[]): Map<string, readonly string[]> {
  const removals = new Map<string, readonly string[]>();
  for (const { uri } of sources) {
    const previous = run.ledger.entry(uri);
    if (previous) removals.set(uri, run.handler.deleteExisting(previous));
  }
  return removals;
}

async function runBatch(run: Run, batch: string, sources: readonly SourceFile[]): Promise<SourceResult[]> {
  const results: SourceResult[] = [];
  const queue = sources.map((source, unit) => ({ source, batch, unit })).values();
  const lane = async () => {
    for (const task of queue) {
      if (run.stopped) return;
      const result = await publishIn(run.executor, task);
      results.push(result);
      run.finished(result);
    }
  };
  // Two lanes for each worker: one source is queued while one is worked on.
  await Promise.all(Array.from({ length: run.executor.concurrency * 2 }, lane));
  return results.sort((a, b) => a.unit - b.unit);
}

/** A worker that dies takes one source with it, not the run. */
async function publishIn(executor: Executor, task: PublishTask): Promise<SourceResult> {
  try {
    return await executor.run<SourceResult>({ kind: PUBLISH_SOURCE, input: task });
  } catch (error) {
    const { source, unit } = task;
    const nothing = { rows: 0, objects: [], dropped: {}, warnings: [], hints: {} };
    return { source, unit, ...nothing, failure: describeError(error) };
  }
}
