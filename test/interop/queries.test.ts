import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryToFile } from '../../src/app/query-dataset.js';
import type { Condition, PublishedDataset } from '../../src/contracts/published-dataset.js';
import { concatenate } from '../../src/formats/parquet/concatenate.js';
import { parquetReader } from '../../src/formats/parquet/index.js';
import { valueAt } from '../../src/model/table/column.js';
import { Table } from '../../src/model/table/table.js';
import { openParquetDataset } from '../../src/query/parquet/index.js';
import { createStorageResolver } from '../../src/storage/index.js';
import { PYTHON, runPython } from './python.js';

const folder = mkdtempSync(join(tmpdir(), 'co-query-odd-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All rows of a query as one table. */
async function allOf(dataset: PublishedDataset, where: readonly Condition[] = []): Promise<Table> {
  const tables: Table[] = [];
  for await (const table of dataset.select({ where })) tables.push(table);
  const [first] = tables;
  if (!first) throw new Error('no table');
  return new Table(first.names.map((name) => [name, concatenate(tables.map((table) => table.column(name)))]));
}

function valuesOf(table: Table, name: string): unknown[] {
  const column = table.column(name);
  return Array.from({ length: table.rows }, (_, row) => valueAt(column, row));
}

describe.skipIf(!PYTHON)('Parquet of many kinds', () => {
  let names: string[];
  beforeAll(async () => {
    names = (await runPython('odd_parquet.py', folder)) as string[];
  }, 60_000);

  it('is read as the reader of sources reads it, which is another decoder', { timeout: 120_000 }, async () => {
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) {
      const object = await createStorageResolver().resolve(join(folder, `${name}/`));
      const expected = await parquetReader.open(object, { partitioning: 'hive' });
      const dataset = (await openParquetDataset(object)) as PublishedDataset;
      const found = await allOf(dataset);
      expect(found.names, name).toEqual(expected.names);
      for (const column of expected.names) {
        expect(found.column(column).type, `${name} ${column}`).toBe(expected.column(column).type);
        expect(valuesOf(found, column), `${name} ${column}`).toEqual(valuesOf(expected, column));
      }
    }
  });

  it('gives the rows that fit, whatever the statistics', { timeout: 120_000 }, async () => {
    for (const name of names) {
      const object = await createStorageResolver().resolve(join(folder, `${name}/`));
      const dataset = (await openParquetDataset(object)) as PublishedDataset;
      const whole = await allOf(dataset);
      for (const [column, value] of conditionsFor(whole)) {
        for (const operator of ['=', '!=', '<', '>='] as const) {
          const expected = valuesOf(whole, column).filter((each) => holds(each, operator, value));
          const found = await allOf(dataset, [{ column, operator, value: String(value) }]);
          expect(valuesOf(found, column), `${name}: ${column} ${operator} ${value}`).toEqual(expected);
        }
      }
    }
  });

  it.each(['parquet', 'arrow'])(
    'comes back from a file of .%s as pyarrow reads it',
    { timeout: 60_000 },
    async (ending) => {
      for (const name of ['snappy', 'lists']) {
        const to = join(folder, `${name}.${ending}`);
        const { rows } = await queryToFile({
          dataset: join(folder, `${name}/`),
          to,
          selection: { where: ['no_null >= 1500'] },
        });
        expect(rows).toBe(1500);
        expect(await runPython('same_rows.py', join(folder, name), to)).toEqual({ rows: 1500, different: [] });
      }
    },
  );
});

type Value = number | bigint | string;

function conditionsFor(table: Table): [string, Value][] {
  return table.names.flatMap((name): [string, Value][] => {
    const { type } = table.column(name);
    if (!/^(u?int|float|string)/.test(type)) return [];
    const values = valuesOf(table, name).filter((value) => value !== null && !Number.isNaN(value)) as Value[];
    const value = values[Math.floor(values.length / 3)];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
}

function holds(value: unknown, operator: '=' | '!=' | '<' | '>=', limit: Value): boolean {
  if (value === null || Number.isNaN(value)) return false;
  if (operator === '=') return value === limit;
  if (operator === '!=') return value !== limit;
  return operator === '<' ? (value as Value) < limit : (value as Value) >= limit;
}
