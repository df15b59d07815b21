import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publishDataset } from '../../src/app/publish-dataset.js';
import { parquetReader } from '../../src/formats/parquet/index.js';
import { createStorageResolver } from '../../src/storage/index.js';
import { expectationOf, FIXTURES, plainColumns } from './fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'handlers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All rows of a dataset as texts, sorted: folders keep no order. */
async function rowsOf(dataset: string): Promise<string[]> {
  const object = await createStorageResolver().resolve(`${dataset}/`);
  const columns = plainColumns(await parquetReader.open(object, { partitioning: 'hive' }));
  return sortedRows(columns);
}

function sortedRows(columns: Readonly<Record<string, readonly unknown[]>>): string[] {
  const names = Object.keys(columns).sort();
  const rows = columns[names[0] as string]?.length ?? 0;
  const text = (row: number) => JSON.stringify(names.map((name) => String(columns[name]?.[row] ?? null)));
  return Array.from({ length: rows }, (_, row) => text(row)).sort();
}

describe.each([
  ['moorings', 'moorings.nc'],
  ['profiles', 'profiles.nc'],
  ['spectra', 'spectra.nc'],
  ['tags', 'tags.csv'],
  ['seals', 'ct64-M001-09_prof.nc'],
])('%s', (name, file) => {
  it('is published as Python tells', async () => {
    const summary = await publishDataset({
      config: `${FIXTURES}${name}.json`,
      input: [FIXTURES + file],
      output: join(folder, name),
      workers: 1,
    });
    const wanted = expectationOf(name);
    expect(summary.failures).toEqual([]);
    expect([summary.rows, summary.dropped]).toEqual([wanted.rows, wanted.dropped]);
    expect(await rowsOf(join(folder, name, `${name}.parquet`))).toEqual(sortedRows(wanted.columns));
  });
});

describe('a file of which nothing is left', () => {
  it('P12 fails with its counts, and leaves no object', async () => {
    const output = join(folder, 'fishing');
    const input = ['fishing.nc', 'no-times.nc'].map((file) => FIXTURES + file);
    const summary = await publishDataset({ config: `${FIXTURES}fishing.json`, input, output, workers: 1 });
    expect(summary.files).toEqual({ published: 0, skipped: 0, failed: 2 });
    expect(summary.failures.map(({ code }) => code)).toEqual(['CO_TABLE_EMPTY', 'CO_DIMENSION_WITHOUT_VARIABLE']);
    expect(summary.failures[0]?.message).toContain('28 rows dropped as position_out_of_range');
    expect(summary.failures[0]?.message).toContain('2 rows dropped as position_missing');
    expect(summary.dropped).toEqual({ position_out_of_range: 28, position_missing: 2 });
    expect(readdirSync(output)).not.toContain('fishing.parquet');
  });
});

describe('a partition', () => {
  const publish = (override: object) =>
    publishDataset({
      config: `${FIXTURES}moorings.json`,
      input: [`${FIXTURES}moorings.nc`],
      output: mkdtempSync(join(folder, 'partition-')),
      override: JSON.stringify(override),
      workers: 1,
    });

  it('P12 without any value refuses the file', async () => {
    const add_variables = { site_code: { source: '@global_attribute:site' } };
    const { failures } = await publish({ schema_transformation: { add_variables } });
    expect(failures[0]).toMatchObject({ code: 'CO_PARTITION_NULL' });
    expect(failures[0]?.message).toContain("'site_code'");
  });

  it('P12 with values in some rows keeps the others in a folder of their own', async () => {
    const { schema_transformation: own } = JSON.parse(readFileSync(`${FIXTURES}moorings.json`, 'utf8'));
    const partitioning = [{ source_variable: 'TEMP' }, ...own.partitioning];
    const { failures, rows, target } = await publish({ schema_transformation: { partitioning } });
    expect([failures, rows]).toEqual([[], 40]);
    expect(readdirSync(target)).toContain('TEMP=__HIVE_DEFAULT_PARTITION__');
    const object = await createStorageResolver().resolve(`${target}/`);
    const { TEMP: values } = plainColumns(await parquetReader.open(object, { partitioning: 'hive' }));
    expect(values?.filter((value) => value === null)).toHaveLength(2);
  });
});

describe('objects', () => {
  it('have the columns of the schema without those that name folders, and a sidecar has them all', async () => {
    const dataset = join(folder, 'seals', 'seals.parquet');
    const keys = readdirSync(dataset, { recursive: true, encoding: 'utf8' }).filter((key) => key.endsWith('.parquet'));
    const [one = ''] = keys;
    const object = await createStorageResolver().resolve(join(dataset, one));
    const columns = [...(await parquetReader.open(object, { partitioning: null })).columns.keys()];
    const { schema, schema_transformation: transformation } = JSON.parse(readFileSync(`${FIXTURES}seals.json`, 'utf8'));
    const all = [...Object.keys(schema), ...Object.keys(transformation.add_variables)];
    const partitions = ['timestamp', 'PLATFORM_NUMBER', 'polygon'];
    expect(columns).toEqual(all.filter((name) => !partitions.includes(name)));
    const sidecar = await createStorageResolver().resolve(join(dataset, '_common_metadata'));
    expect([...(await parquetReader.open(sidecar, { partitioning: null })).columns.keys()]).toEqual(all);
  });
});
