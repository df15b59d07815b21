import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableEncoding } from '../../../src/contracts/table-writer.js';
import { canEncode, encodeObject } from '../../../src/formats/parquet/encode/encode-object.js';
import { parquetReader, parquetTableWriter } from '../../../src/formats/parquet/index.js';
import { type ColumnType, columnOf, valueAt } from '../../../src/model/table/column.js';
import { Table } from '../../../src/model/table/table.js';
import { MemoryStorage } from '../../../src/storage/index.js';

const int = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const uint = (bits: number) => fc.nat(2 ** bits - 1);
const VALUES: Partial<Record<ColumnType, fc.Arbitrary<unknown>>> = {
  int8: int(8),
  int16: int(16),
  int32: int(32),
  int64: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  uint8: uint(8),
  uint16: uint(16),
  uint32: uint(32),
  uint64: fc.bigInt(0n, 2n ** 64n - 1n),
  float32: fc.float(),
  float64: fc.double(),
  bool: fc.boolean(),
  'timestamp[ns]': fc.bigInt(-(2n ** 62n), 2n ** 62n),
  'timestamp[ms]': fc.bigInt(-(2n ** 42n), 2n ** 42n),
  'duration[ns]': fc.bigInt(-(2n ** 62n), 2n ** 62n),
  'date32[day]': int(24),
  'time64[us]': fc.bigInt(0n, 86_399_999_999n),
  string: fc.string({ unit: 'binary', maxLength: 12 }),
  binary: fc.uint8Array({ maxLength: 12 }),
};
const types = Object.keys(VALUES) as ColumnType[];

/** Columns in which values repeat, stand alone and are missing in all proportions. */
const columns = fc.constantFrom(...types).chain((type) => {
  const value = VALUES[type] as fc.Arbitrary<unknown>;
  const stretch = fc.tuple(fc.option(value, { freq: 4 }), fc.integer({ min: 1, max: 30 }));
  const values = fc
    .array(stretch, { maxLength: 12 })
    .map((all) => all.flatMap(([v, n]) => Array.from({ length: n }, () => v)));
  return fc.tuple(fc.constant(type), values);
});
const encodings: fc.Arbitrary<TableEncoding> = fc.record({
  compression: fc.constantFrom('SNAPPY', 'GZIP', 'BROTLI', 'UNCOMPRESSED'),
  rowGroupRows: fc.integer({ min: 1, max: 100 }),
  dictionary: fc.boolean(),
});

async function readBack(bytes: Uint8Array): Promise<Table> {
  const storage = new MemoryStorage('encode');
  await storage.put('x.parquet', bytes);
  return parquetReader.open({ uri: 'memory://encode/x.parquet', storage, key: 'x.parquet' }, {});
}

/** As a reader gives it: not-a-number stays what it is, −0 too. */
const plain = (value: unknown) => (value instanceof Uint8Array ? [...value] : value);

describe('encodeObject', () => {
  it('keeps every value, null and type, whatever the encoding', async () => {
    await fc.assert(
      fc.asyncProperty(columns, encodings, async ([type, values], encoding) => {
        const fields = [{ name: 'v', type, metadata: {} }];
        const table = new Table([['v', columnOf(type, values)]]);
        expect(canEncode(fields, encoding)).toBe(true);
        const back = await readBack(await parquetTableWriter.encode(table, fields, encoding));
        expect(back.rows).toBe(values.length);
        if (values.length === 0) return;
        expect(back.column('v').type).toBe(type);
        const read = Array.from({ length: back.rows }, (_, row) => plain(valueAt(back.column('v'), row)));
        const given = table.column('v');
        expect(read).toEqual(Array.from({ length: table.rows }, (_, row) => plain(valueAt(given, row))));
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('cuts large columns into several pages', async () => {
    const rows = 300_000;
    const values = Float64Array.from({ length: rows }, (_, row) => Math.sin(row) * row);
    const nulls = Uint8Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? 1 : 0));
    const texts = columnOf(
      'string',
      Array.from({ length: rows }, (_, row) => `row ${row} of many`),
    );
    const table = new Table([
      ['n', { type: 'float64', values, nulls }],
      ['t', texts],
    ]);
    const fields = table.names.map((name) => ({ name, type: table.column(name).type, metadata: {} }));
    const encoding = { compression: 'SNAPPY', rowGroupRows: rows, dictionary: true } as const;
    const back = await readBack(await parquetTableWriter.encode(table, fields, encoding));
    for (const row of [0, 1, 7, 131_071, 131_073, rows - 1]) {
      expect(valueAt(back.column('n'), row)).toBe(row % 7 === 0 ? null : values[row]);
      expect(valueAt(back.column('t'), row)).toBe(`row ${row} of many`);
    }
  });

  it('F06 leaves a table as it was: written again, it gives the same', async () => {
    const table = new Table([['t', columnOf('string', ['a', null, 'ü', 'a'])]]);
    const fields = [{ name: 't', type: 'string' as const, metadata: {} }];
    const encoding = { compression: 'SNAPPY', rowGroupRows: 3, dictionary: true } as const;
    const first = await parquetTableWriter.encode(table, fields, encoding);
    expect(await parquetTableWriter.encode(table, fields, encoding)).toEqual(first);
  });

  it('leaves lists, and codecs that it has not, to parquet-wasm', () => {
    const encoding = { compression: 'SNAPPY' } as const;
    expect(canEncode([{ name: 'l', type: 'list<string>', metadata: {} }], encoding)).toBe(false);
    expect(canEncode([{ name: 'n', type: 'int8', metadata: {} }], { compression: 'ZSTD' })).toBe(false);
  });

  it('writes a file without row groups that strict readers open', async () => {
    const fields = [{ name: 'n', type: 'int8' as const, metadata: {} }];
    const encoding = { compression: 'UNCOMPRESSED', rowGroupRows: 1, dictionary: false } as const;
    const bytes = encodeObject(fields, [columnOf('int8', [])], 0, encoding, { a: 'b' });
    expect((await readBack(bytes)).rows).toBe(0);
  });
});
