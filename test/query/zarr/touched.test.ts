import { describe, expect, it } from 'vitest';
import { ask, naiveRows, openMade, SMALL, sorted } from './asking.js';
import type { Layout } from './made-cube.js';
import { curvilinearGrid, regularGrid } from './made-grids.js';
import { fittingCells, objectsOf } from './naive.js';
import { dataKeys } from './watched.js';

const CHUNKS = { TIME: 3, LATITUDE: 2, LONGITUDE: 4, I: 5, J: 3 };
const V3: Layout = { format: 3, chunks: CHUNKS };
const LAYOUTS: readonly Layout[] = [{ format: 2, chunks: CHUNKS }, V3, { ...V3, perShard: 2 }];

describe('conditions', () => {
  const grid = regularGrid({ seed: 4, times: 'unsorted' });
  const where = {
    'a coordinate': [{ column: 'LATITUDE', operator: '<=' as const, value: '-20' }],
    'packed values': [{ column: 'TEMP', operator: '>' as const, value: '60.5' }],
    texts: [{ column: 'filename', operator: '=' as const, value: 'slice 2' }],
    'truth and whole numbers': [
      { column: 'flag', operator: '=' as const, value: 'true' },
      { column: 'bottom', operator: '<' as const, value: '400' },
      { column: 'count', operator: '!=' as const, value: '9007199254740994' },
    ],
  };

  it.each(Object.entries(where))('on %s give the rows that fulfil them', async (_, conditions) => {
    for (const layout of LAYOUTS) {
      for (const limits of [{}, SMALL]) {
        const { dataset } = await openMade(grid, layout, limits);
        const { names, rows } = await ask(dataset, { where: conditions });
        const expected = naiveRows(grid, names, { where: conditions });
        expect(expected.length).toBeGreaterThan(0);
        expect(sorted(rows)).toEqual(sorted(expected));
      }
    }
  });

  it('on coordinates read no chunk of any variable that no row is in', async () => {
    const south = {
      where: [{ column: 'LATITUDE', operator: '<' as const, value: '-50' }],
      columns: ['bottom', 'TEMP'],
    };
    const { dataset, requests } = await openMade(grid, V3);
    await ask(dataset, south);
    const cells = fittingCells(grid.cube, grid.roles, grid.dimensions, south);
    const needed = south.columns.flatMap((name) => [...objectsOf(grid.cube, name, V3, cells)]);
    const read = [...dataKeys(requests, '')].filter((key) => !key.startsWith('LATITUDE/'));
    expect(read.sort()).toEqual(needed.sort());
  });

  it('on columns that are not asked for read no chunk of the others that no row is in', async () => {
    const rare = { where: [{ column: 'bottom', operator: '<' as const, value: '150' }], columns: ['SALT'] };
    for (const limits of [{}, SMALL]) {
      const { dataset, requests } = await openMade(grid, V3, limits);
      const { rows } = await ask(dataset, rare);
      const cells = fittingCells(grid.cube, grid.roles, grid.dimensions, rare).filter(() => true);
      expect(rows.length).toBe(new Set(cells.map((cell) => JSON.stringify(cell))).size);
      const needed = objectsOf(grid.cube, 'SALT', V3, cells);
      const read = [...dataKeys(requests, '')].filter((key) => key.startsWith('SALT/'));
      expect(read.sort()).toEqual([...needed].sort());
    }
  });
});

describe('how often', () => {
  it('is each object read once', async () => {
    for (const made of [regularGrid({ seed: 5 }), curvilinearGrid({ seed: 6 })]) {
      const { dataset, requests } = await openMade(made, V3);
      await ask(dataset, { box: { west: 160, south: -45, east: -170, north: 10 } });
      await ask(dataset, { box: { west: 160, south: -45, east: -170, north: 10 }, columns: ['LATITUDE', 'LONGITUDE'] });
      const keys = requests.map(({ key }) => key).filter((key) => /\/c\b/.test(key));
      expect(keys.length).toBe(new Set(keys).size);
    }
  });

  it('is a glance answered with the first chunks alone', async () => {
    const { dataset, requests } = await openMade(regularGrid({ seed: 5, steps: 30 }), V3);
    for await (const table of dataset.select({ columns: ['TEMP'] })) {
      expect(table.rows).toBe(3 * 9 * 14);
      break;
    }
    const times = new Set(requests.flatMap(({ key }) => /^TEMP\/c\/(\d+)/.exec(key)?.[1] ?? []));
    expect([...times]).toEqual(['0']);
  });

  it('is no chunk read for two blocks', async () => {
    const { dataset, requests } = await openMade(regularGrid({ seed: 5 }), V3, SMALL);
    await ask(dataset, {});
    const keys = requests.map(({ key }) => key).filter((key) => /^(TEMP|SALT|flag)\/c/.test(key));
    expect(new Set(keys).size).toBe(3 * (4 * 5 * 4));
    expect(keys.length).toBe(new Set(keys).size);
  });

  it('is what repeats in each block read once, in the whole selection', async () => {
    const grid = regularGrid({ seed: 5 });
    const { dataset, requests } = await openMade(grid, V3, SMALL);
    await ask(dataset, {});
    const bottoms = requests.filter(({ key }) => key.startsWith('bottom/c'));
    expect(bottoms.length).toBe(5 * 4);
  });

  it('are the inner chunks of a shard read by their ranges, and its index once', async () => {
    const grid = regularGrid({ seed: 7, steps: 12 });
    const layout = { format: 3 as const, chunks: { TIME: 1, LATITUDE: 3, LONGITUDE: 7 }, perShard: 6 };
    const { dataset, requests } = await openMade(grid, layout, { blockRows: 4 });
    await ask(dataset, { point: { longitude: 150, latitude: 80 }, columns: ['SALT'] });
    const reads = requests.filter(({ key }) => key.startsWith('SALT/c'));
    const indices = reads.filter(({ range }) => range && 'suffix' in range);
    expect(indices.length).toBe(2);
    expect(reads.every(({ range }) => range !== undefined)).toBe(true);
    expect(reads.length).toBe(2 + 12);
  });
});
