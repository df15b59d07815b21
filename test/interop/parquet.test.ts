import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Field, TableEncoding } from '../../src/contracts/table-writer.js';
import { parquetReader, parquetTableWriter } from '../../src/formats/parquet/index.js';
import { castColumn } from '../../src/model/table/cast.js';
import { type Column, columnOf, lengthOf, valueAt } from '../../src/model/table/column.js';
import { Table } from '../../src/model/table/table.js';
import { MemoryStorage } from '../../src/storage/memory-storage.js';

const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON;
const encoding: TableEncoding = { compression: 'SNAPPY', rowGroupRows: 2, dictionary: true };

/** Three rows of each type of column, with a null in the middle. */
const columns: Record<string, Column> = {
  'int8.with.dots': columnOf('int8', [-128, null, 127]),
  int16: columnOf('int16', [-32768, null, 32767]),
  int32: columnOf('int32', [-1, null, 2147483647]),
  int64: columnOf('int64', [9007199254740993n, null, -1n]),
  uint8: columnOf('uint8', [0, null, 255]),
  uint16: columnOf('uint16', [0, null, 65535]),
  uint32: columnOf('uint32', [0, null, 4294967295]),
  uint64: columnOf('uint64', [0n, null, 18446744073709551615n]),
  float32: columnOf('float32', [1.5, null, -0.25]),
  float64: columnOf('float64', [0.1, null, 1e300]),
  bool: columnOf('bool', [true, null, false]),
  'timestamp[ns]': columnOf('timestamp[ns]', [1577836800123456789n, null, -1n]),
  'timestamp[ms]': columnOf('timestamp[ms]', [1577836800123n, null, -1n]),
  'duration[ns]': columnOf('duration[ns]', [1n, null, -5n]),
  'date32[day]': columnOf('date32[day]', [18262, null, -1]),
  'time32[s]': columnOf('time32[s]', [1, null, 86399]),
  'time64[us]': columnOf('time64[us]', [1n, null, 86399999999n]),
  string: columnOf('string', ['a', null, 'übergrößenträger mit langem Namen']),
  binary: columnOf('binary', [Uint8Array.of(0xff, 0), null, new Uint8Array(0)]),
  'list<string>': columnOf('list<string>', [['a', 'b'], null, []]),
};
const fields: Field[] = Object.entries(columns).map(([name, { type }]) => ({
  name,
  type,
  metadata: { units: 'm', type },
}));

function runPython<T>(script: string, bytes: Uint8Array): T {
  const path = join(mkdtempSync(join(tmpdir(), 'parquet-')), 'a.parquet');
  writeFileSync(path, bytes);
  const text = execFileSync(python as string, ['-c', script, path], { encoding: 'utf8' });
  return JSON.parse(text) as T;
}

const DESCRIBE = `
import json, sys, pyarrow as pa, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
def plain(column):
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.int64() if column.type.bit_width == 64 else pa.int32())
    return [value if value is None else list(value) if isinstance(value, bytes) else value if isinstance(value, list) else str(value) for value in column.to_pylist()]
file = pq.ParquetFile(sys.argv[1])
print(json.dumps({
  'types': {field.name: str(field.type) for field in table.schema},
  'nullable': all(field.nullable for field in table.schema),
  'metadata': [field.name for field in table.schema if field.metadata],
  'utc': [str(file.schema.column(i).logical_type) for i in range(len(file.schema)) if 'Timestamp' in str(file.schema.column(i).logical_type)],
  'groups': file.num_row_groups,
  'values': {name: plain(table[name]) for name in table.column_names},
}))
`;

interface Described {
  types: Record<string, string>;
  nullable: boolean;
  metadata: string[];
  utc: string[];
  groups: number;
  values: Record<string, unknown[]>;
}

describe.skipIf(!python)('what we write as Parquet, read by pyarrow', () => {
  test('types, nulls and values of each type', async () => {
    const bytes = await parquetTableWriter.encode(new Table(Object.entries(columns)), fields, encoding);
    const described = runPython<Described>(DESCRIBE, bytes);
    const names = {
      float32: 'float',
      float64: 'double',
      'list<string>': 'list<element: string>',
      'int8.with.dots': 'int8',
      'time32[s]': 'time32[ms]',
    };
    for (const { name } of fields) expect(described.types[name]).toBe(names[name as keyof typeof names] ?? name);
    for (const [name, column] of Object.entries(columns))
      expect(described.values[name]).toEqual(pythonValues(inMilliseconds(column)));
    expect(described).toMatchObject({ nullable: true, metadata: [], groups: 2 });
    expect(described.utc).toHaveLength(2);
    for (const type of described.utc) expect(type).toMatch(/isAdjustedToUTC=false/);
  });

  test.each(['ZSTD', 'GZIP', 'BROTLI', 'LZ4_RAW', 'UNCOMPRESSED'] as const)(
    'compressed with %s, some dictionaries',
    async (compression) => {
      const bytes = await parquetTableWriter.encode(new Table(Object.entries(columns)), fields, {
        compression,
        rowGroupRows: 100,
        dictionary: ['string'],
      });
      expect(runPython<Described>(DESCRIBE, bytes).values.string).toEqual(pythonValues(columns.string as Column));
    },
  );

  test('no rows', async () => {
    const empty = new Table(Object.entries(columns)).take(new Uint32Array(0));
    const described = runPython<Described>(DESCRIBE, await parquetTableWriter.encode(empty, fields, encoding));
    expect(Object.values(described.values).flat()).toEqual([]);
    expect(Object.keys(described.types)).toHaveLength(fields.length);
  });

  test('P11 the schema with its metadata as JSON', async () => {
    const keyValues = {
      global_attributes: JSON.stringify({ title: 'ünï', metadata_uuid: null }),
      TEMP: JSON.stringify({ valid_min: -2.5 }),
    };
    const script = `
import json, sys, pyarrow.parquet as pq
schema = pq.read_schema(sys.argv[1]); meta = pq.read_metadata(sys.argv[1])
text = lambda entries: {k.decode(): v.decode() for k, v in (entries or {}).items()}
print(json.dumps({'groups': meta.num_row_groups, 'rows': meta.num_rows, 'file': text(meta.metadata), 'schema': text(schema.metadata), 'fields': {f.name: text(f.metadata) for f in schema}, 'names': schema.names}))`;
    const described = runPython<Record<string, unknown>>(
      script,
      await parquetTableWriter.encodeSchema(fields, keyValues),
    );
    expect(described).toMatchObject({
      groups: 0,
      rows: 0,
      names: fields.map((field) => field.name),
      file: keyValues,
      schema: keyValues,
    });
    expect(described.fields).toEqual(Object.fromEntries(fields.map((field) => [field.name, field.metadata])));
  });

  test('our reader gives back what our writer wrote', async () => {
    const storage = new MemoryStorage('pq');
    await storage.put(
      'a.parquet',
      await parquetTableWriter.encode(new Table(Object.entries(columns)), fields, encoding),
    );
    const table = await parquetReader.open({ uri: 'memory://pq/a.parquet', storage, key: 'a.parquet' }, {});
    for (const [name, column] of Object.entries(columns)) {
      const back = castColumn(table.column(name), column.type, { uri: 'memory://pq/a.parquet', column: name });
      if (name !== 'time32[s]') expect(back).toBe(table.column(name));
      for (let row = 0; row < lengthOf(column); row++) expect(valueAt(back, row)).toEqual(valueAt(column, row));
    }
  });
});

/** Parquet has no type for seconds. */
function inMilliseconds(column: Column): Column {
  return column.type === 'time32[s]' ? columnOf('int32', [1000, null, 86_399_000]) : column;
}

/** The values as the script prints them: numbers as Python's text, bytes as numbers. */
function pythonValues(column: Column): unknown[] {
  return Array.from({ length: lengthOf(column) }, (_, row) => {
    const value = valueAt(column, row);
    if (value === null || Array.isArray(value)) return value;
    if (value instanceof Uint8Array) return [...value];
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    return value === 1e300 ? '1e+300' : String(value);
  });
}
