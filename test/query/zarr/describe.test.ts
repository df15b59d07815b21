import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openZarrDataset } from '../../../src/query/zarr/index.js';
import { longitudeArc } from '../../../src/query/zarr/longitude-arc.js';
import { createStorageResolver, MemoryStorage } from '../../../src/storage/index.js';
import { makeZip } from '../../formats/zarr/make-zip.js';
import { writeCube } from '../../formats/zarr/write-cube.js';
import { ask, naiveRows, openMade } from './asking.js';
import { storedValues, toCube } from './made-cube.js';
import { curvilinearGrid, EPOCH_2000, regularGrid, track } from './made-grids.js';

const DAY = 86_400_000_000_000n;
const V3 = { format: 3 as const, chunks: { TIME: 3, LATITUDE: 2, LONGITUDE: 4 } };

describe('a cube', () => {
  it('tells its variables as they are stored, their roles, and its extents', async () => {
    const { dataset } = await openMade(regularGrid({ seed: 1 }), V3);
    const told = await dataset.describe();
    expect(told).toMatchObject({
      ...{ name: 'made', uri: 'memory://made', format: 'zarr', rows: 11 * 9 * 14, partitions: [] },
      temporalExtent: { start: EPOCH_2000, end: EPOCH_2000 + 5n * DAY },
      temporalExtentFrom: 'values',
      spatialExtent: { west: 150, south: -80, east: -125.5, north: 80 },
      spatialExtentFrom: 'values',
    });
    expect(Object.fromEntries(told.roles)).toEqual({ time: 'TIME', latitude: 'LATITUDE', longitude: 'LONGITUDE' });
    expect(told.attributes.get('title')).toBe('Made');
    const temperature = told.variables.find(({ name }) => name === 'TEMP');
    expect(temperature).toMatchObject({
      type: 'int16',
      dimensions: ['TIME', 'LATITUDE', 'LONGITUDE'],
      shape: [11, 9, 14],
      chunkShape: [3, 2, 4],
    });
    expect(temperature?.attributes.get('units')).toBe('Celsius');
    expect(told.variables.find(({ name }) => name === 'flag')?.type).toBe('bool');
  });

  it('has its extents from times out of order and places that are missing', async () => {
    const made = curvilinearGrid({ seed: 5, times: 'unsorted', steps: 9 });
    const { dataset } = await openMade(made, V3);
    const { temporalExtent, spatialExtent } = await dataset.describe();
    const times = made.cube.variables.TIME?.meant.filter((time) => time !== null) as bigint[];
    const sortedTimes = [...times].sort((a, b) => (a < b ? -1 : 1));
    expect(temporalExtent).toEqual({ start: sortedTimes[0], end: sortedTimes.at(-1) });
    const known = (name: string) => made.cube.variables[name]?.meant.filter((value) => value !== null) ?? [];
    const norths = known('LATITUDE') as number[];
    const easts = (known('LONGITUDE') as number[]).map((east) => (east < 0 ? east + 360 : east));
    expect(spatialExtent).toMatchObject({
      south: Math.min(...norths),
      north: Math.max(...norths),
      west: Math.min(...easts),
    });
    expect(spatialExtent?.east).toBeCloseTo(Math.max(...easts) - 360, 10);
  });

  it('reads its coordinates alone', async () => {
    const { dataset, requests } = await openMade(track({ seed: 3 }), { format: 2, chunks: { obs: 7 } });
    await dataset.describe();
    expect(requests.filter(({ key }) => key.startsWith('TEMP/'))).toEqual([]);
  });
});

describe('longitudes', () => {
  const arcs = {
    'of a region': [[110, 120, 155], 110, 155],
    'of a region across the antimeridian, to 180': [[170, 175, -178, -170], 170, -170],
    'of a region across the antimeridian, beyond 180': [[170, 175, 182, 190], 170, -170],
    'of a region that ends at 180': [[150, 165, 180], 150, 180],
    'of a region that begins at -180': [[-180, -170, -160], -180, -160],
    'of one place': [[147.5], 147.5, 147.5],
    'of one place counted beyond 180': [[200], -160, -160],
    'of two places': [[0, 150], 0, 150],
    'of two places across the antimeridian': [[100, -170], 100, -170],
    'all around, to 180': [[-180, -90, 0, 90], -180, 90],
    'all around, beyond 180': [[0, 90, 180, 270], -180, 180],
  } as const;

  it.each(Object.entries(arcs))('%s', (_, [longitudes, west, east]) => {
    expect(longitudeArc(Float64Array.from([Number.NaN, ...longitudes]))).toEqual({ west, east });
  });

  it('of no place', () => {
    expect(longitudeArc(Float64Array.of(Number.NaN))).toBeUndefined();
    expect(longitudeArc(new Float64Array())).toBeUndefined();
  });
});

describe('wherever it lies', () => {
  const grid = regularGrid({ seed: 2 });
  const selection = { box: { west: 160, south: -45, east: -170, north: 10 }, time: { end: EPOCH_2000 + DAY } };

  it('over http, where nothing can be listed', async () => {
    const memory = new MemoryStorage('web');
    await writeCube(memory, toCube(grid.cube, { ...V3, perShard: 2 }), storedValues(grid.cube));
    const server = createServer(async (request, response) => {
      const bytes = await memory.get(decodeURIComponent((request.url ?? '').replace('/data/made.zarr/', '')));
      if (!bytes) return response.writeHead(404).end();
      const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      if (from === undefined)
        return response
          .writeHead(200, { 'content-length': bytes.length })
          .end(request.method === 'HEAD' ? undefined : bytes);
      const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
      const end = from === '' || to === '' ? bytes.length : Math.min(bytes.length, Number(to) + 1);
      response.writeHead(206, {
        'content-range': `bytes ${start}-${end - 1}/${bytes.length}`,
        'content-length': end - start,
      });
      return response.end(bytes.subarray(start, end));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const resolver = createStorageResolver();
    try {
      const { port } = server.address() as AddressInfo;
      const dataset = await openZarrDataset(await resolver.resolve(`http://127.0.0.1:${port}/data/made.zarr`));
      const { names, rows } = await ask(dataset, selection);
      expect(rows).toEqual(naiveRows(grid, names, selection));
    } finally {
      await resolver.close();
      server.closeAllConnections();
      server.close();
    }
  });

  it('in a zip', async () => {
    const memory = new MemoryStorage('zip');
    await writeCube(memory, toCube(grid.cube, V3), storedValues(grid.cube));
    const files = new Map<string, Uint8Array>();
    for await (const { key } of memory.list('')) files.set(key, (await memory.get(key)) as Uint8Array);
    await memory.put('made.zarr.zip', makeZip(files, 8));
    const dataset = await openZarrDataset({ uri: 'memory://zip/made.zarr.zip', storage: memory, key: 'made.zarr.zip' });
    const { names, rows } = await ask(dataset, selection);
    expect(rows).toEqual(naiveRows(grid, names, selection));
    expect((await dataset.describe()).name).toBe('made');
  });
});
