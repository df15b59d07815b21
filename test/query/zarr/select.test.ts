import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../src/contracts/published-dataset.js';
import { ask, naiveRows, openMade, SMALL, sorted } from './asking.js';
import { type Layout, randomFrom } from './made-cube.js';
import { curvilinearGrid, type Made, regularGrid, track } from './made-grids.js';
import { type Cell, fittingCells, objectsOf } from './naive.js';
import { randomSelection } from './random-selection.js';
import { dataKeys } from './watched.js';

const CHUNKS = { TIME: 3, LATITUDE: 2, LONGITUDE: 4, I: 5, J: 3, obs: 7 };

const LAYOUTS: Readonly<Record<string, Layout>> = {
  v2: { format: 2, chunks: CHUNKS },
  'v2, not consolidated': { format: 2, consolidated: false, chunks: CHUNKS },
  v3: { format: 3, chunks: CHUNKS },
  'v3, not consolidated': { format: 3, consolidated: false, chunks: CHUNKS },
  'v3 sharded': { format: 3, chunks: CHUNKS, perShard: 2 },
  'v3, variables chunked apart': {
    format: 3,
    chunks: CHUNKS,
    own: { SALT: { TIME: 2, LATITUDE: 3, I: 2, J: 4 }, bottom: { J: 2 } },
  },
};

const GRIDS: Readonly<Record<string, Made>> = {
  'across the antimeridian, counted beyond 180': regularGrid({ seed: 1 }),
  'across the antimeridian, counted to 180': regularGrid({ seed: 2, west: -190 }),
  'times out of order, twice and missing; places missing': regularGrid({ seed: 3, times: 'unsorted', holes: true }),
  'two-dimensional places': curvilinearGrid({ seed: 4 }),
  'two-dimensional places, times out of order': curvilinearGrid({ seed: 5, times: 'unsorted', steps: 7 }),
  'a track': track({ seed: 6 }),
};

describe.each(Object.entries(GRIDS))('%s', (_, made) => {
  describe.each(Object.entries(LAYOUTS))('%s', (_name, layout) => {
    it('gives the rows of 40 random selections, and touches their objects alone', async () => {
      const random = randomFrom(42);
      for (let round = 0; round < 40; round++) {
        const selection = randomSelection(random, made.cube.lengths.TIME ?? 60);
        const { dataset, requests } = await openMade(made, layout, round % 2 ? SMALL : {});
        const { names, rows } = await ask(dataset, selection);
        expect([...names].sort()).toEqual([...made.columns].sort());
        expect(sorted(rows), told(selection)).toEqual(sorted(naiveRows(made, names, selection)));
        expect([...dataKeys(requests, '')].sort(), told(selection)).toEqual(
          [...neededObjects(made, layout, selection)].sort(),
        );
      }
    });
  });
});

/** Objects of the coordinates that are asked for, and those that hold a row. */
function neededObjects({ cube, roles, dimensions, columns }: Made, layout: Layout, selection: Selection): Set<string> {
  const asked = [
    ...(selection.time ? [roles.time as string] : []),
    ...(selection.box || selection.point ? [roles.latitude as string, roles.longitude as string] : []),
  ];
  const everywhere = fittingCells(cube, roles, dimensions, {});
  const fitting = fittingCells(cube, roles, dimensions, selection);
  const needed = (name: string, cells: readonly Cell[]) => [...objectsOf(cube, name, layout, cells)];
  return new Set([
    ...asked.flatMap((name) => needed(name, everywhere)),
    ...columns.filter((name) => !asked.includes(name)).flatMap((name) => needed(name, fitting)),
  ]);
}

function told(selection: Selection): string {
  return JSON.stringify(selection, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
