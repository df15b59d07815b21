import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reasonOf, ScaffoldPlace } from '../support/scaffolded.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';
const netcdf = (...parts: readonly string[]) =>
  readdirSync(join(DATA, 'netcdf'))
    .filter((name) => parts.every((part) => name.includes(part)))
    .sort()
    .map((name) => join(DATA, 'netcdf', name));

let place: ScaffoldPlace;
afterEach(() => place?.remove());

/** Sums that pandas and xarray give for the files themselves. */
const SUMS: readonly (readonly [file: string, rows: number, sums: Readonly<Record<string, number>>])[] = [
  [
    'SYD140',
    30886,
    { TEMP: 497371.3467, PSAL: 1071656.957, PRES_REL: 3870026.347, DEPTH: 3841223.31, CNDC: 134885.4389 },
  ],
  ['CAPE-SORELL', 541, { WPMH: 4398.4, WMXH: 2643.87, WPPE: 6956.6, WPDI: 121936, WPDS: 15601 }],
  ['9HA2479', 21, { TEMP: 576.300003, WSPD: 132.726673, WDIR: 1690, ATMP: 21203.39999, AIRT: 570.5999985 }],
  ['2902093', 31104, { PRES: 20088784.6, TEMP: 408336.026, PSAL: 1052406.09, PSAL_ADJUSTED: 1048710.588 }],
];

describe.skipIf(DATA === '')('real files, each published with the config that is made of it', () => {
  it.each(SUMS)('%s: %i rows with the sums of the file', async (part, rows, sums) => {
    place = new ScaffoldPlace();
    const { created, summary } = await place.run(netcdf(part));
    expect(created.problems).toEqual([]);
    expect(summary).toMatchObject({ files: { published: 1, failed: 0 }, rows });
    const columns = Object.keys(sums).map((name) => `sum(${name}::DOUBLE)`);
    const [totals = []] = await place.query(created, `SELECT ${columns.join(', ')} FROM dataset`);
    for (const [i, [name, sum]] of Object.entries(sums).entries())
      expect(Number(totals[i]) / sum, name).toBeCloseTo(1, 6);
  });

  it('the detections in CSV: 984 rows, all columns', async () => {
    place = new ScaffoldPlace();
    const { created, summary, config } = await place.run([
      join(DATA, 'csv', readdirSync(join(DATA, 'csv'))[0] as string),
    ]);
    expect([created.problems, summary.rows]).toEqual([[], 984]);
    expect(config.csv_config.pandas_read_csv_config).toEqual({ delimiter: ';', header: 0, encoding: 'utf-8' });
    expect(Object.keys(config.schema)).toHaveLength(17);
    const [row = []] = await place.query(
      created,
      'SELECT sum(latitude), sum(longitude), sum(sensor_value) FROM dataset',
    );
    expect(row.map((sum) => Number(Number(sum).toFixed(3)))).toEqual([-12041.211, 139656.088, 29123]);
  });

  it.each([0, 1, 2, 3])('one hour of radar velocities, that of %i o’clock', async (hour) => {
    place = new ScaffoldPlace();
    const { created, summary, config } = await place.run([netcdf('TURQ')[hour] as string]);
    expect(created).toMatchObject({ format: 'zarr', problems: [] });
    // The filter finds the other hours, too: files of the same dataset.
    expect(summary).toMatchObject({ files: { published: 4, failed: 0 }, rows: 4 });
    expect(config.schema_transformation.dimensions).toMatchObject({ time: { name: 'TIME', append_dim: true } });
  });

  it('four hours of radar velocities: each with its numbers', async () => {
    place = new ScaffoldPlace();
    const { created, summary } = await place.run(netcdf('TURQ'));
    expect([created.problems, summary.rows]).toEqual([[], 4]);
    const { UCUR, GDOP } = (await place.cube(created)).arrays;
    const steps = [0, 1, 2, 3].map((step) => UCUR?.values.slice(step * 3540, (step + 1) * 3540).filter(isValue) ?? []);
    expect(steps.map((values) => values.length)).toEqual([1468, 1530, 1526, 1464]);
    expect(steps.map((values) => Number(total(values).toFixed(3)))).toEqual([-110.07, -71.908, -44.773, -25.708]);
    expect(total((GDOP?.values ?? []).filter(isValue))).toBeCloseTo(129774.98357, 2);
  });

  it.each([0, 1, 'both'])('sea level anomaly, sample %s: packed as it was, also what only one has', async (which) => {
    place = new ScaffoldPlace();
    const files = netcdf('GSLA');
    const { created, summary } = await place.run(which === 'both' ? files : [files[which as number] as string]);
    expect(created).toMatchObject({ format: 'zarr', problems: [] });
    expect(summary).toMatchObject({ files: { published: 2, failed: 0 }, rows: 2 });
    const { arrays } = await place.cube(created);
    expect([arrays.GSLA?.type, arrays.GSLA?.shape]).toEqual(['int16', [2, 351, 641]]);
    const scale = Number(arrays.GSLA?.attributes.scale_factor);
    const values = [0, 1].map((step) => arrays.GSLA?.values.slice(step * 224991, (step + 1) * 224991) ?? []);
    const sums = values.map((step) => total(step.filter((value) => value !== -32766)) * scale);
    expect(values.map((step) => step.filter((value) => value !== -32766).length)).toEqual([200245, 200245]);
    expect(sums[0]).toBeCloseTo(9308.353, 2);
    if (which === 'both') expect(arrays.UCUR_MEAN?.type).toBe('int16');
  });

  it('a file all of whose times are in the year 6062: the config says so, and the run refuses it', async () => {
    place = new ScaffoldPlace();
    const { created, summary } = await place.run(netcdf('VMQ9273'));
    expect(created.problems).toEqual([]);
    expect(reasonOf(created, 'found:TIME')).toContain('1438 of its times cannot be held');
    expect(reasonOf(created, 'times')).toContain('rows without a time are not published');
    expect(summary.failures.map(({ code }) => code)).toEqual(['CO_TABLE_EMPTY']);
  });

  it('both files of ships: what can be published is', async () => {
    place = new ScaffoldPlace();
    const { created, summary, config } = await place.run(netcdf('SOOP-SST'));
    expect(created.problems).toEqual([]);
    expect(summary).toMatchObject({ files: { published: 1, failed: 1 }, rows: 21 });
    expect(reasonOf(created, 'optional:PSAL')).toBe('1 of 2 samples have it; the others have no values there');
    expect(config.schema.LATITUDE.type).toBe('double');
    expect(config.schema_transformation.drop_variables).toEqual(['history']);
  });

  it('a folder with files of many kinds: samples are of the format that most have', async () => {
    place = new ScaffoldPlace();
    const created = await place.create([`${DATA}/`]);
    expect(created.decisions.length).toBeGreaterThan(5);
  });
});

function isValue(value: number | string): value is number {
  return typeof value === 'number' && !Number.isNaN(value) && value !== 999999;
}

function total(values: readonly (number | string)[]): number {
  return values.reduce<number>((sum, value) => sum + Number(value), 0);
}
