/**
 * The limit: two threads that read chunks at known places, inflate, unshuffle, compress and write them, and do nothing else.
 *
 * @module
 */

import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Seconds that the loop takes, the start of its two threads included. */
export async function bareLoop(source, offsets, target, bytes) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const chunks = JSON.parse(readFileSync(offsets, 'utf8')).map(([offset, size], index) => [index, offset, size]);
  const start = performance.now();
  const halves = [0, 1].map((half) => chunks.filter((_, index) => index % 2 === half));
  await Promise.all(
    halves.map((half) =>
      once(
        new Worker(new URL('bare-worker.mjs', import.meta.url), {
          workerData: { source, target, chunks: half, bytes },
        }),
        'exit',
      ),
    ),
  );
  return (performance.now() - start) / 1000;
}
