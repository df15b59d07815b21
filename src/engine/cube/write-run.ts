/**
 * Writes the objects of one unit of work: gathers their values, encodes them, and puts them.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { objectKey } from '../../formats/zarr/object-key.js';
import { sizeOf } from '../../model/dataset.js';
import type { ChunkRun, ChunkRunResult } from './chunk-run.js';
import { indicesOf, regionOfObject, valueBytes } from './object-grid.js';
import { type BeforeBench, ObjectsBefore } from './write-before.js';
import { type Gathered, gather, type OpenSource } from './write-gather.js';
import { ObjectMaker } from './write-object.js';
import { ObjectPuts } from './write-puts.js';
import { TakeoverReads } from './write-takeover.js';

/** What a unit of work is done with. */
export interface WriteBench extends BeforeBench {
  readonly open: OpenSource;
}

/** Objects whose values are read before it is their turn, by twos: far stores answer slowly, and some readers decode two at once. */
const OBJECTS_AHEAD = 4;

/** A unit of work whose sources were read. */
interface GatheredRun extends Gathered {
  readonly run: ChunkRun;
  readonly before: ObjectsBefore | undefined;
}

/**
 * Writes all objects of units of work; the sources of one are read while the one before is encoded. Objects that are all fill are left
 * out, and one that is there goes. Doing it twice gives the same.
 *
 * @throws what the sources throw (`blamedSource` tells which one), CO_ZARR_CHUNK for an object of before that cannot be decoded,
 *   and storage errors
 */
export async function* writeChunkRuns(runs: readonly ChunkRun[], bench: WriteBench): AsyncGenerator<ChunkRunResult> {
  let ahead: Promise<GatheredRun> | undefined;
  try {
    for (const [position, run] of runs.entries()) {
      const gathered = await (ahead ?? gatherRun(run, bench));
      const next = runs[position + 1];
      ahead = next && gatherRun(next, bench);
      // Who asks for it hears of a failure.
      ahead?.catch(() => undefined);
      yield await writeRun(gathered, bench);
    }
  } finally {
    const left = await ahead?.catch(() => undefined);
    await Promise.all(left?.parts.map((part) => part.settle()) ?? []);
  }
}

/** Writes the objects of one unit of work. @throws as {@link writeChunkRuns} */
export async function writeChunkRun(run: ChunkRun, bench: WriteBench): Promise<ChunkRunResult> {
  return writeRun(await gatherRun(run, bench), bench);
}

async function gatherRun(run: ChunkRun, bench: WriteBench): Promise<GatheredRun> {
  const before = await ObjectsBefore.of(run, bench);
  const gathered = await gather(run, before, bench.open);
  for (const part of gathered.parts.slice(0, OBJECTS_AHEAD)) part.begin();
  return { run, before, ...gathered };
}

async function writeRun({ run, before, takeovers, parts }: GatheredRun, bench: WriteBench): Promise<ChunkRunResult> {
  const coder = await bench.coders.encoderOf(run.array);
  const maker = new ObjectMaker(run, parts, { before, coder });
  const indices = [...indicesOf(run.from, run.to, run.appendAxis)];
  const reads = new TakeoverReads(indices, takeovers, run.appendAxis);
  const puts = new ObjectPuts(bench.dataset);
  const tally = { written: 0, elided: 0, copied: 0, bytes: 0 };
  try {
    for (const [position, index] of indices.entries()) {
      if (position % 2 === 0)
        for (const ahead of indices.slice(position + OBJECTS_AHEAD, position + OBJECTS_AHEAD + 2)) maker.begin(ahead);
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
    await Promise.all([puts.settle(), maker.settle()]);
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
