import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDataset } from '../../../src/app/publish-dataset.js';
import type { Selection } from '../../../src/contracts/published-dataset.js';
import { openZarrDataset } from '../../../src/query/zarr/index.js';
import { createStorageResolver } from '../../../src/storage/index.js';
import { type S3TestServer, startS3Server } from '../../support/s3-server/server.mjs';
import { randomFrom } from './made-cube.js';
import { cellsOf, readRadar, readSeaLevel, type SourceGrid } from './source-grid.js';
import { dataKeys, watched } from './watched.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';

const SERIES = {
  radar: {
    config: 'radar_TurquoiseCoast_velocity_hourly_averaged_delayed_qc',
    sources: ['00', '01', '02', '03'].map((hour) => `IMOS_ACORN_V_20240101T${hour}0000Z_TURQ_FV01_1-hour-avg.nc`),
    read: readRadar,
    around: { west: 113.4, south: -32.2, width: 3, height: 3.4 },
    shards: { TIME: 200, I: 118 },
    rounds: 200,
  },
  'sea level': {
    config: 'model_sea_level_anomaly_gridded_realtime',
    sources: ['20110901', '20240101'].map((day) => `IMOS_OceanCurrent_HV_${day}T000000Z_GSLA_FV02_NRT.nc`),
    read: readSeaLevel,
    around: { west: 55, south: -62, width: 132, height: 74 },
    shards: { TIME: 10 },
    rounds: 70,
  },
} as const;

const LAYOUTS = ['v2', 'v3', 'v3 sharded'] as const;
const folder = mkdtempSync(join(tmpdir(), 'co-query-'));
let server: S3TestServer;

beforeAll(async () => {
  server = await startS3Server();
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!DATA).each(Object.entries(SERIES))('%s', (_, series) => {
  let grid: SourceGrid;

  beforeAll(async () => {
    grid = await series.read(series.sources.map((name) => join(DATA, 'netcdf', name)));
    for (const layout of LAYOUTS) {
      const zarr =
        layout === 'v2' ? { format: 2 } : { format: 3, ...(layout === 'v3 sharded' && { shards: series.shards }) };
      const { files } = await publishDataset({
        config: join(DATA, 'configs', `${series.config}.json`),
        input: series.sources.map((name) => join(DATA, 'netcdf', name)),
        output: join(folder, layout),
        override: JSON.stringify({ zarr }),
        workers: 1,
      });
      expect(files.published).toBe(series.sources.length);
    }
  }, 120_000);

  it.each(LAYOUTS)(
    '%s: random boxes, points and periods give what the source files hold, and touch what they must',
    async (layout) => {
      const cube = join(folder, layout, `${series.config}.zarr`);
      const { around, rounds } = series;
      await compareSelections({ address: cube, cube, resolver: createStorageResolver(), grid, around, rounds });
    },
    240_000,
  );

  it('on S3', async () => {
    const cube = join(folder, 'v3 sharded', `${series.config}.zarr`);
    const name = `${series.config}.zarr`;
    for (const key of filesBelow(cube)) server.put('test', `a/${name}/${key}`, readFileSync(join(cube, key)));
    const { endpoint, accessKeyId, secretAccessKey } = server;
    const resolver = createStorageResolver({
      s3: { endpoint, accessKeyId, secretAccessKey, region: 'us-east-1', forcePathStyle: true } as never,
    });
    await compareSelections({
      address: `s3://test/a/${name}`,
      cube,
      resolver,
      grid,
      around: series.around,
      rounds: 20,
    });
    await resolver.close();
  }, 240_000);
});

interface Comparison {
  readonly address: string;
  /** The same cube on disk, for its documents. */
  readonly cube: string;
  readonly resolver: ReturnType<typeof createStorageResolver>;
  readonly grid: SourceGrid;
  readonly around: { readonly west: number; readonly south: number; readonly width: number; readonly height: number };
  readonly rounds: number;
}

async function compareSelections({ address, cube, resolver, grid, around, rounds }: Comparison): Promise<void> {
  const object = await resolver.resolve(address);
  const random = randomFrom(7);
  let withRows = 0;
  for (let round = 0; round < rounds; round++) {
    const selection = randomSelection(random, grid, around);
    const { storage, requests } = watched(object.storage);
    const dataset = await openZarrDataset({ ...object, storage });
    const cells = cellsOf(grid, selection);
    let row = 0;
    for await (const table of dataset.select(selection)) {
      expect(table.names).toEqual(selection.columns ?? expect.arrayContaining(Object.keys(grid.variables)));
      for (const name of selection.columns ?? Object.keys(grid.variables)) {
        const column = table.column(name) as { values: ArrayLike<number | bigint>; nulls?: Uint8Array };
        for (let at = 0; at < table.rows; at++) {
          const cell = cells[row + at];
          const expected = cell && (grid.variables[name] as (typeof grid.variables)[string])(cell);
          const found = column.nulls?.[at] === 1 ? null : column.values[at];
          if (found !== expected) expect([name, row + at, found]).toEqual([name, row + at, expected]);
        }
      }
      row += table.rows;
    }
    expect(row, told(selection)).toBe(cells.length);
    withRows += row > 0 ? 1 : 0;
    const asked = coordinatesAsked(selection);
    const names = selection.columns ?? arraysOf(cube);
    const needed = new Set([
      ...asked.flatMap((name) => objectsOf(cube, name, undefined, grid)),
      ...names.filter((name) => !asked.includes(name)).flatMap((name) => objectsOf(cube, name, cells, grid)),
    ]);
    const prefix = `${object.key.replace(/\/$/, '')}/`;
    expect([...dataKeys(requests, prefix)].sort(), told(selection)).toEqual([...needed].sort());
  }
  expect(withRows).toBeGreaterThan(rounds / 2);
}

function coordinatesAsked({ time, box, point }: Selection): string[] {
  return [...(time ? ['TIME'] : []), ...(box || point ? ['LATITUDE', 'LONGITUDE'] : [])];
}

function randomSelection(random: () => number, grid: SourceGrid, around: Comparison['around']): Selection {
  const corner = () => ({ x: around.west + random() * around.width, y: around.south + random() * around.height });
  const [one, other] = [corner(), corner()];
  const kind = Math.floor(random() * 3);
  const west = Math.min(one.x, other.x);
  const size = grid.lengths.TIME * grid.lengths.y * grid.lengths.x > 100_000 ? 0.2 : 1;
  const east = west + Math.abs(one.x - other.x) * size;
  const south = Math.min(one.y, other.y);
  const turn = (degrees: number) => (degrees > 180 ? degrees - 360 : degrees);
  const moment = () => grid.times[Math.floor(random() * grid.times.length)] as bigint;
  const [early, late] = [moment(), moment() + (random() < 0.5 ? -1n : 0n)];
  return {
    ...(kind === 0 ? { point: { longitude: turn(one.x), latitude: one.y } } : {}),
    ...(kind === 1 || random() < 0.5
      ? { box: { west: turn(west), south, east: turn(east), north: south + Math.abs(one.y - other.y) * size } }
      : {}),
    ...(kind === 2 || random() < 0.3 ? { time: early < late ? { start: early, end: late } : { start: late } } : {}),
    ...(kind === 2 || random() < 0.3 ? { columns: ['TIME', 'LATITUDE', 'LONGITUDE', 'UCUR'] } : {}),
  };
}

interface ArrayDocument {
  readonly object: readonly number[];
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly key: (index: readonly number[]) => string;
}

/** The documents of v3 and v2, as far as they are looked at. */
interface ArrayMetadata {
  readonly node_type: string;
  readonly shape: readonly number[];
  readonly chunk_grid: { readonly configuration: { readonly chunk_shape: readonly number[] } };
  readonly dimension_names: readonly string[];
  readonly chunks: readonly number[];
  readonly dimension_separator?: string;
}

const documents = new Map<string, Map<string, ArrayDocument>>();

/** The arrays of a cube, by its documents as they stand. */
function documentsOf(cube: string): Map<string, ArrayDocument> {
  const known = documents.get(cube);
  if (known) return known;
  const found = new Map<string, ArrayDocument>();
  const isV3 = readdirSync(cube).includes('zarr.json');
  const { metadata } = isV3
    ? JSON.parse(readFileSync(join(cube, 'zarr.json'), 'utf8')).consolidated_metadata
    : JSON.parse(readFileSync(join(cube, '.zmetadata'), 'utf8'));
  for (const [path, node] of Object.entries<ArrayMetadata>(metadata)) {
    if (isV3 && node.node_type === 'array') {
      const object = node.chunk_grid.configuration.chunk_shape;
      const key = (index: readonly number[]) => [path, 'c', ...index].join('/');
      found.set(path, { object, dimensions: node.dimension_names, shape: node.shape, key });
    } else if (path.endsWith('/.zarray')) {
      const name = path.slice(0, -'/.zarray'.length);
      const separator = node.dimension_separator ?? '.';
      const key = (index: readonly number[]) => `${name}/${index.length === 0 ? '0' : index.join(separator)}`;
      found.set(name, {
        object: node.chunks,
        dimensions: metadata[`${name}/.zattrs`]._ARRAY_DIMENSIONS,
        shape: node.shape,
        key,
      });
    }
  }
  documents.set(cube, found);
  return found;
}

function arraysOf(cube: string): string[] {
  return [...documentsOf(cube).keys()];
}

/** Objects of an array that hold one of the cells; all of them without cells. */
function objectsOf(
  cube: string,
  name: string,
  cells: ReturnType<typeof cellsOf> | undefined,
  grid: SourceGrid,
): string[] {
  const { object, dimensions, shape, key } = documentsOf(cube).get(name) as ArrayDocument;
  const keys = new Set<string>();
  if (!cells) {
    const counts = shape.map((length, axis) => Math.ceil(length / (object[axis] as number)));
    let indices: number[][] = [[]];
    for (const count of counts)
      indices = indices.flatMap((index) => Array.from({ length: count }, (_, at) => [...index, at]));
    for (const index of indices) keys.add(key(index));
    return [...keys];
  }
  let last = '';
  for (const cell of cells) {
    const index = dimensions.map((dimension, axis) => {
      const at = dimension === 'TIME' ? cell.t : dimension === grid.names.y ? cell.y : cell.x;
      return Math.floor(at / (object[axis] as number));
    });
    const told = index.join();
    if (told !== last || keys.size === 0) keys.add(key(index));
    last = told;
  }
  return [...keys];
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

function told(selection: Selection): string {
  return JSON.stringify(selection, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
