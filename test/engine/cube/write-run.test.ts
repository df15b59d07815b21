import { describe, expect, it } from 'vitest';
import type { ChunkRun } from '../../../src/engine/cube/chunk-run.js';
import { ObjectCoders } from '../../../src/engine/cube/object-codec.js';
import { blamedSource } from '../../../src/engine/cube/write-blame.js';
import { type WriteBench, writeChunkRun } from '../../../src/engine/cube/write-run.js';
import { CloudOptimisedError } from '../../../src/errors/index.js';
import type { Dataset, Region } from '../../../src/model/dataset.js';
import type { ZarrArray } from '../../../src/model/zarr/array.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { datasetOf, encodedVariable, readBack, variableOf, WatchedStorage, zarrArray } from './write-model.js';

const row = (...values: number[]) => Float32Array.from(values);
const NO = Number.NaN;

/** Six rows of two values, in objects of two rows. */
const array = zarrArray({ dimensions: ['time', 'x'], shape: [6, 2], chunks: [2, 2] });
const values = { shape: [6, 2], values: row(0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51) };

function runOf(change: Partial<ChunkRun>): ChunkRun {
  const pieces = [{ source: 0, runs: [{ from: 0, to: 0, count: 6 }] }];
  return { name: 'a', array, before: undefined, appendAxis: 0, from: [0, 0], to: [3, 1], kept: [], pieces, ...change };
}

function benchOf(
  sources: readonly Dataset[],
  storages: Partial<WriteBench> = {},
): WriteBench & { dataset: WatchedStorage } {
  return {
    dataset: new WatchedStorage(),
    ledger: new MemoryStorage(),
    keptAside: new Map(),
    coders: new ObjectCoders(),
    open: async (source) => sources[source] as Dataset,
    ...storages,
  } as WriteBench & { dataset: WatchedStorage };
}

/** A source that notes which regions are read. */
function watched(of: ZarrArray = array, own = values): { source: Dataset; regions: (Region | undefined)[] } {
  const regions: (Region | undefined)[] = [];
  const variable = variableOf('a', of, own);
  const read = async (region?: Region) => {
    regions.push(region);
    return variable.read(region);
  };
  return { source: datasetOf('s', [{ ...variable, read }]), regions };
}

describe('writeChunkRun', () => {
  it('reads a source once for all objects, and tells what it did', async () => {
    const { source, regions } = watched();
    const bench = benchOf([source]);
    expect(await writeChunkRun(runOf({}), bench)).toEqual({ written: 3, elided: 0, copied: 0, bytes: 48 });
    expect(regions).toEqual([{ start: [0, 0], count: [6, 2] }]);
    expect(await readBack(bench.dataset, 'a', array)).toEqual(values.values);
  });

  it('opens each source once', async () => {
    const opened: number[] = [];
    const sources = [await encodedDataset(), watched().source];
    const pieces = sources.map((_, source) => ({ source, runs: [{ from: 0, to: 3 * source, count: 3 }] }));
    const open = async (source: number) => {
      opened.push(source);
      return sources[source] as Dataset;
    };
    expect(await writeChunkRun(runOf({ pieces }), benchOf([], { open }))).toMatchObject({ copied: 1, written: 2 });
    expect(opened).toEqual([0, 1]);
  });

  it('reads rows in disorder at once where they lie close, and apart where not', async () => {
    const { source, regions } = watched();
    const runs = [5, 4, 3, 2, 1, 0].map((from, to) => ({ from, to, count: 1 }));
    const bench = benchOf([source]);
    await writeChunkRun(runOf({ pieces: [{ source: 0, runs }] }), bench);
    expect(regions).toEqual([{ start: [0, 0], count: [6, 2] }]);
    expect(await readBack(bench.dataset, 'a', array)).toEqual(row(50, 51, 40, 41, 30, 31, 20, 21, 10, 11, 0, 1));
    regions.length = 0;
    const apart = [
      { from: 0, to: 0, count: 1 },
      { from: 5, to: 1, count: 1 },
    ];
    await writeChunkRun(runOf({ pieces: [{ source: 0, runs: apart }] }), bench);
    expect(regions.map((region) => region?.start[0])).toEqual([0, 5]);
  });

  it('A05 deletes an object that becomes all fill', async () => {
    const bench = benchOf([watched().source]);
    await writeChunkRun(runOf({}), bench);
    const empty = { shape: [2, 2], values: row(NO, NO, NO, NO) };
    const kept = [
      { from: 0, to: 0, count: 2 },
      { from: 4, to: 4, count: 2 },
    ];
    const pieces = [{ source: 0, runs: [{ from: 0, to: 2, count: 2 }] }];
    const again = { ...bench, open: async () => watched(array, empty).source };
    const result = await writeChunkRun(runOf({ before: array, from: [1, 0], to: [2, 1], kept, pieces }), again);
    expect(result).toMatchObject({ written: 0, elided: 1 });
    expect(await bench.dataset.get('a/c/1/0')).toBeUndefined();
    expect(await readBack(bench.dataset, 'a', array)).toEqual(row(0, 1, 10, 11, NO, NO, NO, NO, 40, 41, 50, 51));
  });

  it('leaves no remains where nothing comes', async () => {
    const bench = benchOf([]);
    await bench.dataset.put('a/c/1/0', new Uint8Array(16));
    expect(await writeChunkRun(runOf({ pieces: [] }), bench)).toMatchObject({ elided: 3 });
    expect(await bench.dataset.get('a/c/1/0')).toBeUndefined();
  });

  it('A06 takes old rows from what was kept aside, not from what another unit of work has written since', async () => {
    const before = { ...array, shape: [4, 2] };
    const bench = benchOf([]);
    const ledger = new MemoryStorage();
    await ledger.put('kept', new Uint8Array(row(1, 2, 3, 4).buffer));
    await bench.dataset.put('a/c/0/0', new Uint8Array(row(7, 7, 7, 7).buffer));
    await bench.dataset.put('a/c/1/0', new Uint8Array(row(8, 8, 8, 8).buffer));
    const keptAside = new Map([['a/c/0/0', 'kept']]);
    const kept = [{ from: 0, to: 1, count: 4 }];
    await writeChunkRun(runOf({ before, kept, pieces: [] }), { ...bench, ledger, keptAside });
    expect(await readBack(bench.dataset, 'a', array)).toEqual(row(NO, NO, 1, 2, 3, 4, NO, NO, NO, NO, NO, NO));
  });

  it.each([
    ['of another type', () => Float64Array.from(values.values as Float32Array)],
    ['that are too few', () => row(1)],
  ])('refuses values %s, whether they lie in one piece or not', async (_, read) => {
    const source = datasetOf('s', [{ ...variableOf('a', array, values), read: async () => read() }]);
    for (const chunks of [
      [2, 2],
      [2, 1],
    ]) {
      const bench = benchOf([source]);
      const run = runOf({ array: { ...array, chunks }, to: [3, 2 / (chunks[1] ?? 1)] });
      const caught = await writeChunkRun(run, bench).catch((error: unknown) => error);
      expect(caught).toMatchObject({ code: 'CO_UNEXPECTED' });
      expect(blamedSource(caught)).toBe(0);
      expect(bench.dataset.touched).toEqual([]);
    }
  });

  it('knows which source failed', async () => {
    const failure = new CloudOptimisedError('CO_FILE_TRUNCATED', { uri: 's', expected: 2, found: 1 } as never);
    const broken = { ...variableOf('a', array, values), read: () => Promise.reject(failure) };
    const runs = (from: number) => [{ from, to: from, count: 3 }];
    const pieces = [0, 3].map((from, source) => ({ source, runs: runs(from) }));
    const bench = benchOf([watched().source, datasetOf('s', [broken])]);
    const caught = await writeChunkRun(runOf({ pieces }), bench).catch((error: unknown) => error);
    expect(caught).toBe(failure);
    expect(blamedSource(caught)).toBe(1);
    const plain = await writeChunkRun(runOf({ pieces }), {
      ...bench,
      open: () => Promise.reject(new TypeError('no')),
    }).catch((error: unknown) => error);
    expect(plain).toMatchObject({ code: 'CO_UNEXPECTED' });
    expect(blamedSource(plain)).toBe(0);
  });

  it('knows which source a value is of that cannot be encoded', async () => {
    const truth = zarrArray({ dimensions: ['time'], shape: [4], chunks: [4], type: 'bool', fillValue: null });
    const source = (...own: number[]) =>
      datasetOf('s', [variableOf('a', truth, { shape: [2], values: Int8Array.from(own) })]);
    const pieces = [0, 2].map((to, position) => ({ source: position, runs: [{ from: 0, to, count: 2 }] }));
    const bench = benchOf([source(0, 1), source(1, 7)]);
    const caught = await writeChunkRun(runOf({ array: truth, from: [0], to: [1], pieces }), bench).catch(
      (error: unknown) => error,
    );
    expect(caught).toMatchObject({ code: 'CO_CODEC_VALUE' });
    expect(blamedSource(caught)).toBe(1);
  });

  it('blames no source for a full disk, and waits for the puts under way', async () => {
    let running = 0;
    class Full extends WatchedStorage {
      override async put(key: string, data: Uint8Array): ReturnType<WatchedStorage['put']> {
        running++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        if (key === 'a/c/0/0') throw new CloudOptimisedError('CO_STORAGE_FULL', { uri: key } as never);
        return super.put(key, data);
      }
    }
    const bench = benchOf([watched().source], { dataset: new Full() });
    const caught = await writeChunkRun(runOf({}), bench).catch((error: unknown) => error);
    expect(caught).toMatchObject({ code: 'CO_STORAGE_FULL' });
    expect(blamedSource(caught)).toBeUndefined();
    expect(running).toBe(0);
  });

  it('has a few puts under way at once', async () => {
    let [running, most] = [0, 0];
    class Slow extends WatchedStorage {
      override async put(key: string, data: Uint8Array): ReturnType<WatchedStorage['put']> {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running--;
        return super.put(key, data);
      }
    }
    const small = { ...array, shape: [20, 2], chunks: [1, 1] };
    const own = { shape: [20, 2], values: Float32Array.from({ length: 40 }, (_, index) => index) };
    const pieces = [{ source: 0, runs: [{ from: 0, to: 0, count: 20 }] }];
    const bench = benchOf([watched(small, own).source], { dataset: new Slow() });
    await writeChunkRun(runOf({ array: small, to: [20, 2], pieces }), bench);
    expect(most).toBe(16);
    expect(await readBack(bench.dataset, 'a', small)).toEqual(own.values);
  });
});

const encodedDataset = async (of = array, own = values) => datasetOf('s', [await encodedVariable('a', of, own)]);

describe('objects in the encoding of the cube', () => {
  it("are read ahead, and a failing one is its source's", async () => {
    const reads: number[] = [];
    const variable = await encodedVariable('a', array, values);
    const read = async ([row = 0]: readonly number[]) => {
      reads.push(row);
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (row > 0) throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri: 's', reason: String(row) } as never);
      expect(reads).toEqual([0, 1, 2]);
      return new Uint8Array(16);
    };
    const source = datasetOf('s', [{ ...variable, encoded: { array, read } }]);
    const caught = await writeChunkRun(runOf({}), benchOf([source])).catch((error: unknown) => error);
    expect(caught).toMatchObject({ code: 'CO_STORAGE_FAILED', fields: { reason: '1' } });
    expect(blamedSource(caught)).toBe(0);
  });

  it('are decoded where the variable has another shape than the array they come from', async () => {
    const variable = await encodedVariable('a', array, values);
    const tail = variableOf('a', array, { shape: [4, 2], values: (values.values as Float32Array).slice(4) });
    const source = datasetOf('s', [{ ...tail, encoded: variable.encoded }]);
    const four = { ...array, shape: [4, 2] };
    const pieces = [{ source: 0, runs: [{ from: 0, to: 0, count: 4 }] }];
    const bench = benchOf([source]);
    expect(await writeChunkRun(runOf({ array: four, to: [2, 1], pieces }), bench)).toMatchObject({ copied: 0 });
    expect(await readBack(bench.dataset, 'a', four)).toEqual((values.values as Float32Array).slice(4));
  });

  it('are taken over as they are', async () => {
    const bench = benchOf([await encodedDataset(array)]);
    expect(await writeChunkRun(runOf({}), bench)).toMatchObject({ written: 0, copied: 3 });
    expect(await readBack(bench.dataset, 'a', array)).toEqual(values.values);
  });

  it('are taken over where the last one ends the cube too, and decoded where not', async () => {
    const five = { shape: [5, 2], values: row(0, 1, 10, 11, 20, 21, 30, 31, 40, 41) };
    const runs = [{ from: 0, to: 0, count: 5 }];
    const bench = benchOf([await encodedDataset(array, five)]);
    const ends = { ...array, shape: [5, 2] };
    expect(await writeChunkRun(runOf({ array: ends, pieces: [{ source: 0, runs }] }), bench)).toMatchObject({
      copied: 3,
    });
    expect(await writeChunkRun(runOf({ pieces: [{ source: 0, runs }] }), bench)).toMatchObject({
      copied: 2,
      written: 1,
    });
    expect(await readBack(bench.dataset, 'a', array)).toEqual(row(0, 1, 10, 11, 20, 21, 30, 31, 40, 41, NO, NO));
  });

  it('are not read twice', async () => {
    const { source, regions } = watched();
    const { encoded } = await encodedVariable('a', array, values);
    const variables = [...source.variables.values()].map((variable) => ({ ...variable, encoded }));
    const pieces = [{ source: 0, runs: [{ from: 0, to: 0, count: 5 }] }];
    const five = { ...array, shape: [5, 2] };
    await writeChunkRun(runOf({ array: five, pieces }), benchOf([datasetOf('s', variables)]));
    expect(regions).toEqual([{ start: [4, 0], count: [1, 2] }]);
  });

  it('are decoded where they have rows that do not come into the cube', async () => {
    const bench = benchOf([await encodedDataset(array)]);
    const five = { ...array, shape: [5, 2] };
    const pieces = [{ source: 0, runs: [{ from: 0, to: 0, count: 5 }] }];
    expect(await writeChunkRun(runOf({ array: five, pieces }), bench)).toMatchObject({ copied: 2, written: 1 });
    expect(await readBack(bench.dataset, 'a', array)).toEqual(row(0, 1, 10, 11, 20, 21, 30, 31, 40, 41, NO, NO));
  });

  it('are decoded where they do not line up, have another grid, or another encoding', async () => {
    const shifted = [{ source: 0, runs: [{ from: 1, to: 0, count: 5 }] }];
    const [same, other] = [await encodedDataset(array), await encodedDataset({ ...array, fillValue: 0 })];
    expect(await writeChunkRun(runOf({ pieces: shifted }), benchOf([same]))).toMatchObject({ copied: 0, written: 3 });
    expect(await writeChunkRun(runOf({}), benchOf([other]))).toMatchObject({ copied: 0, written: 3 });
    const wide = { ...array, shape: [6, 1] };
    const narrow = await writeChunkRun(runOf({ array: wide }), benchOf([same])).catch((error: unknown) => error);
    expect(narrow).toMatchObject({ copied: 0 });
  });

  it('are taken over from the cube itself when whole objects move', async () => {
    const bench = benchOf([]);
    await bench.dataset.put('a/c/2/0', new Uint8Array(row(40, 41, 50, 51).buffer));
    const kept = [{ from: 4, to: 0, count: 2 }];
    const short = { ...array, shape: [2, 2] };
    const run = runOf({ array: short, before: array, to: [1, 1], kept, pieces: [] });
    expect(await writeChunkRun(run, bench)).toMatchObject({ copied: 1, written: 0 });
    expect(await readBack(bench.dataset, 'a', short)).toEqual(row(40, 41, 50, 51));
  });
});
