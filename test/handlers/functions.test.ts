import { describe, expect, it } from 'vitest';
import { columnOf } from '../../src/model/table/column.js';
import { Table } from '../../src/model/table/table.js';
import { configOf, plainValues, prepareOpened } from './fixture.js';
import { genericConfig, track } from './generic-config.js';
import { memoryDataset } from './memory-dataset.js';

const ADDRESS = 's3://bucket/AUV/SYD/dive_7/x.nc';

/** The column that a function gives. */
async function computed(definition: object, type: string, uri = ADDRESS) {
  const added = { X: { source: '@function:make_x', schema: { type, units: '1' } } };
  const config = await configOf(genericConfig({ added, transformation: { functions: { make_x: definition } } }));
  const { table, warnings } = await prepareOpened(config, memoryDataset({ TIME: 2 }, track(2)), uri);
  return { values: plainValues(table.column('X')), type: table.column('X').type, warnings: warnings.join('\n') };
}

describe('path_part', () => {
  const part = (method: object, type = 'string', uri = ADDRESS) =>
    computed({ extract_method: 'path_part', method }, type, uri);

  it.each([
    [{ from_end: 1 }, 'x.nc'],
    [{ from_end: 2 }, 'dive_7'],
    [{ from_end: 4 }, 'AUV'],
    [{ from_start: 1 }, 'bucket'],
    [{ from_start: 2 }, 'AUV'],
    [{ pattern: '/dive_([0-9]+)/' }, '7'],
  ])('%j of the address', async (method, wanted) => {
    expect((await part(method)).values).toEqual([wanted, wanted]);
  });

  it('is the same on a disk', async () => {
    expect((await part({ from_end: 3 }, 'string', '/archive/AUV/SYD/dive_7/x.nc')).values[0]).toBe('SYD');
    expect((await part({ from_start: 1 }, 'string', '/archive/AUV/x.nc')).values[0]).toBe('archive');
  });

  it('is cast to the type of the variable', async () => {
    expect(await part({ pattern: 'dive_(\\d+)' }, 'int32')).toMatchObject({ values: [7, 7], type: 'int32' });
    await expect(part({ from_end: 2 }, 'int32')).rejects.toMatchObject({
      code: 'CO_COLUMN_CAST',
      fields: { column: 'X', value: 'dive_7' },
    });
  });

  it.each([[{ from_end: 9 }], [{ from_start: 9 }], [{ pattern: 'cruise_(\\d+)' }]])(
    'has no values where the address has no %j, which is told',
    async (method) => {
      const { values, warnings } = await part(method);
      expect(values).toEqual([null, null]);
      expect(warnings).toContain("for column 'X'");
    },
  );
});

describe('constant', () => {
  it.each([
    [1, 'int32', 1],
    [1, 'string', '1'],
    [0.1, 'double', 0.1],
    ['1', 'int64', 1],
    ['raw', 'string', 'raw'],
    [true, 'bool', true],
    ['2020-01-01', 'timestamp[ns]', '1577836800000000000'],
  ])('%j as %s', async (value, type, wanted) => {
    expect((await computed({ extract_method: 'constant', method: { value } }, type)).values).toEqual([wanted, wanted]);
  });

  it('P04 that does not fit its type refuses the file', async () => {
    await expect(computed({ extract_method: 'constant', method: { value: 1.5 } }, 'int32')).rejects.toMatchObject({
      code: 'CO_COLUMN_CAST',
      fields: { value: '1.5' },
    });
  });
});

describe('date_from_columns', () => {
  /** TIME from the columns of a table, in ISO 8601. */
  async function times(method: object, columns: Record<string, readonly (string | null)[]>) {
    const rows = Object.values(columns)[0]?.length ?? 0;
    const functions = { when: { extract_method: 'date_from_columns', method } };
    const schema = { date: { type: 'string' }, hour: { type: 'string' } };
    const added = { X: { source: '@function:when', schema: { type: 'timestamp[ns]', units: '1' } } };
    const config = await configOf(genericConfig({ schema, added, transformation: { functions } }));
    const table = new Table([
      ...Object.entries(columns).map(([name, values]) => [name, columnOf('string', values)] as const),
      ['TIME', columnOf('timestamp[ns]', new Array(rows).fill(0n))],
      ['LATITUDE', columnOf('float64', new Array(rows).fill(0))],
      ['LONGITUDE', columnOf('float64', new Array(rows).fill(0))],
    ]);
    const prepared = await prepareOpened(config, table);
    return { values: plainValues(prepared.table.column('X')).map(iso), warnings: prepared.warnings.join('\n') };
  }

  it('joins date and time; a row without time is at midnight, or at the default', async () => {
    const columns = { date: ['2010-02-03', '2010-02-03', '2012-02-29'], hour: ['11:22:33', null, ''] };
    const method = { date: 'date', time: 'hour' };
    const midnight = ['2010-02-03T11:22:33', '2010-02-03T00:00:00', '2012-02-29T00:00:00'];
    expect((await times(method, columns)).values).toEqual(midnight);
    const noon = ['2010-02-03T11:22:33', '2010-02-03T12:00:00', '2012-02-29T12:00:00'];
    expect((await times({ ...method, default_time: '12:00:00' }, columns)).values).toEqual(noon);
  });

  it('does without the time column where the file lacks it', async () => {
    const { values } = await times({ date: 'date', time: 'hour' }, { date: ['2010-02-03'] });
    expect(values).toEqual(['2010-02-03T00:00:00']);
  });

  it('falls back to the date alone, then to no value, which is told', async () => {
    const columns = { date: ['2010-02-03', '2010-02-30', 'unknown', null], hour: ['noon', '11:00:00', '', '11:00:00'] };
    const { values, warnings } = await times({ date: 'date', time: 'hour' }, columns);
    expect(values).toEqual(['2010-02-03T00:00:00', null, null, null]);
    expect(warnings).toContain("2 texts of 'date' are no date");
  });

  it('reads other layouts', async () => {
    const method = { date: 'date', time: 'hour', format: '%d/%m/%Y %H:%M:%S.%f' };
    const columns = { date: ['3/2/2010', '03/02/2010'], hour: ['1:2:3.25', 'noon'] };
    expect((await times(method, columns)).values).toEqual(['2010-02-03T01:02:03.250', '2010-02-03T00:00:00']);
  });

  it('has no values where the date column is missing, which is told', async () => {
    const { values, warnings } = await times({ date: 'survey_date' }, { date: ['2010-02-03'] });
    expect(values).toEqual([null]);
    expect(warnings).toContain("no column 'survey_date'");
  });

  it('gives the time that partitions the dataset', async () => {
    const document = genericConfig({
      schema: { survey_date: { type: 'string' }, TIME: undefined },
      added: { TIME: { source: '@function:when', schema: { type: 'timestamp[ns]', units: '1' } } },
      transformation: { functions: { when: { extract_method: 'date_from_columns', method: { date: 'survey_date' } } } },
    });
    const table = new Table([
      ['survey_date', columnOf('string', ['2010-02-03', 'unknown'])],
      ['LATITUDE', columnOf('float64', [0, 0])],
      ['LONGITUDE', columnOf('float64', [0, 0])],
    ]);
    const { table: rows, dropped } = await prepareOpened(await configOf(document), table);
    expect(plainValues(rows.column('timestamp'))).toEqual([Date.UTC(2010, 1) / 1000]);
    expect(dropped).toEqual({ time_missing: 1 });
  });

  it('reads what it needs of a NetCDF file, though the schema lacks it', async () => {
    const functions = { when: { extract_method: 'date_from_columns', method: { date: 'DAY', time: 'CLOCK' } } };
    const added = { X: { source: '@function:when', schema: { type: 'timestamp[ns]', units: '1' } } };
    const config = await configOf(genericConfig({ added, transformation: { functions } }));
    const DAY = { dimensions: ['TIME'], values: ['2010-02-03', '2010-02-04'] };
    const CLOCK = { dimensions: ['TIME'], values: ['11:22:33', ''] };
    const { table } = await prepareOpened(config, memoryDataset({ TIME: 2 }, { ...track(2), DAY, CLOCK }));
    expect(plainValues(table.column('X')).map(iso)).toEqual(['2010-02-03T11:22:33', '2010-02-04T00:00:00']);
    expect(table.has('DAY')).toBe(false);
  });

  it('takes dates that a reader has typed', async () => {
    const functions = { when: { extract_method: 'date_from_columns', method: { date: 'date', time: 'hour' } } };
    const document = genericConfig({
      schema: { date: { type: 'timestamp[ns]' }, hour: { type: 'time32[s]' } },
      added: { X: { source: '@function:when', schema: { type: 'timestamp[ns]', units: '1' } } },
      transformation: { functions },
    });
    const day = BigInt(Date.UTC(2010, 1, 3)) * 1_000_000n;
    const table = new Table([
      ['date', columnOf('timestamp[ns]', [day, day])],
      ['hour', columnOf('time32[s]', [40_953, null])],
      ['TIME', columnOf('timestamp[ns]', [0n, 0n])],
      ['LATITUDE', columnOf('float64', [0, 0])],
      ['LONGITUDE', columnOf('float64', [0, 0])],
    ]);
    const { table: rows } = await prepareOpened(await configOf(document), table);
    expect(plainValues(rows.column('X')).map(iso)).toEqual(['2010-02-03T11:22:33', '2010-02-03T00:00:00']);
  });
});

function iso(time: unknown): string | null {
  if (time === null) return null;
  return new Date(Number(BigInt(time as string) / 1_000_000n)).toISOString().replace(/(\.000)?Z$/, '');
}
