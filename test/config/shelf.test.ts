/** The shipped configs: each plans without writing, and publishes files of its kind. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { append } from '../../src/app/append-slices.js';
import { publishDataset } from '../../src/app/publish-dataset.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';
const SHELF = fileURLToPath(new URL('../../dataset-configs/', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'co-shelf-'));
});
afterEach(() => rmSync(output, { recursive: true, force: true }));

/** Files that a config is for, how many of them are published, and how many rows they make. */
type Case = readonly [config: string, folder: string, part: RegExp, published: number, rows: number];

const GENERATED: readonly Case[] = [
  ['argo', join(SHELF, '../samples/argo'), /_prof\.nc$/, 1, 1400],
  ['mooring_hourly', join(FIXTURES, 'handlers'), /^moorings\.nc$/, 1, 40],
  ['bio_optical', join(FIXTURES, 'handlers'), /^profiles\.nc$/, 1, 12],
  ['satellite_tagging', join(FIXTURES, 'handlers'), /^tags\.csv$/, 1, 7],
  ['sst_images', join(FIXTURES, 'geotiff'), /^sst_\d+_v1\.tif$/, 3, 3],
];

const REAL: readonly Case[] = [
  ['mooring_ctd', join(DATA, 'netcdf'), /SYD140/, 1, 30886],
  ['wave_buoy', join(DATA, 'netcdf'), /CAPE-SORELL/, 1, 541],
  // The clock of the other ship ran into the year 6062.
  ['vessel_sst', join(DATA, 'netcdf'), /SOOP-SST/, 1, 21],
  ['acoustic_detections', join(DATA, 'csv'), /csv$/, 1, 984],
  ['radar_turquoise_coast', join(DATA, 'netcdf'), /TURQ/, 4, 4],
  ['sea_level_anomaly', join(DATA, 'netcdf'), /GSLA/, 2, 2],
];

async function tryConfig([config, folder, part, published, rows]: Case): Promise<void> {
  const input = readdirSync(folder)
    .filter((name) => part.test(name))
    .map((name) => join(folder, name));
  const options = { config: `${SHELF}${config}.json`, input, output, workers: 1 };
  const planned: string[] = [];
  await publishDataset({
    ...options,
    dryRun: true,
    observer: (event) => {
      if (event.type === 'notice') planned.push(event.message);
    },
  });
  expect([planned, readdirSync(output)]).toEqual([input.map((file) => `would publish ${file}`), []]);
  const summary = await publishDataset(options);
  expect([summary.files.published, summary.rows]).toEqual([published, rows]);
  // All that the files have is in the schema, or left out on purpose.
  expect(summary.hints ?? {}).toEqual({});
}

describe('shipped configs plan, and publish', () => {
  it.each(GENERATED)('%s: generated files', (...one) => tryConfig(one));

  it('the config of an append', async () => {
    const slices = [0, 1, 2].map((day) => join(FIXTURES, `slices/day-00${day}.nc`));
    const target = join(output, 'daily_grids.zarr');
    const config = [join(SHELF, 'append/daily_grids.yaml'), { target_dir: target }];
    const planned = await append(slices, [...config, { dry_run: true }], { workers: 1 });
    expect([planned.dryRun, existsSync(target)]).toEqual([true, false]);
    const summary = await append(slices, config, { workers: 1 });
    expect([summary.failures, summary.rows]).toEqual([[], 3]);
    expect(existsSync(join(target, 'zarr.json'))).toBe(true);
  });

  it('all are tried here', () => {
    const names = readdirSync(SHELF).filter((name) => name.endsWith('.json') && !name.endsWith('_main.json'));
    expect(names.map((name) => name.replace('.json', '')).sort()).toEqual(
      [...GENERATED, ...REAL].map(([name]) => name).sort(),
    );
  });

  it('each says what its schema was read from', () => {
    for (const name of readdirSync(SHELF).filter((file) => file.endsWith('.json') && !/^argo|_main/.test(file))) {
      const config = JSON.parse(readFileSync(SHELF + name, 'utf8'));
      expect(config._schema_read_from, name).toMatch(/\.(nc|csv|tif)/);
    }
  });
});

describe.skipIf(DATA === '')('shipped configs publish real files', () => {
  it.each(REAL)('%s', (...one) => tryConfig(one));
});
