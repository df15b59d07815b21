import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedConfig } from '../../src/app/create-dataset-config.js';
import { decided, reasonOf, ScaffoldPlace } from '../support/scaffolded.js';

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

const doubts = ({ decisions }: CreatedConfig) => decisions.filter(({ doubt }) => doubt).map(({ id }) => id);

describe('what is odd about CSV files is told', () => {
  it('a row of units after the header is left out', async () => {
    const file = place.sample(
      'erddap.csv',
      'time,latitude,longitude,sst,n\nUTC,degrees_north,degrees_east,degree_C,1\n2020-01-01T00:00:00Z,-30.5,110.5,20.25,3\n2020-01-02T00:00:00Z,-31.5,111.5,NaN,4\n',
    );
    const { created, summary, config } = await place.run([file]);
    expect(config.csv_config.pandas_read_csv_config.skiprows).toEqual([1]);
    expect([config.schema.time.type, config.schema.sst.type]).toEqual(['timestamp[ns]', 'double']);
    expect([summary.files.failed, summary.rows]).toEqual([0, 2]);
    expect(doubts(created)).toContain('found:units-row');
  });

  it('a row of texts is none of units', async () => {
    const created = await place.create([place.sample('a.csv', 'name,v\nfoo,unknown\nbar,3\n')]);
    expect(doubts(created)).not.toContain('found:units-row');
  });

  it.each([
    ['time,v\n13/01/2020 10:00,1\n14/01/2020 11:00,2\n', 'time', '{"date":"time","format":"%d/%m/%Y %H:%M 00:00:00"}'],
    ['time,v\n01/13/2020,1\n01/14/2020,2\n', 'time', '{"date":"time","format":"%m/%d/%Y"}'],
    ['time,v\n01/02/2020,1\n', 'time', 'month first'],
    ['date,time,v\n2020-01-01,10:00:00,1\n', 'date', '{"date":"date","time":"time","format":"%Y-%m-%d %H:%M:%S"}'],
  ])('times that are not ISO 8601: %j', async (content, column, told) => {
    const created = await place.create([place.sample('a.csv', content)]);
    expect(doubts(created)).toContain(`found:${column}`);
    expect(reasonOf(created, `found:${column}`)).toContain(told);
  });

  it('the function that is told makes times of them', async () => {
    const created = await place.create([place.sample('a.csv', 'time,v\n13/01/2020 10:00,1\n14/01/2020 11:00,2\n')]);
    const config = place.config(created);
    const method = JSON.parse(/\{.*\}/.exec(reasonOf(created, 'found:time') ?? '')?.[0] ?? '');
    config.schema_transformation.functions = { when: { extract_method: 'date_from_columns', method } };
    config.schema_transformation.add_variables.when = {
      source: '@function:when',
      schema: { type: 'timestamp[ns]', units: '1' },
    };
    writeFileSync(created.file, JSON.stringify(config));
    expect((await place.publish(created)).files.failed).toBe(0);
    const rows = await place.query(
      created,
      'SELECT epoch(when_) FROM (SELECT "when" AS when_ FROM dataset) ORDER BY 1',
    );
    expect(rows.flat().map(Number)).toEqual([Date.UTC(2020, 0, 13, 10) / 1000, Date.UTC(2020, 0, 14, 11) / 1000]);
  });

  it('a row of units stays left out, unless a person tells how rows lie', async () => {
    const text = 'time,sst\nUTC,degree_C\n2020-01-01,1.5\n';
    const file = place.sample('a.csv', text);
    const kept = await place.create([file], { csvOptions: { na_values: ['x'] } });
    expect(place.config(kept).csv_config.pandas_read_csv_config.skiprows).toEqual([1]);
    expect(doubts(kept)).toContain('found:units-row');
    const told = await place.create([file], { csvOptions: { header: 0 } });
    expect(place.config(told).csv_config.pandas_read_csv_config.skiprows).toBeUndefined();
  });

  it('a header without rows', async () => {
    const created = await place.create([place.sample('a.csv', 'time,v\n')]);
    expect(doubts(created)).toContain('found:rows');
  });

  it('the delimiter, and how many files the filter catches', async () => {
    for (let day = 10; day < 22; day++) place.sample(`a_202001${day}.csv`, `time;v\n2020-01-${day};1\n`);
    const created = await place.create([join(place.folder, 'in')]);
    expect(decided(created, 'delimiter')).toBe('";"');
    expect(reasonOf(created, 'filter')).toContain('it catches 12 of the 12 files of the folder');
  });
});
