import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScaffoldPlace } from '../support/scaffolded.js';

let place: ScaffoldPlace;
beforeEach(() => {
  place = new ScaffoldPlace();
});
afterEach(() => place.remove());

const TWO_DAYS = ['2020-01-01', '2020-01-02'];
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** Content, options that are found, types, and the rows as DuckDB reads them. */
const FILES: readonly (readonly [string, string | Uint8Array, object, object, string, unknown[]])[] = [
  [
    'semicolons and decimal commas',
    'time;lat;lon;v\n2020-01-01 00:00:00;-10,5;100,25;1,5\n2020-01-02 00:00:00;-10,6;100,26;2,5\n',
    { delimiter: ';', decimal: ',' },
    { lat: 'double', v: 'double' },
    'v',
    [1.5, 2.5],
  ],
  [
    'a byte order mark, and whole degrees',
    '\ufefftime,lat,lon,v\n2020-01-01T00:00:00Z,-10,100,1\n2020-01-02T00:00:00Z,-11,100,\n',
    { encoding: 'utf-8' },
    { time: 'timestamp[ns]', lat: 'double', v: 'int64' },
    'v',
    ['1', null],
  ],
  [
    'no header',
    '2020-01-01,1,2.5,a\n2020-01-02,2,3.5,b\n',
    { header: null, names: ['column_1', 'column_2', 'column_3', 'column_4'] },
    { column_1: 'timestamp[ns]', column_4: 'string' },
    'column_4',
    ['a', 'b'],
  ],
  [
    'quotes, with line feeds and quotes in them',
    'time,name,v\n2020-01-01,"a, ""b""",1\n2020-01-02,"two\nlines",2\n',
    {},
    { name: 'string' },
    'name',
    ['a, "b"', 'two\nlines'],
  ],
  [
    'ISO 8859-1',
    latin1('time,ort,v\n2020-01-01,Köln,1\n2020-01-02,Zürich,2\n'),
    { encoding: 'latin1' },
    {},
    'ort',
    ['Köln', 'Zürich'],
  ],
  [
    'Windows-1252',
    latin1('time,preis\n2020-01-01,1 \x80\n2020-01-02,2 \x80\n'),
    { encoding: 'cp1252' },
    {},
    'preis',
    ['1 €', '2 €'],
  ],
  [
    'UTF-16',
    Buffer.from('\ufefftime,ort\n2020-01-01,Köln\n2020-01-02,Zürich\n', 'utf16le'),
    { encoding: 'utf-16' },
    {},
    'ort',
    ['Köln', 'Zürich'],
  ],
  [
    'names with spaces and units, and numbers that are names',
    'sample time,sea temp (°C),station id\n2020-01-01 10:00,12.5,007\n2020-01-02 10:00,13.5,008\n',
    {},
    { 'sample time': 'timestamp[ns]', 'station id': 'string' },
    'station id',
    ['007', '008'],
  ],
  [
    'tabs, and numbers beyond 64 bits',
    'time\tbig\n2020-01-01\t99999999999999999999\n2020-01-02\t3\n',
    { delimiter: '\t' },
    { big: 'string' },
    'big',
    ['99999999999999999999', '3'],
  ],
  [
    'words for no value',
    'time,v\n2020-01-01,-\n2020-01-02,3.5\n',
    { na_values: { v: ['-'] } },
    { v: 'double' },
    'v',
    [null, 3.5],
  ],
  [
    'lines of comment',
    '# made by x\n# units: m\ntime,v\n2020-01-01,3\n2020-01-02,4\n',
    { comment: '#' },
    { v: 'int64' },
    'v',
    ['3', '4'],
  ],
  [
    'a name that comes twice',
    'time,v,v\n2020-01-01,1,2\n2020-01-02,2,3\n',
    {},
    { 'v.1': 'int64' },
    '"v.1"',
    ['2', '3'],
  ],
  [
    'spaces after commas',
    'time, v\n2020-01-01, x y\n2020-01-02, z\n',
    { skipinitialspace: true },
    { v: 'string' },
    'v',
    ['x y', 'z'],
  ],
];

describe('CSV files are read as they are written', () => {
  it.each(FILES)('%s', async (_what, content, options, types, column, values) => {
    const { created, summary, config } = await place.run([place.sample('file.csv', content)]);
    expect([created.problems, summary.files.failed]).toEqual([[], 0]);
    expect(config.csv_config.pandas_read_csv_config).toMatchObject(options);
    for (const [name, type] of Object.entries(types)) expect(config.schema[name].type, name).toBe(type);
    const name = column.startsWith('"') ? column : `"${column}"`;
    expect(values).toHaveLength(TWO_DAYS.length);
    const rows = await place.query(created, `SELECT ${name} FROM dataset ORDER BY ALL`);
    expect(rows.flat().toSorted(order)).toEqual(values.toSorted(order));
  });

  it('options that a person knows go before what is found', async () => {
    const file = place.sample('file.csv', 'x\ntime;v\n2020-01-01;1\n2020-01-02;-999\n');
    const csvOptions = { sep: ';', skiprows: 1, header: 0, na_values: ['-999'] };
    const { config, created } = await place.run([file], { csvOptions });
    expect(config.csv_config.pandas_read_csv_config).toEqual({ ...csvOptions, encoding: 'utf-8' });
    expect(await place.query(created, 'SELECT count(*), count(v) FROM dataset')).toEqual([['2', '1']]);
    const polars = { separator: ';', has_header: true };
    const other = await place.create([place.sample('b.csv', 'time;v\n2020-01-01;1\n')], { csvOptions: polars });
    expect(place.config(other).csv_config).toEqual({ polars_read_csv_config: polars });
  });

  it('words for no value are those of all samples', async () => {
    const files = [
      place.sample('a_1.csv', 'time,v\n2020-01-01,1\n'),
      place.sample('a_2.csv', 'time,v\n2020-01-01,-\n2020-01-02,2\n'),
    ];
    const { config, summary } = await place.run(files);
    expect(config.csv_config.pandas_read_csv_config.na_values).toEqual({ v: ['-'] });
    expect([summary.files.failed, summary.rows]).toEqual([0, 3]);
  });

  it('types are those that all samples fit', async () => {
    const files = [
      place.sample('a_1.csv', 'time,v,w\n2020-01-01,1,x\n'),
      place.sample('a_2.csv', 'time,v,w\n2020-01-01,1.5,2\n'),
    ];
    const { config, summary } = await place.run(files);
    expect([config.schema.v.type, config.schema.w.type, summary.rows]).toEqual(['double', 'string', 2]);
  });
});

function order(one: unknown, other: unknown): number {
  return String(one) < String(other) ? -1 : 1;
}
