import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Field } from '../../../src/contracts/table-writer.js';
import { parquetReader, parquetTableWriter } from '../../../src/formats/parquet/index.js';
import { readObject } from '../../../src/formats/parquet/read-object.js';
import { type Column, columnOf, lengthOf, valueAt } from '../../../src/model/table/column.js';
import { Table } from '../../../src/model/table/table.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

const fixture = (name: string) => readFile(new URL(`../../fixtures/parquet/${name}.parquet`, import.meta.url));

async function readBytes(bytes: Uint8Array): Promise<Table> {
  const storage = new MemoryStorage('pq');
  await storage.put('a.parquet', bytes);
  return parquetReader.open({ uri: 'memory://pq/a.parquet', storage, key: 'a.parquet' }, {});
}

const valuesOf = (column: Column) => Array.from({ length: lengthOf(column) }, (_, row) => valueAt(column, row));

describe('types', () => {
  const nanoseconds = (unit: bigint) => [unit, null, -5n * unit];
  const text = ['a', null, 'ü'];
  const bytes = [Uint8Array.of(0xff), null, new Uint8Array(0)];
  test.each<[string, Column['type'], unknown[]]>([
    ['int8', 'int8', [-128, null, 127]],
    ['int64', 'int64', [9007199254740993n, null, -1n]],
    ['uint64', 'uint64', [0n, null, 18446744073709551615n]],
    ['float16', 'float32', [1.5, 2 ** -24, -2]],
    ['float32', 'float32', [Math.fround(0.1), null, Number.NaN]],
    ['float64', 'float64', [0.1, null, -Infinity]],
    ['bool', 'bool', [true, null, false]],
    ['timestamp_us', 'timestamp[ns]', nanoseconds(1_000n)],
    ['timestamp_ns', 'timestamp[ns]', nanoseconds(1n)],
    ['timestamp_zone', 'timestamp[ns]', nanoseconds(1_000n)],
    ['timestamp_ms', 'timestamp[ms]', nanoseconds(1n)],
    ['timestamp_s', 'timestamp[ms]', nanoseconds(1_000n)],
    ['duration_s', 'duration[ns]', nanoseconds(1_000_000_000n)],
    ['duration_ms', 'duration[ns]', nanoseconds(1_000_000n)],
    ['duration_us', 'duration[ns]', nanoseconds(1_000n)],
    ['duration_ns', 'duration[ns]', nanoseconds(1n)],
    ['date32', 'date32[day]', [1, null, -5]],
    ['date64', 'date32[day]', [1, null, -5]],
    // Parquet has no type for seconds: pyarrow writes milliseconds.
    ['time32_s', 'time64[us]', [1_000_000n, null, 5_000_000n]],
    ['time32_ms', 'time64[us]', [1000n, null, 5000n]],
    ['time64_us', 'time64[us]', [1n, null, 5n]],
    ['time64_ns', 'time64[us]', [1n, null, 5n]],
    ['string', 'string', text],
    ['large_string', 'string', text],
    ['string_view', 'string', text],
    ['dictionary_string', 'string', text],
    ['dictionary_int64', 'int64', [5n, null, 5n]],
    ['binary', 'binary', bytes],
    ['large_binary', 'binary', bytes],
    ['fixed_binary', 'binary', [Uint8Array.of(97, 98), null, Uint8Array.of(99, 100)]],
    ['list', 'list<string>', [['a', 'b'], null, []]],
    ['large_list', 'list<string>', [['a', 'b'], null, []]],
    ['null', 'string', [null, null, null]],
  ])('%s', async (name, type, values) => {
    const column = (await readBytes(await fixture('types'))).column(name);
    expect(column.type).toBe(type);
    expect(valuesOf(column)).toEqual(values);
  });

  test.each([
    ['decimal', 'CO_FILE_UNSUPPORTED'],
    ['struct', 'CO_FILE_UNSUPPORTED'],
    ['map', 'CO_FILE_UNSUPPORTED'],
    ['list_int', 'CO_FILE_UNSUPPORTED'],
    ['list_null', 'CO_FILE_UNSUPPORTED'],
    ['timestamp_beyond', 'CO_TIME_OUT_OF_RANGE'],
    ['time_fine', 'CO_TIME_OUT_OF_RANGE'],
  ])('%s is refused with its name', async (variable, code) => {
    const bytes = await fixture(`refused-${variable.replace('_', '-')}`);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code, fields: { variable } });
  });
});

test('metadata are attributes, an index of pandas is a column', async () => {
  const table = await readBytes(await fixture('metadata'));
  expect([...table.attributes]).toEqual([['title', 'a file']]);
  expect([...(table.columnAttributes.get('TEMP') ?? [])].sort()).toEqual([
    ['long_name', 'sea water temperature'],
    ['units', 'Celsius'],
  ]);
  expect(valuesOf(table.column('__index_level_0__'))).toEqual([7n]);
});

test.each(['snappy', 'gzip', 'brotli', 'zstd', 'lz4', 'none'])('row groups, %s', async (codec) => {
  const table = await readBytes(await fixture(`groups-${codec}`));
  expect(valuesOf(table.column('n'))).toEqual(Array.from({ length: 1000 }, (_, row) => BigInt(row)));
  expect(valuesOf(table.column('s'))).toEqual(
    Array.from({ length: 1000 }, (_, row) => (row % 5 ? `text ${row % 7}` : null)),
  );
});

test('large files are decoded some rows at a time', async () => {
  const bytes = await fixture('groups-zstd');
  const whole = readObject(bytes, 'memory://a.parquet');
  for (const rows of [1, 99, 100, 101, 250, 1000, 5000]) {
    const parts = readObject(bytes, 'memory://a.parquet', { wholeBytes: 0, rows });
    for (const [name, column] of whole.columns) expect(valuesOf(parts.column(name))).toEqual(valuesOf(column));
  }
});

test('a file without rows', async () => {
  const table = await readBytes(await fixture('no-rows'));
  expect([table.rows, ...table.columns.keys()]).toEqual([0, 'n', 's']);
});

describe('files that cannot be read', () => {
  test('empty, another format, cut off', async () => {
    const bytes = await fixture('types');
    await expect(readBytes(new Uint8Array(0))).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
    await expect(readBytes(Buffer.from('CDF\x01 and more'))).rejects.toMatchObject({ code: 'CO_FORMAT_MISMATCH' });
    await expect(readBytes(bytes.subarray(0, -100))).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
    await expect(readBytes(Buffer.concat([bytes.subarray(0, 50), bytes.subarray(-8)]))).rejects.toMatchObject({
      code: 'CO_FILE_TRUNCATED',
    });
  });

  test('damage anywhere is told by a coded error, or did not matter', { timeout: 60_000 }, async () => {
    const bytes = await fixture('groups-snappy');
    const codes = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const damaged = Uint8Array.from(bytes);
      damaged[(seed * 7919) % bytes.length] = (seed * 31 + 7) % 256;
      await readBytes(damaged).catch((error) => codes.add(error.code));
    }
    expect([...codes].filter((code) => !code?.startsWith('CO_'))).toEqual([]);
    expect((await readBytes(bytes)).rows).toBe(1000);
  });
});

describe('a hive folder', () => {
  const encoding = { compression: 'SNAPPY', rowGroupRows: 100, dictionary: true } as const;
  const uri = 'memory://hive/data/';

  async function folder(objects: Record<string, Record<string, Column>>): Promise<MemoryStorage> {
    const storage = new MemoryStorage('hive');
    for (const [key, columns] of Object.entries(objects)) {
      const fields: Field[] = Object.entries(columns).map(([name, { type }]) => ({ name, type, metadata: {} }));
      await storage.put(key, await parquetTableWriter.encode(new Table(Object.entries(columns)), fields, encoding));
    }
    return storage;
  }

  const read = (storage: MemoryStorage) => parquetReader.open({ uri, storage, key: 'data/' }, { partitioning: 'hive' });

  test('keys become columns, what an object does not have is null', async () => {
    const storage = await folder({
      'data/site=Cape%20Sorell/timestamp=1709251200/b.parquet': {
        T: columnOf('float32', [2]),
        only: columnOf('string', ['x']),
      },
      'data/site=Albany/timestamp=0/a.parquet': { T: columnOf('float32', [1, null]) },
      'data/site=__HIVE_DEFAULT_PARTITION__/timestamp=5/a.parquet': { T: columnOf('float32', [3]) },
      'other/timestamp=1/a.parquet': { T: columnOf('string', ['not below']) },
    });
    await storage.put('data/_common_metadata', Uint8Array.of(1));
    await storage.put('data/_temporary/timestamp=1/a.parquet', Uint8Array.of(1));
    const table = await read(storage);
    const values = Object.fromEntries([...table.columns].map(([name, column]) => [name, valuesOf(column)]));
    expect(values).toEqual({
      T: [1, null, 2, 3],
      only: [null, null, 'x', null],
      site: ['Albany', 'Albany', 'Cape Sorell', null],
      timestamp: [0n, 0n, 1709251200n, 5n],
    });
  });

  test('keys that are not all whole numbers stay texts', async () => {
    const one = { T: columnOf('int8', [1]) };
    const table = await read(await folder({ 'data/k=1/a.parquet': one, 'data/k=007/a.parquet': one }));
    expect(valuesOf(table.column('k'))).toEqual(['007', '1']);
  });

  test('a column of two types is refused with both objects', async () => {
    const storage = await folder({
      'data/a.parquet': { T: columnOf('float32', [1]) },
      'data/b.parquet': { T: columnOf('string', ['1']) },
    });
    await expect(read(storage)).rejects.toMatchObject({
      code: 'CO_COLUMN_DRIFT',
      fields: { column: 'T', uri: 'memory://hive/data/b.parquet', otherUri: 'memory://hive/data/a.parquet' },
    });
  });

  test('without objects it is empty', async () => {
    await expect(read(new MemoryStorage('hive'))).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
  });
});
