import { createRequire } from 'node:module';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm/node';
import { expect, test } from 'vitest';
import type { Field, TableEncoding } from '../../../src/contracts/table-writer.js';
import { parquetTableWriter } from '../../../src/formats/parquet/writer.js';
import { columnOf } from '../../../src/model/table/column.js';
import { Table } from '../../../src/model/table/table.js';

const encoding: TableEncoding = { compression: 'SNAPPY', rowGroupRows: 20_000, dictionary: true };
const field = (name: string, type: Field['type']): Field => ({ name, type, metadata: { units: '1' } });
const table = new Table([
  ['n', columnOf('int32', [1, null, 3])],
  ['t', columnOf('timestamp[ns]', [1n, 2n, null])],
  ['s', columnOf('string', ['a', null, 'ü'])],
  ['b', columnOf('bool', [true, false, null])],
  ['l', columnOf('list<string>', [['x', 'y'], null, []])],
]);
const fields = [...table.columns].map(([name, column]) => field(name, column.type));

test('F06 a table can be written twice, with the same result', async () => {
  const first = await parquetTableWriter.encode(table, fields, encoding);
  expect(await parquetTableWriter.encode(table, fields, encoding)).toEqual(first);
});

test('columns come back with their values and nulls', async () => {
  const bytes = await parquetTableWriter.encode(table, fields, encoding);
  const back = tableFromIPC(readParquet(bytes).intoIPCStream());
  expect(back.getChild('n')?.toJSON()).toEqual([1, null, 3]);
  expect(back.getChild('s')?.toJSON()).toEqual(['a', null, 'ü']);
  expect(back.getChild('b')?.toJSON()).toEqual([true, false, null]);
  expect(back.schema.fields[0]?.metadata.size).toBe(0);
});

test('a column of another type than its field is refused', async () => {
  const wrong = fields.map((each) => (each.name === 'n' ? { ...each, type: 'int64' as const } : each));
  await expect(parquetTableWriter.encode(table, wrong, encoding)).rejects.toMatchObject({ code: 'CO_COLUMN_TYPE' });
  await expect(parquetTableWriter.encode(table, [field('x', 'int8')], encoding)).rejects.toMatchObject({
    code: 'CO_COLUMN_UNKNOWN',
  });
});

test('the memory of parquet-wasm does not grow over many objects', async () => {
  const parquet = createRequire(import.meta.url)('parquet-wasm/node') as typeof import('parquet-wasm/node');
  const heap = () => (parquet.wasmMemory() as { buffer: ArrayBuffer }).buffer.byteLength;
  const rows = new Uint32Array(2000).map((_, row) => row % 3);
  const long = table.take(rows);
  for (let round = 0; round < 20; round++) await parquetTableWriter.encode(long, fields, encoding);
  const before = heap();
  for (let round = 0; round < 300; round++) await parquetTableWriter.encode(long, fields, encoding);
  expect(heap()).toBe(before);
});
