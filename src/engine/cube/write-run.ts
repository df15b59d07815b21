/**
 * Writes the objects of one unit of work: gathers their values, encodes them, and puts them.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { objectKey } from '../../formats/zarr/object-key.js';
import { sizeOf } from '../../model/dataset.js';
import type { ChunkRun, ChunkRunResult } from './chunk-run.js';
import { indicesOf, valueBytes } from './object-grid.js';
import { regionOfObject } from './write-assemble.js';
import { type BeforeBench, ObjectsBefore } from './write-before.js';
import { gather, type OpenSource } from './write-gather.js';
import { ObjectMaker } from './write-object.js';
import { ObjectPuts } from './write-puts.js';
import { TakeoverReads } from './write-takeover.js';

/** What a unit of work is done with. */
export interface WriteBench extends BeforeBench {
  readonly open: OpenSource;
}

/**
 * Writes all objects of a unit of work. Objects that are all fill are left out, and one that is there goes. Doing it twice gives the same.
 *
 * @throws what the sources throw (`blamedSource` tells which one), CO_ZARR_CHUNK for an object of before that cannot be decoded,
 *   and storage errors
 */
export async function writeChunkRun(run: ChunkRun, bench: WriteBench): Promise<ChunkRunResult> {
  const before = await ObjectsBefore.of(run, bench);
  const { takeovers, parts } = await gather(run, before, bench.open);
  const coder = await bench.coders.of(run.array);
  const maker = new ObjectMaker(run, parts, { before, coder });
  const indices = [...indicesOf(run.from, run.to, run.appendAxis)];
  const reads = new TakeoverReads(indices, takeovers, run.appendAxis);
  const puts = new ObjectPuts(bench.dataset);
  const tally = { written: 0, elided: 0, copied: 0, bytes: 0 };
  try {
    for (const [position, index] of indices.entries()) {
      const takeover = reads.at(position);
      const bytes = await (takeover ?? maker.encode(index));
      count(tally, run, { index, bytes, copied: takeover !== undefined });
      const key = objectKey(run.name, run.array, index);
      if (bytes) await puts.put(key, bytes);
      else puts.remove(key);
      // Node 20 frees the buffers of native codecs between macrotasks only.
      await setImmediate();
    }
    await puts.finish();
  } finally {
    await puts.settle();
  }
  return tally;
}

interface Written {
  readonly index: readonly number[];
  readonly bytes: Uint8Array | undefined;
  readonly copied: boolean;
}

type Tally = { -readonly [Name in keyof ChunkRunResult]: ChunkRunResult[Name] };

function count(tally: Tally, { array }: ChunkRun, { index, bytes, copied }: Written): void {
  if (!bytes) tally.elided++;
  else if (copied) tally.copied++;
  else tally.written++;
  tally.bytes += sizeOf(regionOfObject(array, index).count) * valueBytes(array);
}
