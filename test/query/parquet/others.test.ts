import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/app/open-published.js';
import { publishDataset } from '../../../src/app/publish-dataset.js';
import type { Selection } from '../../../src/contracts/published-dataset.js';
import { isCoded } from '../../../src/errors/index.js';
import { parquetTableWriter, readSidecar } from '../../../src/formats/parquet/index.js';
import { textsOf, valueAt } from '../../../src/model/table/column.js';
import { openParquetDataset } from '../../../src/query/parquet/index.js';
import { createStorageResolver } from '../../../src/storage/index.js';
import { filesBelow } from '../../support/dataset-state.js';
import { csvOf, trackRows, tracksConfig, writeAt, writeConfig } from '../../support/tracks.js';
import { watched } from '../zarr/watched.js';

const folder = mkdtempSync(join(tmpdir(), 'co-query-others-'));
const own = join(folder, 'out', 'tracks.parquet');
const YEARS = [2018, 2019, 2020, 2021];
beforeAll(async () => {
  for (const year of YEARS) writeAt(join(folder, 'in'), `${year}.csv`, csvOf(trackRows(year, { value: year * 100 })));
  await publishDataset({
    config: writeConfig(folder),
    input: [join(folder, 'in')],
    output: join(folder, 'out'),
    workers: 1,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy as another tool would have written it: no ledger, and a sidecar that does not tell of the folders. */
async function foreign(name: string): Promise<string> {
  const path = join(folder, name, 'tracks.parquet');
  cpSync(own, path, { recursive: true });
  const bytes = readFileSync(join(path, '_common_metadata'));
  const { key_value_metadata = [] } = parquetMetadata(new Uint8Array(bytes).buffer);
  const {
    partitioning,
    'ARROW:schema': _,
    ...rest
  } = Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value ?? '']));
  expect(JSON.parse(partitioning as string)).toEqual(
    (tracksConfig().schema_transformation as { partitioning: unknown }).partitioning,
  );
  const fields = readSidecar(bytes, path).fields.map((field) => ({ ...field, metadata: {} }));
  writeFileSync(join(path, '_common_metadata'), await parquetTableWriter.encodeSchema(fields, rest));
  return path;
}

/** Values of the rows that fit, and how many objects were read for them. */
async function ask(path: string, selection: Selection): Promise<{ values: unknown[]; objects: number }> {
  const object = await createStorageResolver().resolve(path);
  const { storage, requests } = watched(object.storage);
  const dataset = await openParquetDataset({ ...object, storage });
  requests.length = 0;
  const values: unknown[] = [];
  for await (const table of dataset?.select(selection) ?? []) {
    const column = table.column('value');
    for (let row = 0; row < table.rows; row++) values.push(valueAt(column, row));
  }
  const objects = new Set(requests.map(({ key }) => key).filter((key) => key.endsWith('.parquet')));
  return { values: values.sort(), objects: objects.size };
}

const span = (from: string, to: string) => ({
  start: BigInt(Date.parse(from)) * 1_000_000n,
  end: BigInt(Date.parse(to)) * 1_000_000n,
});
const IN_2019 = { time: span('2019-02-01T00:00Z', '2019-03-01T00:00Z') };

describe('a dataset of another tool', () => {
  it('is looked into wherever the statistics of its objects allow, not where its folders seem to', async () => {
    const path = await foreign('plain');
    const objects = filesBelow(path).filter((key) => key.endsWith('.parquet')).length;
    expect(await ask(path, IN_2019)).toEqual({ values: [201901, 201902], objects });
    const box = { west: 10, south: -40, east: 19, north: -30 };
    expect(await ask(path, { ...IN_2019, box })).toEqual({ values: [201902], objects });
    const { temporalExtent, spatialExtent } = await (await openDataset(path)).describe();
    expect([temporalExtent, spatialExtent]).toEqual([undefined, undefined]);
  });

  it.each(['plain', 'bare'])('loses no row that lies outside the period of its folder (%s)', async (kind) => {
    const path = await foreign(`from-${kind}`);
    if (kind === 'bare') rmSync(join(path, '_common_metadata'));
    const moved = join(folder, `moved-${kind}`, 'tracks.parquet');
    const starts = [...new Set(filesBelow(path).flatMap((key) => key.match(/(?<=timestamp=)-?\d+/g) ?? []))].sort();
    const [, second = '', third = ''] = starts;
    // The first and the last year stay as they are; those between change places.
    for (const key of filesBelow(path)) {
      const swapped = key.replace(second, 'x').replace(third, second).replace('x', third);
      cpSync(join(path, key), join(moved, swapped));
    }
    expect((await ask(moved, IN_2019)).values).toEqual([201901, 201902]);
    expect((await ask(moved, { ...IN_2019, point: { longitude: 24, latitude: -35 } })).values).toEqual([201901]);
  });

  it('without a sidecar has the columns of all its objects', async () => {
    const path = join(folder, 'bare', 'tracks.parquet');
    cpSync(own, path, { recursive: true });
    rmSync(join(path, '_common_metadata'));
    const dataset = await openDataset(path);
    const { variables, rows, partitions, ...told } = await dataset.describe();
    expect(variables.map(({ name }) => name)).toEqual([
      'time',
      'latitude',
      'longitude',
      'value',
      'filename',
      'timestamp',
      'polygon',
    ]);
    expect(told).toMatchObject({
      temporalExtent: span('2018-01-01T00:00Z', '2021-06-01T00:00Z'),
      temporalExtentFrom: 'values',
      spatialExtent: { west: 15, south: -35, east: 25, north: -35 },
      spatialExtentFrom: 'values',
    });
    expect({ rows, partitions }).toEqual({ rows: 24, partitions: ['timestamp', 'polygon'] });
    expect((await ask(path, IN_2019)).values).toEqual([201901, 201902]);
  });
});

describe('a dataset', () => {
  it('tells partitions as columns, and takes conditions on them', async () => {
    const dataset = await openDataset(own);
    const where = [{ column: 'timestamp', operator: '=', value: String(Date.UTC(2020, 0) / 1000) } as const];
    const names: (string | null)[] = [];
    for await (const table of dataset.select({ columns: ['filename', 'timestamp'], where }))
      names.push(...textsOf(table.column('filename')));
    expect(names).toEqual(Array(6).fill('2020.csv'));
    expect(await ask(own, { where })).toMatchObject({ objects: 2 });
  });

  it('of which nothing fits gives a table without rows, with its columns', async () => {
    const dataset = await openDataset(own);
    const tables = [];
    for await (const table of dataset.select({ time: span('1990-01-01T00:00Z', '1991-01-01T00:00Z') }))
      tables.push(table);
    expect(tables.map(({ rows, names }) => [rows, names.length])).toEqual([[0, 7]]);
  });

  it('does not show what no commit claims', async () => {
    const path = join(folder, 'crashed', 'tracks.parquet');
    cpSync(join(folder, 'out'), join(folder, 'crashed'), { recursive: true });
    const [key = ''] = filesBelow(path).filter((name) => name.endsWith('.parquet'));
    cpSync(join(path, key), join(path, key.replace(/[^/]+$/, 'left-behind.parquet')));
    expect((await ask(path, {})).values).toHaveLength(24);
  });

  it('is one object, too', async () => {
    const [key = ''] = filesBelow(own).filter((name) => name.endsWith('.parquet'));
    const dataset = await openDataset(join(own, key));
    expect((await dataset.describe()).variables.map(({ name }) => name)).toContain('value');
  });

  it.each([
    [{ columns: ['nothing'] }, 'CO_COLUMN_UNKNOWN'],
    [{ where: [{ column: 'nothing', operator: '=', value: '1' }] }, 'CO_COLUMN_UNKNOWN'],
    [{ where: [{ column: 'value', operator: '=', value: 'warm' }] }, 'CO_QUERY_VALUE'],
  ] as const)('refuses %j before it reads anything', async (selection, code) => {
    const error = await ask(own, selection as Selection).catch((caught: unknown) => caught);
    expect(isCoded(error) ? error.code : error).toBe(code);
  });

  it('whose object has gone meanwhile says so', async () => {
    const path = join(folder, 'changed', 'tracks.parquet');
    cpSync(join(folder, 'out'), join(folder, 'changed'), { recursive: true });
    const [key = ''] = filesBelow(path).filter((name) => name.endsWith('.parquet'));
    rmSync(join(path, key));
    await expect(ask(path, {})).rejects.toMatchObject({ code: 'CO_QUERY_CHANGED' });
  });

  it('that is none is told', async () => {
    await expect(openDataset(join(folder, 'in'))).rejects.toMatchObject({ code: 'CO_DATASET_UNKNOWN' });
    await expect(openDataset(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'CO_DATASET_UNKNOWN' });
  });
});

describe('a dataset whose config was changed', () => {
  it('is looked into all over until all its sources were published anew', async () => {
    const place = mkdtempSync(join(folder, 'changed-'));
    const files = YEARS.slice(0, 2).map((year) => join(folder, 'in', `${year}.csv`));
    const publish = async (period: string, input: string[]) => {
      const document = JSON.parse(JSON.stringify(tracksConfig()));
      document.schema_transformation.partitioning[0].time_extent.partition_period = period;
      writeFileSync(join(place, 'tracks.json'), JSON.stringify(document));
      await publishDataset({ config: join(place, 'tracks.json'), input, output: join(place, 'out'), workers: 1 });
    };
    const summer = { time: span('2018-02-01T00:00Z', '2018-04-01T00:00Z') };
    const path = join(place, 'out', 'tracks.parquet');
    await publish('Y', files);
    expect((await ask(path, summer)).values).toEqual([201801, 201802, 201803]);
    await publish('M', files.slice(1));
    expect((await ask(path, summer)).values).toEqual([201801, 201802, 201803]);
    await publish('M', files);
    const { values, objects } = await ask(path, summer);
    expect({ values, objects }).toEqual({ values: [201801, 201802, 201803], objects: 3 });
  });
});
