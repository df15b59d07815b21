/**
 * Real gridded files, published by the command with their real configs, read by xarray: every value, type, attribute and dimension is
 * held against the files, as xarray reads them in the same run. Needs CLOUD_OPTIMISED_TEST_DATA. The S3 store is a real one where
 * CLOUD_OPTIMISED_TEST_S3_ENDPOINT names one.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publish } from '../support/run-cli.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { PYTHON, runPython } from './python.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';

interface Known {
  readonly n: number;
  readonly max: number | null;
  readonly sum: number;
}

/** What `compare_cube.py` tells. */
interface CubeTold {
  readonly differences: readonly string[];
  readonly compared: number;
  readonly converted: readonly string[];
  readonly dropped: readonly string[];
  readonly sizes: Readonly<Record<string, number>>;
  readonly times: readonly number[];
  readonly dates: readonly string[];
  readonly steps: Readonly<Record<string, readonly Known[]>>;
  readonly fixed: Readonly<Record<string, Known>>;
  readonly filename: readonly string[];
  readonly dims: Readonly<Record<string, readonly string[]>>;
  readonly types: Readonly<Record<string, string>>;
  readonly fills: Readonly<Record<string, number>>;
  readonly chunks: Readonly<Record<string, readonly number[]>>;
  readonly shards: Readonly<Record<string, readonly number[] | null>>;
}

/** Files that one config makes a cube of, in the order of their times. */
interface Series {
  readonly config: string;
  readonly sources: readonly string[];
  /** Global attributes that the config sets. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly shards: Readonly<Record<string, number>>;
}

const RADAR: Series = {
  config: 'radar_TurquoiseCoast_velocity_hourly_averaged_delayed_qc',
  sources: ['00', '01', '02', '03'].map((hour) => `IMOS_ACORN_V_20240101T${hour}0000Z_TURQ_FV01_1-hour-avg.nc`),
  attributes: { title: 'Temperature logger', metadata_uuid: '055342fc-f970-4be7-a764-8903220d42fb' },
  shards: { TIME: 200, I: 118 },
};
const SEA_LEVEL: Series = {
  config: 'model_sea_level_anomaly_gridded_realtime',
  sources: ['20110901', '20240101'].map((day) => `IMOS_OceanCurrent_HV_${day}T000000Z_GSLA_FV02_NRT.nc`),
  attributes: { title: 'Ocean Current', metadata_uuid: '0c9eb39c-9cbe-4c6a-8a10-5867087e703a' },
  shards: { TIME: 10 },
};

const LAYOUTS = [
  ['v2', () => ({ format: 2 })],
  ['v3', () => ({ format: 3 })],
  ['v3 sharded', ({ shards }: Series) => ({ format: 3, shards })],
] as const;

/** Where cubes go, and how the commands and s3fs come there. */
interface Place {
  readonly output: string;
  readonly env: Readonly<Record<string, string>>;
  readonly storage?: object;
}

/** Publishes a series, in runs of the sources with these places in it, and has xarray compare it. */
async function publishSeries(
  series: Series,
  zarr: object,
  { output, env, storage }: Place,
  runs: readonly (readonly number[])[] = [[...series.sources.keys()]],
): Promise<CubeTold> {
  const { config, attributes } = series;
  const sources = series.sources.map((name) => join(DATA, 'netcdf', name));
  for (const run of runs) {
    const inputs = run.flatMap((place) => ['--input', sources[place] as string]);
    const common = ['--config', join(DATA, 'configs', `${config}.json`), '--output', output, '--workers', '2'];
    const { status, summary } = await publish([...common, '--json-overwrite', JSON.stringify({ zarr }), ...inputs], {
      env,
    });
    expect([status, summary.failures, summary.files.published]).toEqual([0, [], run.length]);
  }
  const cube = `${output}/${config}.zarr`;
  const own_attributes = { ...attributes, dataset_name: config };
  const asked = { cube, storage, sources, time: 'TIME', own: ['filename'], own_attributes, came: runs.flat() };
  return (await runPython('compare_cube.py', JSON.stringify(asked))) as CubeTold;
}

const sums = (told: CubeTold, name: string) => told.steps[name]?.map(({ sum }) => sum) ?? [];

function expectNear(found: readonly number[], expected: readonly number[], digits = 4): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits);
}

const CURRENTS = ['UCUR', 'VCUR', 'UCUR_sd', 'VCUR_sd'];
const COUNTS = ['NOBS2', 'UCUR_quality_control', 'VCUR_quality_control'];

function expectRadar(told: CubeTold, isSharded: boolean): void {
  expect(told.differences).toEqual([]);
  const grid = 60 * 59;
  expect(told.compared).toBe(4 * 7 * grid + 3 * grid + 60 + 59 + 4);
  expect(told.converted).toEqual(COUNTS);
  expect(told.dropped).toEqual(['NOBS1']);
  expect(told.sizes).toEqual({ TIME: 4, I: 60, J: 59 });
  for (const name of [...CURRENTS, ...COUNTS]) expect(told.dims[name]).toEqual(['TIME', 'I', 'J']);
  for (const name of ['GDOP', 'LATITUDE', 'LONGITUDE']) expect(told.dims[name]).toEqual(['I', 'J']);
  expectNear(told.times, [27028, 27028.04166667, 27028.08333333, 27028.125], 8);
  expect(told.steps.UCUR?.map(({ n }) => n)).toEqual([1468, 1530, 1526, 1464]);
  expectNear(told.steps.UCUR?.map(({ max }) => max ?? Number.NaN) ?? [], [0.50999, 0.62333, 0.65267, 0.69455]);
  expectNear(sums(told, 'UCUR'), [-110.06981, -71.90783, -44.77297, -25.70825]);
  expectNear(sums(told, 'VCUR'), [-343.72427, -298.41161, -294.67899, -210.62304]);
  expectNear([told.fixed.GDOP?.sum ?? Number.NaN], [129774.98357]);
  const fills = (names: readonly string[], fill: number) => Object.fromEntries(names.map((name) => [name, fill]));
  expect(told.fills).toEqual({ ...fills(CURRENTS, 999999), GDOP: 999999, ...fills(COUNTS, -99) });
  // The config's types: float32 for the counts, which are int8 in the files.
  for (const name of [...CURRENTS, ...COUNTS]) expect(told.types[name]).toBe('float32');
  expect(told.chunks.UCUR).toEqual([100, 59, 59]);
  expect(told.shards.UCUR ?? null).toEqual(isSharded ? [200, 118, 59] : null);
  expect(told.filename).toEqual(RADAR.sources);
}

const PACKED = ['GSLA', 'GSL', 'UCUR', 'VCUR', 'UCUR_MEAN', 'VCUR_MEAN'];

function expectSeaLevel(told: CubeTold, isSharded: boolean): void {
  expect(told.differences).toEqual([]);
  expect(told.compared).toBe(2 * PACKED.length * 351 * 641 + 351 + 641 + 2);
  expect(told.dropped).toEqual(['end_time', 'start_time']);
  expect(told.sizes).toEqual({ TIME: 2, LATITUDE: 351, LONGITUDE: 641 });
  expect(told.times).toEqual([9739, 14244]);
  expect(told.dates).toEqual(['2011-09-01T00:00:00', '2024-01-01T00:00:00']);
  expect(told.steps.GSLA?.map(({ n }) => n)).toEqual([200245, 200245]);
  expectNear(sums(told, 'GSLA'), [9308.353196, 14497.693834], 6);
  expectNear(sums(told, 'UCUR'), [3415.677445, -280.731998], 6);
  expect(told.steps.UCUR_MEAN?.[0]?.n).toBe(0);
  expectNear(sums(told, 'UCUR_MEAN'), [0, -861.353211], 6);
  expectNear(sums(told, 'VCUR_MEAN'), [0, 2341.247768], 6);
  for (const name of PACKED) {
    expect([told.types[name], told.fills[name]], name).toEqual(['int16', -32766]);
    expect(told.dims[name], name).toEqual(['TIME', 'LATITUDE', 'LONGITUDE']);
    expect(told.chunks[name], name).toEqual([5, 351, 641]);
    expect(told.shards[name] ?? null, name).toEqual(isSharded ? [10, 351, 641] : null);
  }
  expect([told.types.LATITUDE, told.types.LONGITUDE]).toEqual(['float64', 'float64']);
  expect(told.filename).toEqual(SEA_LEVEL.sources);
}

describe.skipIf(!PYTHON || !DATA)('real files on a local disk, read by xarray', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'co-interop-cubes-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const place = (layout: string) => ({ output: join(folder, layout), env: {} });

  it.each(LAYOUTS)('radar currents in %s', async (layout, zarr) => {
    expectRadar(await publishSeries(RADAR, zarr(RADAR), place(layout)), layout === 'v3 sharded');
  });

  it.each(LAYOUTS)('sea level, of NetCDF-3 and NetCDF-4, in %s', async (layout, zarr) => {
    const told = await publishSeries(SEA_LEVEL, zarr(SEA_LEVEL), place(layout));
    expectSeaLevel(told, layout === 'v3 sharded');
    // float32 in the NetCDF-3 file, double in the config.
    expect(told.converted).toEqual(['LATITUDE', 'LONGITUDE']);
  });

  it('sea level whose variables of a later run are of the config’s type: they decode to the same', async () => {
    const told = await publishSeries(SEA_LEVEL, { format: 3 }, place('later'), [[0], [1]]);
    expect(told.converted).toEqual(['LATITUDE', 'LONGITUDE', 'UCUR_MEAN', 'VCUR_MEAN']);
    expect([told.types.UCUR_MEAN, told.types.VCUR_MEAN]).toEqual(['float64', 'float64']);
    const isPacking = (difference: string) =>
      /^[UV]CUR_MEAN(: attribute|\[1\]: int16 became float64|\[1\]: other values)/.test(difference);
    expect(told.differences.filter((difference) => !isPacking(difference))).toEqual([]);
    expectNear(sums(told, 'UCUR_MEAN'), [0, -861.353211]);
    expectNear(sums(told, 'VCUR_MEAN'), [0, 2341.247768]);
  });
});

describe.skipIf(!PYTHON || !DATA)('real files on S3, in two runs, read by xarray through s3fs', () => {
  let store: S3Place;
  beforeAll(async () => {
    store = await s3Place();
  });
  afterAll(() => store.close());

  it.each(LAYOUTS)('radar currents in %s', async (layout, zarr) => {
    expectRadar(
      await publishSeries(RADAR, zarr(RADAR), store.at(layout), [
        [0, 1],
        [2, 3],
      ]),
      layout === 'v3 sharded',
    );
  });

  it.each(LAYOUTS)('sea level in %s, the earlier file later', async (layout, zarr) => {
    const told = await publishSeries(SEA_LEVEL, zarr(SEA_LEVEL), store.at(layout), [[1], [0]]);
    expectSeaLevel(told, layout === 'v3 sharded');
    expect(told.converted).toEqual([]);
  });
});

interface S3Place {
  at(layout: string): Place;
  close(): Promise<void>;
}

/** A bucket of its own in the real store, or in one that is only for these tests. */
async function s3Place(): Promise<S3Place> {
  const bucket = `co-cubes-${randomBytes(4).toString('hex')}`;
  const real = process.env.CLOUD_OPTIMISED_TEST_S3_ENDPOINT;
  const server = real === undefined ? await startS3Server({ buckets: [bucket] }) : undefined;
  const endpoint = server?.endpoint ?? (real as string);
  const key = server?.accessKeyId ?? process.env.AWS_ACCESS_KEY_ID ?? '';
  const secret = server?.secretAccessKey ?? process.env.AWS_SECRET_ACCESS_KEY ?? '';
  if (!server) await createBucket(bucket, endpoint);
  const env = {
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: endpoint,
  };
  const storage = { key, secret, client_kwargs: { endpoint_url: endpoint, region_name: 'us-east-1' } };
  return {
    at: (layout) => ({ output: `s3://${bucket}/${layout.replace(' ', '-')}`, env, storage }),
    close: async () => server?.close(),
  };
}

async function createBucket(bucket: string, endpoint: string): Promise<void> {
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}
