import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectCoders } from '../../../src/engine/cube/object-codec.js';
import { placeByLabels } from '../../../src/engine/cube/place.js';
import { placeGaps, placeWithout } from '../../../src/engine/cube/place-rows.js';
import type { Placement } from '../../../src/engine/cube/placement.js';
import { planChanges } from '../../../src/engine/cube/plan.js';
import { writeChunkRun } from '../../../src/engine/cube/write-run.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import { type Dataset, sizeOf } from '../../../src/model/dataset.js';
import type { Cube, FillValue, ZarrArray, ZarrType } from '../../../src/model/zarr/array.js';
import { filled } from '../../../src/model/zarr/copy-box.js';
import {
  cubeOf,
  datasetOf,
  encodedVariable,
  MemoryTransaction,
  placed,
  readBack,
  type Values,
  variableOf,
  WatchedStorage,
  zarrArray,
} from './write-model.js';

/** A cube in memory storage, beside the same cube in plain arrays. */
class TestCube {
  readonly dataset = new WatchedStorage();
  readonly ledger = new WatchedStorage();
  readonly #coders = new ObjectCoders();
  readonly #arrays: Readonly<Record<string, ZarrArray>>;
  #base: Cube | undefined;
  #model: Readonly<Record<string, Values>> = {};
  length = 0;

  constructor(arrays: Readonly<Record<string, ZarrArray>>) {
    this.#arrays = arrays;
  }

  /** Applies a placement to both, and compares. @param sources by name of the array, in the order of the batch */
  async apply(placement: Placement, sources: readonly TestSource[], runBytes?: number) {
    const plan = planChanges({
      base: this.#base,
      next: this.#base ?? cubeOf(this.#arrays),
      appendDimension: 'time',
      placement,
      sources: sources.map(({ dataset }) => dataset),
      runBytes,
    });
    await this.#write(plan, sources);
    this.#base = plan.next;
    this.length = placement.length;
    await this.#compare(placement, sources);
    return plan;
  }

  async #write(plan: ReturnType<typeof planChanges>, sources: readonly TestSource[]) {
    const { created, replaced, removed } = plan.changes;
    const all = [...created, ...replaced, ...removed];
    expect(new Set(all).size).toBe(all.length);
    const transaction = new MemoryTransaction(this.#base, this.dataset, this.ledger);
    const keptAside = await transaction.announce(plan.changes);
    this.dataset.touched.length = 0;
    const open = async (source: number) => (sources[source] as TestSource).dataset;
    const bench = { dataset: this.dataset, ledger: this.ledger, keptAside, open, coders: this.#coders };
    await Promise.all(plan.runs.map((run) => writeChunkRun(run, bench)));
    expect(this.dataset.touched.toSorted()).toEqual([...created, ...replaced].toSorted());
    await transaction.commit(plan.next);
  }

  async #compare(placement: Placement, sources: readonly TestSource[]) {
    const next: Record<string, Values> = {};
    for (const [name, array] of this.#base?.arrays ?? []) {
      const axis = array.dimensions.indexOf('time');
      const before = this.#model[name];
      const own = sources.map(({ values }) => values[name]);
      next[name] =
        axis >= 0
          ? placed(array, axis, placement, { before, sources: own })
          : (before ?? staticValues(array, placement, own));
      expect(await readBack(this.dataset, name, array)).toEqual(next[name]?.values);
    }
    this.#model = next;
  }
}

function staticValues(array: ZarrArray, { pieces }: Placement, own: readonly (Values | undefined)[]): Values {
  const first = pieces.find(({ source }) => own[source])?.source;
  const fill = { values: filled(array.type, sizeOf(array.shape), array.fillValue), shape: array.shape };
  return (first === undefined ? undefined : own[first]) ?? fill;
}

interface TestSource {
  readonly values: Readonly<Record<string, Values>>;
  readonly dataset: Dataset;
}

interface SourceOptions {
  readonly rows: number;
  readonly valueAt: (index: number) => number;
  readonly lacks?: string | undefined;
  readonly encoded?: boolean;
}

async function sourceOf(
  arrays: Readonly<Record<string, ZarrArray>>,
  { rows, valueAt, lacks, encoded = false }: SourceOptions,
): Promise<TestSource> {
  const values: Record<string, Values> = {};
  const variables = [];
  for (const [name, array] of Object.entries(arrays)) {
    if (name === lacks) continue;
    const shape = array.shape.map((length, axis) => (array.dimensions[axis] === 'time' ? rows : length));
    const own = { shape, values: valuesOf(array, sizeOf(shape), valueAt) };
    values[name] = own;
    variables.push(encoded ? await encodedVariable(name, array, own) : variableOf(name, array, own));
  }
  return { values, dataset: datasetOf('source', variables) };
}

/** Values of which some are fill. */
function valuesOf({ type, fillValue }: ZarrArray, length: number, valueAt: (index: number) => number): StoredArray {
  const values = filled(type, length, fillValue) as unknown as (number | bigint | string)[];
  for (let index = 0; index < length; index++) {
    const value = valueAt(index);
    if (value === 0) continue;
    const typed = typeof values[index];
    values[index] = typed === 'bigint' ? BigInt(value) : typed === 'string' ? `t${value}` : type === 'bool' ? 1 : value;
  }
  return values as unknown as StoredArray;
}

const types: readonly (readonly [ZarrType, FillValue])[] = [
  ['float32', Number.NaN],
  ['float64', -1],
  ['int16', -999],
  ['int64', 0n],
  ['uint8', 255],
  ['bool', false],
  ['string', ''],
  ['string', 'none'],
];

const codecs: ZarrArray['codecs'][] = [
  [],
  [{ name: 'zlib', configuration: { level: 1 } }],
  [{ name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 1 } }],
];

const layouts: Partial<ZarrArray>[] = [
  {},
  { keyEncoding: 'v2', separator: '.', byteOrder: 'big' },
  { keyEncoding: 'v2', separator: '/', order: 'F' },
];

const lengths = fc.integer({ min: 1, max: 5 });
const aChunk = fc.integer({ min: 1, max: 4 });

const anArray = fc
  .record({
    others: fc.array(fc.record({ length: lengths, chunk: aChunk, factor: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 2,
    }),
    time: fc.option(fc.record({ chunk: aChunk, factor: fc.integer({ min: 1, max: 3 }) })),
    axis: fc.nat(2),
    sharded: fc.boolean(),
    type: fc.constantFrom(...types),
    codecs: fc.constantFrom(...codecs),
    layout: fc.constantFrom(...layouts),
  })
  .map(({ others, time, axis, sharded, type: [type, fillValue], codecs, layout }) => {
    const axes = others.map((other, position) => ({ ...other, name: `d${position}` }));
    if (time) axes.splice(Math.min(axis, axes.length), 0, { ...time, length: 0, name: 'time' });
    return zarrArray({
      type,
      fillValue,
      dimensions: axes.map(({ name }) => name),
      shape: axes.map(({ length }) => length),
      chunks: axes.map(({ chunk }) => chunk),
      codecs,
      ...(sharded ? {} : layout),
      shards: sharded ? axes.map(({ chunk, factor }) => chunk * factor) : undefined,
    });
  });

const aChange = fc.record({
  kind: fc.constantFrom('append', 'append', 'ordered', 'delete', 'gaps'),
  labels: fc.array(fc.array(fc.nat(25), { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 3 }),
  seed: fc.nat(1000),
  lacks: fc.constantFrom('a', 'b', undefined, undefined),
  encoded: fc.boolean(),
  runBytes: fc.constantFrom(1, 40, 400, undefined),
  fillOnly: fc.boolean(),
});

type Change = typeof aChange extends fc.Arbitrary<infer T> ? T : never;

/** A cube, and the labels that stand for its rows. */
class Story {
  readonly #arrays: Readonly<Record<string, ZarrArray>>;
  readonly #cube: TestCube;
  #labels: number[] = [];

  constructor(arrays: Readonly<Record<string, ZarrArray>>) {
    this.#arrays = arrays;
    this.#cube = new TestCube(arrays);
  }

  async tell(change: Change) {
    const { placement, batch } = this.#place(change);
    const sources = await Promise.all(
      batch.map((rows, source) =>
        sourceOf(this.#arrays, {
          rows,
          valueAt: (index) => (change.fillOnly ? 0 : (change.seed * 7 + source * 31 + index * index) % 5),
          lacks: source === 0 ? change.lacks : undefined,
          encoded: change.encoded,
        }),
      ),
    );
    await this.#cube.apply(placement, sources, change.runBytes);
  }

  #place({ kind, labels }: Change): { placement: Placement; batch: readonly number[] } {
    const rows = labels.flat();
    if (kind === 'delete') return { placement: this.#delete(rows), batch: [] };
    if (kind === 'gaps') return this.#gaps(rows);
    const unique = labels.map((own) => [...new Set(own)].map((label) => (kind === 'append' ? 1000 + label : label)));
    const sources = unique.map((own) => ({ labels: Float64Array.from(own) }));
    const policy = { ifExists: 'replace', placement: 'ordered', direction: 'ascending' } as const;
    const { placement, refused } = placeByLabels(Float64Array.from(this.#labels), sources, policy);
    const accepted = unique.filter((_, position) => !refused.some(({ source }) => source === position));
    this.#labels = [...new Set([...this.#labels, ...accepted.flat()])].toSorted((a, b) => a - b);
    return { placement, batch: unique.map((own) => own.length) };
  }

  #delete(rows: readonly number[]): Placement {
    const placement = placeWithout(this.#labels.length, rows);
    this.#labels = this.#labels.filter((_, row) => !rows.includes(row));
    return placement;
  }

  #gaps(rows: readonly number[]): { placement: Placement; batch: readonly number[] } {
    const gaps = rows.map((row) => ({ at: row % (this.#labels.length + 1), count: 1 + (row % 2) }));
    const placement = placeGaps(this.#labels.length, gaps);
    this.#labels = Array.from({ length: placement.length }, (_, row) => row);
    return { placement, batch: [placement.length] };
  }
}

describe('writing a cube', () => {
  it('equals a plain model after any appends, insertions, replacements, deletions and gaps, of any types, chunks and shards', async () => {
    await fc.assert(
      fc.asyncProperty(anArray, anArray, fc.array(aChange, { minLength: 1, maxLength: 5 }), async (a, b, changes) => {
        const story = new Story({ a, b });
        for (const change of changes) await story.tell(change);
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
