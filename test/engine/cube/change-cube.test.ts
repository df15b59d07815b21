import { describe, expect, it } from 'vitest';
import type { Executor, Task } from '../../../src/contracts/executor.js';
import { changeCube } from '../../../src/engine/cube/change-cube.js';
import { WRITE_CHUNKS, type WriteChunksInput, writeChunks } from '../../../src/engine/cube/change-task.js';
import { ObjectCoders } from '../../../src/engine/cube/object-codec.js';
import { placeByLabels } from '../../../src/engine/cube/place.js';
import { planChanges } from '../../../src/engine/cube/plan.js';
import { CloudOptimisedError } from '../../../src/errors/index.js';
import { InlineExecutor } from '../../../src/execution/inline-executor.js';
import type { Dataset, Variable } from '../../../src/model/dataset.js';
import type { Cube } from '../../../src/model/zarr/array.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { cubeOf, datasetOf, MemoryTransaction, readBack, variableOf, zarrArray } from './write-model.js';

const array = zarrArray({ dimensions: ['time', 'x'], shape: [0, 2], chunks: [3, 2], type: 'float64' });
const failure = new CloudOptimisedError('CO_STORAGE_FAILED', { uri: 's', reason: 'gone' } as never);

/** A cube in memory, and a worker that all data reaches as clones. */
class Bench {
  readonly dataset = new MemoryStorage();
  readonly ledger = new MemoryStorage();
  readonly tasks: Task[] = [];
  base: Cube | undefined;
  readonly #sources: readonly Dataset[];

  constructor(sources: readonly Dataset[]) {
    this.#sources = sources;
  }

  async write(input: WriteChunksInput<string, string>) {
    expect(input.context).toBe('context');
    const open = async (source: number) => {
      expect(input.sources.get(source)).toBe(`source ${source}`);
      return this.#sources[source] as Dataset;
    };
    const { dataset, ledger } = this;
    return structuredClone(await writeChunks(input, { dataset, ledger, open, coders: new ObjectCoders() }));
  }

  executor(concurrency = 1): Executor {
    const inline = new InlineExecutor({ [WRITE_CHUNKS]: (input) => this.write(structuredClone(input)) });
    const run = <Result>(task: Task) => {
      this.tasks.push(task);
      return inline.run<Result>(task);
    };
    return { concurrency, run, close: () => inline.close() };
  }

  async change(labels: readonly number[][], options: { executor?: Executor; runBytes?: number } = {}) {
    const length = this.base?.arrays.get('a')?.shape[0] ?? 0;
    const existing = Float64Array.from({ length }, (_, row) => row);
    const batch = labels.map((own) => ({ labels: Float64Array.from(own) }));
    const { placement } = placeByLabels(existing, batch, { ifExists: 'replace', placement: 'end' });
    const transaction = new MemoryTransaction(this.base, this.dataset, this.ledger);
    const next = this.base ?? cubeOf({ a: array });
    const sources = this.#sources;
    const plan = planChanges({
      base: this.base,
      next,
      appendDimension: 'time',
      placement,
      sources,
      runBytes: options.runBytes,
    });
    const outcome = await changeCube({
      transaction,
      plan,
      executor: options.executor ?? this.executor(),
      sources: labels.map((_, source) => `source ${source}`),
      context: 'context',
      companions: (result) => [{ key: 'ledger.json', document: result }],
    });
    if (outcome.committed) this.base = transaction.committed;
    return { outcome, transaction };
  }

  values() {
    return readBack(this.dataset, 'a', this.base?.arrays.get('a') ?? array);
  }
}

function sourceOf(labels: readonly number[], read?: Variable['read']): Dataset {
  const values = { shape: [labels.length, 2], values: Float64Array.from(labels.flatMap((label) => [label, -label])) };
  const variable = variableOf('a', array, values);
  return datasetOf('s', [read ? { ...variable, read } : variable]);
}

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, row) => from + row);
const valuesOf = (labels: readonly number[]) => Float64Array.from(labels.flatMap((label) => [label, -label]));

describe('changeCube', () => {
  it('announces, writes, and commits', async () => {
    const bench = new Bench([sourceOf(rows(0, 5)), sourceOf(rows(5, 7))]);
    const { outcome, transaction } = await bench.change([rows(0, 5), rows(5, 7)]);
    expect(outcome).toEqual({ committed: true, result: { written: 3, elided: 0, copied: 0, bytes: 7 * 16 } });
    expect(transaction.companions).toEqual([
      { key: 'ledger.json', document: { written: 3, elided: 0, copied: 0, bytes: 112 } },
    ]);
    expect(transaction.aborted).toBe(false);
    expect(await bench.values()).toEqual(valuesOf(rows(0, 7)));
  });

  it('gives small units of work to one task, with the sources that they need', async () => {
    const bench = new Bench([sourceOf(rows(0, 9))]);
    await bench.change([rows(0, 9)], { runBytes: 1 });
    expect(bench.tasks.map(({ input }) => (input as WriteChunksInput).runs.length)).toEqual([3]);
  });

  it('names the sources that failed, starts nothing more, and puts everything back', async () => {
    const bench = new Bench([sourceOf(rows(0, 4)), sourceOf([4], () => Promise.reject(failure))]);
    await bench.change([rows(0, 4)]);
    const before = await contentOf(bench.dataset);
    const { outcome, transaction } = await bench.change([[], [4]]);
    expect(outcome).toMatchObject({
      committed: false,
      failures: [{ source: 1, error: { code: 'CO_STORAGE_FAILED' } }],
    });
    expect(transaction.aborted).toBe(true);
    expect(await contentOf(bench.dataset)).toEqual(before);
    expect(await bench.values()).toEqual(valuesOf(rows(0, 4)));
  });

  it('throws what is not the fault of a source, after everything is put back', async () => {
    const bench = new Bench([sourceOf(rows(0, 4))]);
    const broken: Executor = { concurrency: 2, run: () => Promise.reject(failure), close: async () => undefined };
    await expect(bench.change([rows(0, 4)], { executor: broken })).rejects.toBe(failure);
    expect(await contentOf(bench.dataset)).toEqual([]);
  });

  it('waits for what runs before it aborts, and starts two tasks for each worker at most', async () => {
    const large = { ...array, chunks: [1, 1 << 20] };
    const chunks = cubeOf({ a: large });
    const placement = { length: 12, kept: [], pieces: [{ source: 0, runs: [{ from: 0, to: 0, count: 12 }] }] };
    const sources = [sourceOf(rows(0, 12))];
    const plan = planChanges({
      base: undefined,
      next: chunks,
      appendDimension: 'time',
      placement,
      sources,
      runBytes: 1,
    });
    const transaction = new MemoryTransaction(undefined, new MemoryStorage(), new MemoryStorage());
    let [started, running, most] = [0, 0, 0];
    const executor: Executor = {
      concurrency: 2,
      async run() {
        most = Math.max(most, ++running);
        const own = ++started;
        await new Promise((resolve) => setTimeout(resolve, own === 1 ? 1 : 20));
        running--;
        if (own === 1) throw failure;
        return { done: { written: 1, elided: 0, copied: 0, bytes: 0 } } as never;
      },
      close: async () => undefined,
    };
    const abort = transaction.abort.bind(transaction);
    transaction.abort = async () => {
      expect(running).toBe(0);
      await abort();
    };
    const change = { transaction, plan, executor, sources, context: undefined };
    await expect(changeCube(change)).rejects.toBe(failure);
    expect(transaction.aborted).toBe(true);
    expect({ started, most }).toEqual({ started: 4, most: 4 });
  });

  it('does not abort what a failing commit may have recorded', async () => {
    const bench = new Bench([sourceOf([0])]);
    const transaction = new MemoryTransaction(undefined, bench.dataset, bench.ledger);
    transaction.commit = () => Promise.reject(failure);
    const plan = planChanges({
      base: undefined,
      next: cubeOf({}),
      appendDimension: 'time',
      placement: { length: 0, kept: [], pieces: [] },
      sources: [],
    });
    const change = { transaction, plan, executor: bench.executor(), sources: [], context: undefined };
    await expect(changeCube(change)).rejects.toBe(failure);
    expect(transaction.aborted).toBe(false);
  });

  it('A06 loses no cell when slices of 5 go into chunks of 3, in 1,000 trials of any order', async () => {
    const random = generator(1);
    for (let trial = 0; trial < 1000; trial++) {
      const slices = [0, 5, 10, 15].map((first) => rows(first, first + 5));
      const batches = random() < 0.5 ? [slices] : [slices.slice(0, 2), slices.slice(2)];
      const bench = new Bench(slices.map((labels) => sourceOf(labels)));
      for (const [position, batch] of batches.entries()) {
        const labels = slices.map((own) => (batch.includes(own) ? own : []));
        const { outcome } = await bench.change(labels, { executor: shuffled(bench, random), runBytes: 1 });
        expect(outcome.committed).toBe(true);
        if (position === batches.length - 1) expect(await bench.values()).toEqual(valuesOf(rows(0, 20)));
      }
    }
  }, 60_000);
});

/** Runs each unit of work as a task of its own, all at once, begun in any order. */
function shuffled(bench: Bench, random: () => number): Executor {
  const run = async <Result>({ input }: Task) => {
    const { runs, ...rest } = input as WriteChunksInput<string, string>;
    const order = runs.map((own) => ({ own, at: random() })).sort((a, b) => a.at - b.at);
    const results = await Promise.all(order.map(({ own }) => bench.write({ ...rest, runs: [own] })));
    return results[0] as Result;
  };
  return { concurrency: 1, run, close: async () => undefined };
}

/** Pseudo-random numbers, the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function contentOf(storage: MemoryStorage) {
  const objects: [string, string][] = [];
  for await (const { key } of storage.list('')) {
    objects.push([key, Buffer.from((await storage.get(key)) ?? []).toString('hex')]);
  }
  return objects;
}
