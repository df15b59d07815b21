/**
 * Publishes sources into a cube batch by batch: all of a batch becomes visible at once.
 *
 * @module
 */
import type { SourceFile } from '../../contracts/reader.js';
import { type Failure, isCoded } from '../../errors/index.js';
import { batchSize, newBatchId } from '../run-batches.js';
import { CLOSE_SOURCES } from './cube-bench.js';
import type { CubeRun } from './cube-run.js';
import { outlineBatch } from './outline-batch.js';
import type { OutlinedSource } from './outline-source.js';
import { publishBatch } from './publish-batch.js';

/** Publishes all of `todo`. An interruption undoes the batch under way; earlier ones are committed. */
export async function runCubeBatches(cube: CubeRun, todo: readonly SourceFile[]): Promise<void> {
  const { run } = cube;
  const size = batchSize(run.config.document.run_settings?.batch_size, run.executor.concurrency);
  try {
    for (let start = 0; start < todo.length && !run.stopped; start += size)
      await runBatch(cube, await outlineBatch(cube, todo.slice(start, start + size)));
  } catch (error) {
    if (!isCoded(error, 'CO_INTERRUPTED')) throw error;
  } finally {
    await closeSources(cube);
  }
}

/** Where a worker dies over the chunks of many sources, each is tried alone. */
async function runBatch(cube: CubeRun, outlined: readonly OutlinedSource[]): Promise<void> {
  if (cube.run.signal.aborted || outlined.length === 0) return;
  try {
    await publishBatch(cube, newBatchId(), outlined);
  } catch (error) {
    if (!isCoded(error, 'CO_WORKER_DIED')) throw error;
    if (outlined.length > 1) for (const source of outlined) await runBatch(cube, [source]);
    else
      await publishBatch(
        cube,
        newBatchId(),
        outlined.map((source) => failedBy(source, error)),
      );
  }
}

function failedBy(source: OutlinedSource, { code, message }: Failure): OutlinedSource {
  const { outline: _, ...rest } = source;
  return { ...rest, failure: { code, message } };
}

/** Each worker that waits takes one of these tasks. */
async function closeSources({ run: { executor } }: CubeRun): Promise<void> {
  const tasks = Array.from({ length: executor.concurrency }, () => executor.run({ kind: CLOSE_SOURCES, input: {} }));
  await Promise.allSettled(tasks);
}
