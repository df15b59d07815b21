/**
 * Folder names of partitions, compared with those that pyarrow writes, and read by pyarrow and DuckDB.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Field } from '../../src/contracts/table-writer.js';
import { parquetTableWriter } from '../../src/formats/parquet/index.js';
import { partitionRows } from '../../src/model/partition/hive.js';
import { type ColumnType, columnOf } from '../../src/model/table/column.js';
import { Table } from '../../src/model/table/table.js';
import { PYTHON, runPython } from './python.js';

const ENCODING = { compression: 'SNAPPY', rowGroupRows: 20_000, dictionary: true } as const;

/** Values that folder names are easily wrong for. (Parquet keeps no time32[s], and pyarrow cuts bytes at a NUL.) */
const VALUES: Partial<Record<ColumnType, readonly unknown[]>> = {
  string: [
    'Cape Sorell',
    'a/b',
    'a=b',
    'ü',
    '日本',
    '',
    '.',
    '..',
    '100%',
    "'()*!~-_.;:@&$,?#[]+",
    '\t"\\<>{}|^`',
    'NaN',
    null,
  ],
  int8: [0, -5, 127, null],
  int64: [0n, -1n, 1_293_840_000n, 2n ** 62n, null],
  uint64: [0n, 2n ** 64n - 1n],
  float64: [1, 0.1, -0, 1e20, 1e-7, 1e-5, 123456789012.5, 1e15, 1e16, Infinity, -Infinity, Number.NaN, null],
  float32: [1, 0.1, 16777216, 1e10, 3.4e38, 1 / 3, null],
  bool: [true, false, null],
  'timestamp[ns]': [0n, -1n, 1_700_000_000_123_456_789n, 1_700_000_000_000_000_000n, null],
  'timestamp[ms]': [0n, 1_700_000_000_123n],
  'date32[day]': [0, 19_000],
  'time64[us]': [0n, 19_000n],
  binary: [Uint8Array.of(97, 98), Uint8Array.of(195, 188, 32)],
};

const columns = Object.entries(VALUES) as [ColumnType, readonly unknown[]][];

describe.skipIf(!PYTHON)('folders of partitions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'partitions-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const tables = columns.map(([type, values]) => {
    const rows = columnOf(
      'int32',
      Array.from(values, (_, row) => row),
    );
    const path = join(folder, `${type.replace(/\W/g, '-')}.parquet`);
    const columns = [['p', columnOf(type, values)] as const, ['row', rows] as const];
    return { type, path, table: new Table(columns) };
  });
  const paths = tables.map(({ path }) => path);

  beforeAll(async () => {
    for (const { type, path, table } of tables) {
      const fields: readonly Field[] = [
        { name: 'p', type, metadata: {} },
        { name: 'row', type: 'int32', metadata: {} },
      ];
      writeFileSync(path, await parquetTableWriter.encode(table, fields, ENCODING));
      for (const { directory, rows } of partitionRows(table, ['p'])) {
        const into = join(path.replace('.parquet', '.dataset'), directory);
        mkdirSync(into, { recursive: true });
        const data = await parquetTableWriter.encode(table.without('p').take(rows), fields.slice(1), ENCODING);
        writeFileSync(join(into, 'part.parquet'), data);
      }
    }
  });

  it('are named as pyarrow names them', async () => {
    const ours = tables.map(({ path, table }) => [
      path,
      partitionRows(table, ['p'])
        .map(({ directory }) => directory)
        .sort(),
    ]);
    const theirs = (await runPython('partition_folders.py', ...paths)) as Record<string, string[]>;
    expect(Object.fromEntries(ours)).toEqual(mapValues(theirs, (names) => [...names].sort()));
  });

  it('are read by pyarrow with their values, and by DuckDB', async () => {
    const wanted = tables.map(({ path, table: { rows } }) => [
      path,
      { rows, guessed: rows, duckdb: rows, differing: [] },
    ]);
    expect(await runPython('read_partitions.py', ...paths)).toEqual(Object.fromEntries(wanted));
  });
});

function mapValues<A, B>(of: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, map(value)]));
}
