import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueAt } from '../../../src/model/table/column.js';
import { schemaEntryFor } from '../../../src/model/table/schema-entry.js';
import { pandas, polars, readCsv, valuesOf } from './read-text.js';

const BOM = '\ufeff';

describe('rows and cells', () => {
  test.each([
    ['LF', 'a,b\n1,x\n2,y\n'],
    ['CR LF', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['CR', 'a,b\r1,x\r2,y\r'],
    ['mixed line ends', 'a,b\r\n1,x\n2,"y"\r\n'],
    ['no line end after the last row', 'a,b\n1,x\n2,y'],
    ['a byte order mark', `${BOM}a,b\n1,x\n2,y\n`],
    ['blank lines', 'a,b\n\n1,x\n\n2,y\n\n'],
    ['quotes everywhere', '"a","b"\n"1","x"\n"2","y"\n'],
  ])('%s', async (_, text) => {
    expect(valuesOf(await readCsv(text))).toEqual({ a: [1n, 2n], b: ['x', 'y'] });
  });

  test('a quoted cell may hold delimiters, quotes and line ends', async () => {
    const table = await readCsv('a,b\n"x,1","he said ""no"""\n"two\nlines","two\r\nlines"\n');
    expect(valuesOf(table)).toEqual({ a: ['x,1', 'two\nlines'], b: ['he said "no"', 'two\r\nlines'] });
  });

  test('a quote inside an unquoted cell is a character', async () => {
    expect(valuesOf(await readCsv('a,b\n5" pipe,x\n'))).toEqual({ a: ['5" pipe'], b: ['x'] });
  });

  test('a header alone is a table without rows', async () => {
    const table = await readCsv('a,b\n', undefined, { a: 'int32' });
    expect([...table.columns.keys()]).toEqual(['a', 'b']);
    expect(table.rows).toBe(0);
  });

  test('names that come twice, or not at all, are made as pandas and polars make them', async () => {
    expect([...(await readCsv('a,a,,b\n1,2,3,4\n')).columns.keys()]).toEqual(['a', 'a.1', 'Unnamed: 2', 'b']);
    expect([...(await readCsv('a,a\n1,2\n', polars({}))).columns.keys()]).toEqual(['a', 'a_duplicated_0']);
  });

  test('texts come back whatever they hold', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'ü', '𝄞', ';', "'") });
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });
    const quoted = (row: readonly string[]) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const text = `a,b,c\n${cells.map(quoted).join('\n')}\n`;
        const table = await readCsv(text, pandas({ na_filter: false, dtype: 'str' }));
        const back = cells.map((_, row) => ['a', 'b', 'c'].map((name) => valueAt(table.column(name), row)));
        expect(back).toEqual(cells);
      }),
    );
  });
});

test('cells and lines keep their place in files of many pieces', async () => {
  const note = `first\n${'long '.repeat(7000)}\nlast`;
  const rows = Array.from({ length: 40 }, (_, row) => `${row},"${note}${row}"\n`);
  const table = await readCsv(`a,b\n${rows.join('')}`);
  expect(valuesOf(table).b).toEqual(rows.map((_, row) => `${note}${row}`));
  const ragged = readCsv(`a,b\n${rows.join('')}1\n`);
  await expect(ragged).rejects.toMatchObject({ code: 'CO_CSV_UNREADABLE', fields: { line: 2 + 40 * 3 } });
});

describe('files that cannot be read', () => {
  test.each([
    ['a cell too many', 'a,b\n1,2\n1,2,3\n', 3],
    ['a cell too few', 'a,b\n1,2\n"x\ny",2\n1\n', 5],
    ['a cell too few in the last row', 'a,b\r\n1,2\r\n1', 3],
    ['a quote that is not closed', 'a,b\n1,2\n"x,3\n', 3],
    ['a quote that is not closed in the last column', 'a,b\n1,2\n1,"x\n2,y\n', 3],
    ['text after a closing quote', 'a,b\n"x"y,2\n', 2],
    ['a comment after values', '# c\na,b\n# d\n1,2 # e\n', 4],
  ])('%s', async (_, text, line) => {
    await expect(readCsv(text, pandas({ comment: '#' }))).rejects.toMatchObject({
      code: 'CO_CSV_UNREADABLE',
      fields: { line },
    });
  });

  test('an empty file', async () => {
    await expect(readCsv('')).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
    await expect(readCsv('\n\n')).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
  });

  test('a column that the options name but the file has not', async () => {
    const reading = readCsv('a,b\n1,2\n', pandas({ index_col: 'time' }));
    await expect(reading).rejects.toMatchObject({ code: 'CO_VARIABLE_MISSING', fields: { variable: 'time' } });
  });
});

describe('encodings', () => {
  const latin = Buffer.from('a,b\n1,x\n2,caf\xe9\n', 'latin1');

  test('a file of another encoding is refused with the line', async () => {
    await expect(readCsv(latin)).rejects.toMatchObject({ code: 'CO_CSV_UNREADABLE', fields: { line: 3 } });
    const utf16 = Buffer.from(`${BOM}a,b\n1,2\n`, 'utf16le');
    await expect(readCsv(utf16)).rejects.toThrow(/mark of UTF-16/);
    await expect(readCsv(utf16.subarray(2))).rejects.toThrow(/NUL/);
    await expect(readCsv(latin, pandas({ encoding: 'ascii' }))).rejects.toMatchObject({ fields: { line: 3 } });
  });

  test.each([
    ['latin-1', latin, 'café'],
    ['ISO-8859-1', latin, 'café'],
    ['cp1252', Buffer.from('a,b\n1,x\n2,\x80\xe9\n', 'latin1'), '€é'],
    ['utf-16', Buffer.from(`${BOM}a,b\n1,x\n2,𝄞\n`, 'utf16le'), '𝄞'],
    ['utf-16', Buffer.from(`${BOM}a,b\n1,x\n2,é\n`, 'utf16le').swap16(), 'é'],
    ['utf-16-le', Buffer.from('a,b\n1,x\n2,é\n', 'utf16le'), 'é'],
  ])('%s', async (encoding, bytes, last) => {
    expect(valuesOf(await readCsv(bytes, pandas({ encoding })))).toEqual({ a: [1n, 2n], b: ['x', last] });
  });

  test('utf8-lossy of polars replaces what is not UTF-8', async () => {
    expect(valuesOf(await readCsv(latin, polars({ encoding: 'utf8-lossy' }))).b).toEqual(['x', 'caf\ufffd']);
  });
});

describe('types', () => {
  test('the declared type is read from the text, exactly', async () => {
    const text =
      'i,f,t,s\n9007199254740993,0.1,2020-01-01 00:00:00.123456789,007\n-1, 16777217 ,2020-01-01T01:00:00+01:00,x\n';
    const table = await readCsv(text, undefined, { i: 'int64', f: 'float', t: 'timestamp[ns]', s: 'string' });
    expect(valuesOf(table)).toEqual({
      i: [9007199254740993n, -1n],
      f: [Math.fround(0.1), 16777216],
      t: [1577836800123456789n, 1577836800000000000n],
      s: ['007', 'x'],
    });
  });

  test('a value that does not fit is refused with its row', async () => {
    const reading = readCsv('i\n3\n3.5\n', undefined, { i: 'int32' });
    await expect(reading).rejects.toMatchObject({
      code: 'CO_COLUMN_CAST',
      fields: { column: 'i', row: 1, value: '3.5' },
    });
  });

  test('P05 a column outside the schema is read with the type of its values, and its entry can be told', async () => {
    const table = await readCsv('i,f,b,s,e\n1,1.5,True,x,\n,2,false,2,\n', undefined, { i: 'int32' });
    expect([...table.columns.values()].map((column) => column.type)).toEqual([
      'int32',
      'float64',
      'bool',
      'string',
      'string',
    ]);
    expect(schemaEntryFor('f', table.column('f'))).toEqual({ f: { type: 'float64' } });
  });

  test('the texts that pandas takes for no value are none', async () => {
    const table = await readCsv('a,b\nNaN,NA\n1,x\n#N/A,null\n');
    expect(valuesOf(table)).toEqual({ a: [null, 1n, null], b: [null, 'x', null] });
    const kept = await readCsv('a,b\nNaN,NA\n', pandas({ keep_default_na: false }));
    expect(valuesOf(kept)).toEqual({ a: [Number.NaN], b: ['NA'] });
  });

  test('polars takes only an empty cell for no value, and the texts that the options name', async () => {
    const table = await readCsv('a,b\n,NA\nx,N/A\n', polars({ null_values: ['N/A'] }));
    expect(valuesOf(table)).toEqual({ a: [null, 'x'], b: ['NA', null] });
    expect(valuesOf(await readCsv('a,b\n,1\n', polars({ missing_utf8_is_empty_string: true })))).toEqual({
      a: [''],
      b: [1n],
    });
  });
});

describe('options', () => {
  test.each([
    ['delimiter', 'a;b\n1;x\n', { delimiter: ';' }],
    ['sep', 'a\tb\n1\tx\n', { sep: '\t' }],
    ['header', 'junk,,\nmore\na,b\n1,x\n', { header: 2 }],
    ['skiprows', 'ju"nk\nmore\na,b\n1,x\n', { skiprows: 2 }],
    ['skiprows as a list', 'a,b\n9,9\n1,x\n', { skiprows: [1] }],
    ['names without a header', '1,x\n', { header: null, names: ['a', 'b'] }],
    ['names in place of a header', 'c,d\n1,x\n', { header: 0, names: ['a', 'b'] }],
    ['usecols', 'a,b,c\n1,x,9\n', { usecols: ['a', 'b'] }],
    ['usecols by position', 'c,a,b\n9,1,x\n', { usecols: [1, 2] }],
    ['nrows', 'a,b\n1,x\n2,y\n', { nrows: 1 }],
    ['comment', '#c\na,b\n#"d\n1,x\n', { comment: '#' }],
    ['quotechar', "a,b\n1,'x'\n", { quotechar: "'" }],
    ['skipinitialspace', 'a, b\n1, x\n', { skipinitialspace: true }],
    ['thousands', 'a;b\n1;x\n', { sep: ';', thousands: '.' }],
    ['index_col', 'a,b\n1,x\n', { index_col: ['a'] }],
  ])('pandas: %s', async (_, text, options) => {
    expect(valuesOf(await readCsv(text, pandas(options)))).toEqual({ a: [1n], b: ['x'] });
  });

  test.each([
    ['separator', 'a;b\n1;x\n', { separator: ';' }],
    ['has_header and new_columns', '1,x\n', { has_header: false, new_columns: ['a', 'b'] }],
    ['columns', 'a,b,c\n1,x,9\n', { columns: ['a', 'b'] }],
    ['comment_prefix', '//c\na,b\n1,x\n', { comment_prefix: '//' }],
    ['skip_rows', 'junk\na,b\n1,x\n', { skip_rows: 1 }],
    ['skip_rows_after_header', 'a,b\nunits\n1,x\n', { skip_rows_after_header: 1 }],
    ['n_rows', 'a,b\n1,x\n2,y\n', { n_rows: 1 }],
    ['what has no effect', 'a,b\n1,x\n', { infer_schema_length: 1000, try_parse_dates: false, n_threads: 4 }],
  ])('polars: %s', async (_, text, options) => {
    expect(valuesOf(await readCsv(text, polars(options)))).toEqual({ a: [1n], b: ['x'] });
  });

  test('decimal and thousands', async () => {
    const table = await readCsv('a;b\n1.234,5;1.000\n', pandas({ sep: ';', decimal: ',', thousands: '.' }));
    expect(valuesOf(table)).toEqual({ a: [1234.5], b: [1000n] });
  });

  test('na_values: for all columns, for one, and by their number', async () => {
    const text = 'a,b\n-999.0,x\n1,-\n';
    expect(valuesOf(await readCsv(text, pandas({ na_values: [-999] }), { a: 'double' })).a).toEqual([null, 1]);
    expect(valuesOf(await readCsv(text, pandas({ na_values: { b: '-' } }))).b).toEqual(['x', null]);
  });

  test('parse_dates and dtype are for columns outside the schema', async () => {
    const text = 't,s\n2020-01-01 00:00:01,007\n';
    const table = await readCsv(text, pandas({ parse_dates: ['t'], dtype: { s: 'str' } }));
    expect(valuesOf(table)).toEqual({ t: [1577836801000000000n], s: ['007'] });
  });
});

const data = process.env.CLOUD_OPTIMISED_TEST_DATA;

describe.skipIf(!data)('a real file of acoustic detections', () => {
  test('gives the rows and sums that its publisher gets', async () => {
    const config = JSON.parse(
      await readFile(join(data as string, 'configs/animal_acoustic_tracking_delayed_qc.json'), 'utf8'),
    );
    const bytes = await readFile(join(data as string, 'csv/A69-1105-135_107799906_130722039.csv'));
    const types = Object.fromEntries(
      Object.entries(config.schema).map(([name, entry]) => [name, (entry as { type: string }).type]),
    );
    const table = await readCsv(bytes, config.csv_config, types);
    const sum = (name: string) => valuesOf(table)[name]?.reduce((total: number, value) => total + Number(value), 0);
    expect(table.rows).toBe(984);
    expect(sum('latitude')).toBeCloseTo(-12041.21104, 4);
    expect(sum('longitude')).toBeCloseTo(139656.088, 3);
    expect(sum('sensor_value')).toBeCloseTo(29123, 6);
    expect(table.column('detection_timestamp').type).toBe('timestamp[ns]');
  });
});
