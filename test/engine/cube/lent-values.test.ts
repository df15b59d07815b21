import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ChunkRun } from '../../../src/engine/cube/chunk-run.js';
import { ObjectCoders } from '../../../src/engine/cube/object-codec.js';
import { type WriteBench, writeChunkRun } from '../../../src/engine/cube/write-run.js';
import type { Region, Variable } from '../../../src/model/dataset.js';
import type { CodecSpec, ZarrArray } from '../../../src/model/zarr/array.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { datasetOf, readBack, variableOf, zarrArray } from './write-model.js';

const ROWS = 40;
const POISON = -99;

/** Rows in objects of two rows, which are the chunks of the source too. */
const arrayOf = (codecs: readonly CodecSpec[]): ZarrArray =>
  zarrArray({ dimensions: ['time', 'x'], shape: [ROWS, 2], chunks: [2, 2], codecs });
const values = Float32Array.from({ length: 2 * ROWS }, (_, i) => i + 1);

/** A reader that spoils the memory that comes back, as the next reading would. */
function lender(array: ZarrArray) {
  const counts = { out: 0, mostOut: 0, lent: 0, back: 0 };
  const variable: Variable = variableOf('a', array, { shape: [ROWS, 2], values });
  const lend = async (region: Region) => {
    const lent = (await variable.read(region)) as Float32Array;
    const own = lent.slice();
    counts.lent++;
    counts.mostOut = Math.max(counts.mostOut, ++counts.out);
    const giveBack = () => {
      own.fill(POISON);
      counts.back++;
      counts.out--;
    };
    return { values: own, giveBack };
  };
  return { counts, source: datasetOf('s', [{ ...variable, chunkShape: [2, 2], lend }]) };
}

/** Stores what bytes are when a put ends. */
class SlowStorage extends MemoryStorage {
  override async put(...[key, bytes, options]: Parameters<MemoryStorage['put']>) {
    await setTimeout(2);
    return super.put(key, bytes, options);
  }
}

async function written(codecs: readonly CodecSpec[]) {
  const array = arrayOf(codecs);
  const { counts, source } = lender(array);
  const dataset = new SlowStorage();
  const coders = new ObjectCoders();
  const bench = { dataset, ledger: new MemoryStorage(), keptAside: new Map(), coders, open: async () => source };
  const pieces = [{ source: 0, runs: [{ from: 0, to: 0, count: ROWS }] }];
  const grid = { from: [0, 0], to: [ROWS / 2, 1] };
  const run: ChunkRun = { name: 'a', array, before: undefined, appendAxis: 0, ...grid, kept: [], pieces };
  await writeChunkRun(run, bench as unknown as WriteBench);
  return { counts, stored: await readBack(dataset, 'a', array) };
}

describe('lent values', () => {
  it('go back when their object is encoded, so that few are out at a time', async () => {
    const { counts, stored } = await written([{ name: 'zlib', configuration: {} }]);
    expect(stored).toEqual(values);
    expect(counts).toMatchObject({ lent: ROWS / 2, back: ROWS / 2, out: 0 });
    expect(counts.mostOut).toBeLessThanOrEqual(8);
  });

  it('stay out where the object lies in their memory: it is still to be put', async () => {
    const { counts, stored } = await written([]);
    expect(stored).toEqual(values);
    expect(counts).toMatchObject({ lent: ROWS / 2, back: 0 });
  });
});
