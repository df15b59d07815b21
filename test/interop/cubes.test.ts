import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publish } from '../support/run-cli.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { PYTHON, runPython } from './python.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';

interface Steps {
  readonly n: number;
  readonly max: number | null;
  readonly sum: number;
}

interface Told {
  readonly sizes: Readonly<Record<string, number>>;
  readonly times: readonly number[];
  readonly steps: Readonly<Record<string, readonly Steps[]>>;
  readonly fixed: Readonly<Record<string, Steps>>;
  readonly filename: readonly string[];
  readonly stored: Readonly<Record<string, string>>;
  readonly chunks: Readonly<Record<string, readonly number[]>>;
  readonly shards: Readonly<Record<string, readonly number[] | null>>;
  readonly title: string;
  readonly metadata_uuid: string;
  readonly differences: readonly string[];
}

const LAYOUTS = ['v2', 'v3', 'v3 sharded'] as const;

const folder = mkdtempSync(join(tmpdir(), 'co-interop-cubes-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Series {
  readonly config: string;
  readonly sources: readonly string[];
  /** Length of a shard along TIME, where shards are asked for. */
  readonly shard: number;
}

const hours = ['00', '01', '02', '03'];
const RADAR: Series = {
  config: 'radar_TurquoiseCoast_velocity_hourly_averaged_delayed_qc',
  sources: hours.map((hour) => `IMOS_ACORN_V_20240101T${hour}0000Z_TURQ_FV01_1-hour-avg.nc`),
  shard: 200,
};
const SEA_LEVEL: Series = {
  config: 'model_sea_level_anomaly_gridded_realtime',
  sources: ['20110901', '20240101'].map((day) => `IMOS_OceanCurrent_HV_${day}T000000Z_GSLA_FV02_NRT.nc`),
  shard: 10,
};

interface Place {
  readonly output: string;
  readonly storage?: object;
  readonly env?: Readonly<Record<string, string>>;
}

/** Publishes a series as its config says, and tells what xarray makes of it. */
async function publishSeries(
  { config, sources, shard }: Series,
  layout: (typeof LAYOUTS)[number],
  { output, storage, env }: Place,
): Promise<Told> {
  const zarr = { format: layout === 'v2' ? 2 : 3, ...(layout === 'v3 sharded' && { shards: { TIME: shard } }) };
  const paths = sources.map((name) => join(DATA, 'netcdf', name));
  const { summary } = await publish(
    [
      ...['--config', join(DATA, 'configs', `${config}.json`), '--output', output, '--workers', '2'],
      ...['--json-overwrite', JSON.stringify({ zarr })],
      ...paths.flatMap((path) => ['--input', path]),
    ],
    { env: env ?? {} },
  );
  expect(summary.failures).toEqual([]);
  const asked = { cube: `${output}/${config}.zarr`, storage, sources: paths, time: 'TIME' };
  return (await runPython('cube_statistics.py', JSON.stringify(asked))) as Told;
}

const sums = (told: Told, name: string) => told.steps[name]?.map(({ sum }) => sum) ?? [];

function expectRadar(told: Told, isSharded: boolean): void {
  expect(told.sizes).toEqual({ TIME: 4, I: 60, J: 59 });
  for (const [step, time] of [27028, 27028.04166667, 27028.08333333, 27028.125].entries())
    expect(told.times[step]).toBeCloseTo(time, 8);
  expect(told.steps.UCUR?.map(({ n }) => n)).toEqual([1468, 1530, 1526, 1464]);
  expectNear(
    told.steps.UCUR?.map(({ max }) => max ?? 0),
    [0.50999, 0.62333, 0.65267, 0.69455],
  );
  expectNear(sums(told, 'UCUR'), [-110.06981, -71.90783, -44.77297, -25.70825]);
  expectNear(sums(told, 'VCUR'), [-343.72427, -298.41161, -294.67899, -210.62304]);
  expectNear([told.fixed.GDOP?.sum ?? 0], [129774.98357]);
  expect(told.chunks.UCUR).toEqual([100, 59, 59]);
  expect(told.shards.UCUR ?? null).toEqual(isSharded ? [200, 59, 59] : null);
  expect(told.filename).toEqual(RADAR.sources);
  expect(told.steps).not.toHaveProperty('NOBS1');
  expect([told.title, told.metadata_uuid]).toEqual(['Temperature logger', '055342fc-f970-4be7-a764-8903220d42fb']);
  expect(told.differences).toEqual([]);
}

function expectSeaLevel(told: Told): void {
  expect(told.sizes).toEqual({ TIME: 2, LATITUDE: 351, LONGITUDE: 641 });
  expect(told.times).toEqual([9739, 14244]);
  expect(told.steps.GSLA?.map(({ n }) => n)).toEqual([200245, 200245]);
  expectNear(sums(told, 'GSLA'), [9308.353196, 14497.693834]);
  expectNear(sums(told, 'UCUR'), [3415.677445, -280.731998]);
  expect(told.steps.UCUR_MEAN?.[0]?.n).toBe(0);
  expectNear([sums(told, 'UCUR_MEAN')[1] ?? 0], [-861.353211]);
  expectNear([sums(told, 'VCUR_MEAN')[1] ?? 0], [2341.247768]);
  expect(told.stored).toMatchObject({ GSLA: 'int16', UCUR_MEAN: 'int16' });
  expect(told.differences).toEqual([]);
}

function expectNear(found: readonly number[] = [], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 4);
}

describe.skipIf(!PYTHON || !DATA)('real files, published with their real configs', () => {
  it.each(LAYOUTS)('radar currents in %s', async (layout) => {
    expectRadar(await publishSeries(RADAR, layout, { output: join(folder, layout) }), layout === 'v3 sharded');
  });

  it.each(LAYOUTS)('sea level, of NetCDF-3 and NetCDF-4, in %s', async (layout) => {
    expectSeaLevel(await publishSeries(SEA_LEVEL, layout, { output: join(folder, layout) }));
  });

  it.each(LAYOUTS)('both on S3 in %s', async (layout) => {
    const server = await startS3Server({ buckets: ['out'] });
    const { endpoint, accessKeyId: key, secretAccessKey: secret } = server;
    const credentials = { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret };
    const env = { ...credentials, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1' };
    const storage = { key, secret, client_kwargs: { endpoint_url: endpoint } };
    const place = { output: 's3://out/data', env, storage };
    try {
      expectRadar(await publishSeries(RADAR, layout, place), layout === 'v3 sharded');
      expectSeaLevel(await publishSeries(SEA_LEVEL, layout, place));
    } finally {
      await server.close();
    }
  });
});
