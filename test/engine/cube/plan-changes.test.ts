import { describe, expect, it } from 'vitest';
import { placeByLabels } from '../../../src/engine/cube/place.js';
import { placeWithout } from '../../../src/engine/cube/place-rows.js';
import type { Placement } from '../../../src/engine/cube/placement.js';
import { type CubePlan, type PlanSource, planChanges } from '../../../src/engine/cube/plan.js';
import { sizeOf } from '../../../src/model/dataset.js';
import { type Cube, objectShape } from '../../../src/model/zarr/array.js';
import { cubeOf, zarrArray } from './write-model.js';

const source: PlanSource = { variables: new Map(['sst', 'lat'].map((name) => [name, { dimensions: [] }])) };
const dimensions = ['time', 'lat'];

const cubeOfRows = (rows: number) =>
  cubeOf({
    sst: zarrArray({ dimensions, shape: [rows, 4], chunks: [3, 2] }),
    lat: zarrArray({ dimensions: ['lat'], shape: [4], chunks: [4] }),
  });

/** Puts `added` rows behind those of the cube. */
function append(rows: number, added: number): Placement {
  const labels = (length: number, first: number) => Float64Array.from({ length }, (_, row) => first + row);
  const policy = { ifExists: 'error', placement: 'end' } as const;
  return placeByLabels(labels(rows, 0), [{ labels: labels(added, rows) }], policy).placement;
}

function plan(base: Cube | undefined, placement: Placement, options: { source?: PlanSource; runBytes?: number } = {}) {
  const next = base ?? cubeOfRows(0);
  const sources = [options.source ?? source];
  return planChanges({ base, next, appendDimension: 'time', placement, sources, runBytes: options.runBytes });
}

describe('planChanges', () => {
  it('creates all objects of a new cube, those without the append dimension too', () => {
    const { changes, next, runs } = plan(undefined, append(0, 4));
    expect(next.arrays.get('sst')?.shape).toEqual([4, 4]);
    expect(changes).toEqual({
      created: ['sst/c/0/0', 'sst/c/0/1', 'sst/c/1/0', 'sst/c/1/1', 'lat/c/0'],
      replaced: [],
      removed: [],
    });
    expect(runs.map(({ name, from, to, pieces }) => ({ name, from, to, pieces }))).toEqual([
      { name: 'sst', from: [0, 0], to: [2, 2], pieces: [{ source: 0, runs: [{ from: 0, to: 0, count: 4 }] }] },
      { name: 'lat', from: [0], to: [1], pieces: [{ source: 0, runs: [] }] },
    ]);
  });

  it('replaces nothing when whole objects are appended', () => {
    expect(plan(cubeOfRows(3), append(3, 3)).changes).toEqual({
      created: ['sst/c/1/0', 'sst/c/1/1'],
      replaced: [],
      removed: [],
    });
  });

  it('A04 replaces a partial last object once, and none before it', () => {
    const { changes, runs } = plan(cubeOfRows(4), append(4, 4));
    expect(changes).toEqual({
      created: ['sst/c/2/0', 'sst/c/2/1'],
      replaced: ['sst/c/1/0', 'sst/c/1/1'],
      removed: [],
    });
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ from: [1, 0], to: [3, 2], kept: [{ from: 3, to: 3, count: 1 }] });
  });

  it('replaces what a deletion shifts, and removes what is over', () => {
    expect(plan(cubeOfRows(7), placeWithout(7, [4])).changes).toEqual({
      created: [],
      replaced: ['sst/c/1/0', 'sst/c/1/1'],
      removed: ['sst/c/2/0', 'sst/c/2/1'],
    });
  });

  it('rewrites a last object that loses rows, so that they are gone', () => {
    expect(plan(cubeOfRows(6), placeWithout(6, [5])).changes.replaced).toEqual(['sst/c/1/0', 'sst/c/1/1']);
  });

  it('does nothing where nothing changes', () => {
    expect(plan(cubeOfRows(7), placeWithout(7, []))).toMatchObject({
      changes: { created: [], replaced: [], removed: [] },
      runs: [],
    });
  });

  it('writes an array that is new in the cube over all rows', () => {
    const base = cubeOf({ lat: zarrArray({ dimensions: ['lat'], shape: [4], chunks: [4] }) });
    const { changes } = planChanges({
      base,
      next: cubeOfRows(0),
      appendDimension: 'time',
      placement: append(3, 1),
      sources: [source],
    });
    expect(changes.created).toEqual(['sst/c/0/0', 'sst/c/0/1', 'sst/c/1/0', 'sst/c/1/1']);
  });

  it('A14 gives a source no part in arrays that it lacks', () => {
    const { runs } = plan(cubeOfRows(3), append(3, 3), { source: { variables: new Map() } });
    expect(runs.map(({ pieces, kept }) => [pieces, kept])).toEqual([[[], []]]);
  });

  it('refuses objects of another shape than before', () => {
    const base = cubeOf({ sst: zarrArray({ dimensions, shape: [3, 4], chunks: [1, 4] }) });
    const request = { base, next: cubeOfRows(3), appendDimension: 'time', placement: append(3, 1), sources: [source] };
    expect(() => planChanges(request)).toThrow(/\[1,4\].*\[3,2\]/);
  });
});

describe('units of work', () => {
  const axes = ['time', 'lat', 'lon'];
  const cubes = (shape: number[], chunks: number[], shards?: number[]) =>
    cubeOf({ sst: zarrArray({ dimensions: axes, shape, chunks, shards }) });

  function cut(cube: Cube, rows: number, chunkShape?: readonly number[], runBytes?: number, from = axes): CubePlan {
    const source: PlanSource = { variables: new Map([['sst', { dimensions: from, chunkShape }]]) };
    const placement = append(0, rows);
    return planChanges({
      base: undefined,
      next: cube,
      appendDimension: 'time',
      placement,
      sources: [source],
      runBytes,
    });
  }

  const boxes = ({ runs }: CubePlan) => runs.map(({ from, to }) => to.map((end, axis) => end - (from[axis] ?? 0)));
  /** How often a chunk of the source is read, over all chunks and units of work. */
  const chunksRead = ({ runs }: CubePlan, chunk: readonly number[]) =>
    runs.reduce((sum, { array, from, to }) => {
      const touched = chunk.map((length, at) => {
        const step = objectShape(array)[at + 1] ?? 1;
        const [first, end] = [(from[at + 1] ?? 0) * step, (to[at + 1] ?? 0) * step];
        return Math.ceil(end / length) - Math.floor(first / length);
      });
      return sum + sizeOf(touched);
    }, 0);
  const bytes = ({ runs }: CubePlan) =>
    runs.map(
      ({ from, to, array }) =>
        4 * sizeOf(objectShape(array).map((s, axis) => s * ((to[axis] ?? 0) - (from[axis] ?? 0)))),
    );

  it('are cut along the append axis first', () => {
    const plan = cut(cubes([0, 720, 1440], [1, 720, 1440]), 200, [1, 720, 1440]);
    expect(boxes(plan)).toEqual(Array.from({ length: 200 }, () => [1, 1, 1]));
    const small = cut(cubes([0, 180, 360], [1, 90, 90]), 200, [1, 90, 90]);
    expect(boxes(small)[0]).toEqual([16, 2, 4]);
  });

  it('are small enough for all workers to have some', () => {
    expect(boxes(cut(cubes([0, 720, 1440], [1, 720, 1440]), 8))).toHaveLength(8);
  });

  it('stay whole where they are tiny', () => {
    expect(boxes(cut(cubes([0, 4, 4], [1, 2, 2]), 10))).toEqual([[10, 2, 2]]);
  });

  it('do not cut through chunks of the source where they need not', () => {
    const plan = cut(cubes([0, 720, 1440], [100, 90, 90]), 100, [1, 360, 720]);
    expect(chunksRead(plan, [360, 720])).toBe(2 * (2 * 2));
    expect(Math.max(...bytes(plan))).toBeLessThanOrEqual(64 << 20);
  });

  it('know the chunks of a source that has its dimensions in another order', () => {
    const cube = cubes([0, 720, 1440], [100, 90, 90]);
    const turned = cut(cube, 100, [720, 1, 360], undefined, ['lon', 'time', 'lat']);
    expect(turned).toEqual(cut(cube, 100, [1, 360, 720]));
  });

  it('are long along the last axes where the source is not chunked', () => {
    const plan = cut(cubes([0, 720, 1440], [100, 90, 90]), 100);
    expect(new Set(boxes(plan).map(String))).toEqual(new Set(['1,1,1']));
  });

  it('follow the chunks of the source along the append axis', () => {
    const plan = cut(cubes([0, 100, 100], [3, 100, 100]), 900, [100, 100, 100], 8 << 20);
    expect(boxes(plan)).toEqual([
      [100, 1, 1],
      [100, 1, 1],
      [100, 1, 1],
    ]);
  });

  it('hold one object where that is large, and no more than a thousand', () => {
    expect(boxes(cut(cubes([0, 4000, 8000], [1, 500, 500], [1, 4000, 8000]), 2))).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(boxes(cut(cubes([0, 1, 1], [1, 1, 1]), 3000))).toEqual([
      [1024, 1, 1],
      [1024, 1, 1],
      [952, 1, 1],
    ]);
  });
});
