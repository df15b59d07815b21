/**
 * Queries of real gridded files that were published with their real configs: rows are those that xarray and NumPy pick from the files in
 * the same run. Needs CLOUD_OPTIMISED_TEST_DATA.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDataset } from '../../src/app/publish-dataset.js';
import type { Selection } from '../../src/contracts/published-dataset.js';
import { openDataset } from '../../src/index.js';
import { valueAt } from '../../src/model/table/column.js';
import { randomFrom } from '../query/zarr/made-cube.js';
import { PYTHON, runPython } from './python.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';

const SERIES = {
  radar: {
    config: 'radar_TurquoiseCoast_velocity_hourly_averaged_delayed_qc',
    sources: ['00', '01', '02', '03'].map((hour) => `IMOS_ACORN_V_20240101T${hour}0000Z_TURQ_FV01_1-hour-avg.nc`),
    columns: ['UCUR', 'VCUR'],
    around: { west: 113.4, south: -32.2, width: 2, height: 3 },
    times: [1704067200n, 1704078000n],
  },
  'sea level': {
    config: 'model_sea_level_anomaly_gridded_realtime',
    sources: ['20110901', '20240101'].map((day) => `IMOS_OceanCurrent_HV_${day}T000000Z_GSLA_FV02_NRT.nc`),
    columns: ['GSLA', 'UCUR'],
    around: { west: 150, south: -60, width: 40, height: 60 },
    times: [1314835200n, 1704067200n],
  },
} as const;

type Rows = Readonly<Record<string, readonly (string | number | null)[]>>;

const folder = mkdtempSync(join(tmpdir(), 'co-query-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!PYTHON || !DATA).each(Object.entries(SERIES))('%s', (_, series) => {
  const sources = series.sources.map((name) => join(DATA, 'netcdf', name));
  beforeAll(async () => {
    const config = join(DATA, 'configs', `${series.config}.json`);
    const { files } = await publishDataset({ config, input: sources, output: folder, workers: 1 });
    expect(files.published).toBe(sources.length);
  });

  it('40 random boxes and periods give the rows that xarray finds', async () => {
    const selections = randomSelections(series);
    const asked = selections.map(({ box, time }) => ({
      ...(box && { box: [box.west, box.south, box.east, box.north] }),
      ...(time && { time: [String(time.start), String(time.end)] }),
    }));
    const { columns } = series;
    const expected = (await runPython(
      'query_cube.py',
      JSON.stringify({ sources, columns, selections: asked }),
    )) as Rows[];
    const dataset = await openDataset(join(folder, `${series.config}.zarr`));
    let rows = 0;
    for (const [at, selection] of selections.entries()) {
      const found = await rowsOf(dataset.select(selection));
      expectSame(found, expected[at] as Rows);
      rows += found.TIME?.length ?? 0;
    }
    await dataset.close();
    expect(rows).toBeGreaterThan(2_000);
  });
});

function randomSelections({ around, times, columns }: (typeof SERIES)[keyof typeof SERIES]): Selection[] {
  const random = randomFrom(11);
  const turned = (degrees: number) => (degrees > 180 ? degrees - 360 : degrees);
  const [first, last] = [times[0] * 1_000_000_000n, times[1] * 1_000_000_000n];
  return Array.from({ length: 40 }, () => {
    const [west, south] = [around.west + random() * around.width, around.south + random() * around.height];
    const [width, height] = [(random() * around.width) / 4, (random() * around.height) / 4];
    const start = first + BigInt(Math.floor(random() * Number(last - first)));
    return {
      box: { west: turned(west), south, east: turned(west + width), north: south + height },
      ...(random() < 0.5 && { time: { start, end: random() < 0.5 ? last : first + (last - first) / 2n } }),
      columns: ['TIME', 'LATITUDE', 'LONGITUDE', ...columns],
    };
  });
}

async function rowsOf(tables: ReturnType<Awaited<ReturnType<typeof openDataset>>['select']>): Promise<Rows> {
  const found: Record<string, (string | number | null)[]> = {};
  for await (const table of tables) {
    for (const name of table.names) {
      const column = table.column(name);
      const values = Array.from({ length: table.rows }, (_, row) => valueAt(column, row));
      found[name] = [
        ...(found[name] ?? []),
        ...values.map((value) => (typeof value === 'bigint' ? String(value) : (value as number))),
      ];
    }
  }
  return found;
}

/** xarray unpacks to float32 what float64 would hold, and rounds times on its own. */
function expectSame(found: Rows, expected: Rows): void {
  for (const [name, values] of Object.entries(expected)) {
    const own = found[name] ?? [];
    expect(own.length, name).toBe(values.length);
    values.forEach((value, row) => {
      const other = own[row] as typeof value;
      const isNear =
        name === 'TIME'
          ? Math.abs(Number(BigInt(value as string) - BigInt(other as string))) <= 1000
          : value === other || (value !== null && other !== null && Math.abs(Number(value) - Number(other)) <= 1e-6);
      if (!isNear) expect([name, row, other]).toEqual([name, row, value]);
    });
  }
}
