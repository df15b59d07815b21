import { describe, expect, it } from 'vitest';
import { columnOf } from '../../src/model/table/column.js';
import { Table } from '../../src/model/table/table.js';
import { configOf, FIXTURES, loadConfig, plainColumns, plainValues, prepare, prepareOpened } from './fixture.js';
import { genericConfig, track } from './generic-config.js';
import { memoryDataset } from './memory-dataset.js';

describe('rows of a file', () => {
  it('are the product of its dimensions, the last one fastest; what lacks one is repeated', async () => {
    const config = await configOf(
      genericConfig({
        schema: {
          DEPTH: { type: 'float' },
          TEMP: { type: 'double' },
          TURNED: { type: 'double' },
          ONE: { type: 'int32' },
        },
      }),
    );
    const dataset = memoryDataset(
      { TIME: 2, DEPTH: 3 },
      {
        ...track(2),
        DEPTH: { dimensions: ['DEPTH'], type: 'float32', values: [0.5, 10, 20] },
        TEMP: { dimensions: ['TIME', 'DEPTH'], values: [1, 2, 3, 4, 5, 6] },
        TURNED: { dimensions: ['DEPTH', 'TIME'], values: [1, 2, 3, 4, 5, 6] },
        ONE: { type: 'int32', values: [7] },
      },
    );
    const { table, warnings } = await prepareOpened(config, dataset);
    expect(plainColumns(table)).toMatchObject({
      DEPTH: [0.5, 10, 20, 0.5, 10, 20],
      TEMP: [1, 2, 3, 4, 5, 6],
      TURNED: [1, 3, 5, 2, 4, 6],
      ONE: [7, 7, 7, 7, 7, 7],
    });
    expect(plainValues(table.column('TIME')).map((time) => BigInt(time as string) / 86_400_000_000_000n)).toEqual([
      18262n,
      18262n,
      18262n,
      18263n,
      18263n,
      18263n,
    ]);
    expect(warnings).toEqual([]);
  });

  it('stand in columns in the order of the schema, then of add_variables', async () => {
    const config = await configOf(genericConfig({ schema: { B: { type: 'double' }, A: { type: 'double' } } }));
    const values = { dimensions: ['TIME'], values: [1] };
    const { table } = await prepareOpened(config, memoryDataset({ TIME: 1 }, { A: values, ...track(1), B: values }));
    const order = ['TIME', 'LATITUDE', 'LONGITUDE', 'B', 'A', 'filename', 'timestamp', 'polygon'];
    expect([...table.columns.keys()]).toEqual(order);
  });

  it('leave out drop_variables, and their dimensions', async () => {
    const schema = { TEMP: { type: 'double' }, SPECTRUM: { type: 'double' } };
    const config = await configOf(genericConfig({ schema, transformation: { drop_variables: ['SPECTRUM'] } }));
    const dataset = memoryDataset(
      { TIME: 2, FREQUENCY: 2 },
      { ...track(2), SPECTRUM: { dimensions: ['TIME', 'FREQUENCY'], values: [1, 2, 3, 4] } },
    );
    const { table, hints } = await prepareOpened(config, dataset);
    expect(table.rows).toBe(2);
    expect(table.has('SPECTRUM')).toBe(false);
    expect(hints).toEqual({});
  });

  it('of a table lose drop_variables too', async () => {
    const config = await configOf(genericConfig({ transformation: { drop_variables: ['index'] } }));
    const table = new Table([
      ['index', columnOf('int64', [0n])],
      ['TIME', columnOf('timestamp[ns]', [0n])],
      ['LATITUDE', columnOf('float64', [1])],
      ['LONGITUDE', columnOf('float64', [1])],
    ]);
    const prepared = await prepareOpened(config, table);
    expect(prepared.table.has('index')).toBe(false);
    expect(prepared.hints).toEqual({});
  });

  it('warns where each observation is repeated for something beside it', async () => {
    const config = await configOf(genericConfig({ schema: { history: { type: 'string' } } }));
    const dataset = memoryDataset(
      { TIME: 2, h_num: 3 },
      { ...track(2), history: { dimensions: ['h_num'], values: ['made', 'copied', 'checked'] } },
    );
    const { table, warnings } = await prepareOpened(config, dataset);
    expect(table.rows).toBe(6);
    expect(warnings.join()).toContain('repeated 3 times');
  });
});

describe('columns that file and schema do not share', () => {
  it('have no values where the file lacks them, which is told', async () => {
    const config = await configOf(genericConfig({ schema: { PSAL: { type: 'float' }, NOTE: { type: 'string' } } }));
    const { table, warnings } = await prepareOpened(config, memoryDataset({ TIME: 2 }, track(2)));
    expect(plainValues(table.column('PSAL'))).toEqual([null, null]);
    expect(table.column('PSAL').type).toBe('float32');
    expect(plainValues(table.column('NOTE'))).toEqual([null, null]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('PSAL, NOTE');
  });

  it('P05 of a table are left out and told, ready to paste', async () => {
    const config = await configOf(genericConfig());
    const table = new Table([
      ['TIME', columnOf('timestamp[ns]', [0n])],
      ['LATITUDE', columnOf('float64', [1])],
      ['LONGITUDE', columnOf('float64', [1])],
      ['station', columnOf('string', ['x'])],
    ]);
    const prepared = await prepareOpened(config, table);
    expect(prepared.table.has('station')).toBe(false);
    expect(prepared.hints).toEqual({ station: { type: 'string' } });
  });

  it('P05 of a NetCDF file are left out unread, and told, ready to paste', async () => {
    const config = await configOf(genericConfig());
    const variables = {
      ...track(2),
      DOXY: {
        dimensions: ['TIME'],
        type: 'float32',
        values: [1, 2],
        attributes: { units: 'umol kg-1', _FillValue: 9 },
      },
      PACKED: { dimensions: ['TIME'], type: 'int16', values: [1, 2], attributes: { scale_factor: 0.1 } },
      WHEN: { dimensions: ['TIME'], values: [1, 2], attributes: { units: 'days since 2000-01-01' } },
      CRS: { type: 'int32', values: [0] },
    } as const;
    const { table, hints } = await prepareOpened(config, memoryDataset({ TIME: 2 }, variables));
    expect(table.has('DOXY')).toBe(false);
    expect(hints).toEqual({
      DOXY: { type: 'float32', units: 'umol kg-1' },
      PACKED: { type: 'float64' },
      WHEN: { type: 'timestamp[ns]' },
      CRS: { type: 'int32' },
    });
  });

  it('warns where units, standard_name or reference_datum differ', async () => {
    const schema = {
      TEMP: { type: 'double', units: 'degrees_Celsius', standard_name: 'sea_water_temperature', long_name: 'a' },
    };
    const config = await configOf(genericConfig({ schema }));
    const attributes = { units: 'K', standard_name: 'sea_water_temperature', long_name: 'b' };
    const dataset = memoryDataset(
      { TIME: 1 },
      { ...track(1), TEMP: { dimensions: ['TIME'], values: [1], attributes } },
    );
    const { warnings } = await prepareOpened(config, dataset);
    expect(warnings).toEqual(["units of 'TEMP' is 'K', the config says 'degrees_Celsius'"]);
  });
});

describe('values that do not fit', () => {
  it('P04 refuse the file with column, row and value', async () => {
    const config = await configOf(genericConfig({ schema: { COUNT: { type: 'int32' } } }));
    const dataset = memoryDataset({ TIME: 3 }, { ...track(3), COUNT: { dimensions: ['TIME'], values: [1, 2, 2.5] } });
    await expect(prepareOpened(config, dataset)).rejects.toMatchObject({
      code: 'CO_COLUMN_CAST',
      fields: { column: 'COUNT', from: 'float64', to: 'int32', row: 2, value: '2.5' },
    });
  });

  it('become nulls where they are missing', async () => {
    const config = await configOf(genericConfig({ schema: { COUNT: { type: 'int32' } } }));
    const COUNT = {
      dimensions: ['TIME'],
      type: 'int16',
      values: [1, -99, 3],
      attributes: { _FillValue: -99 },
    } as const;
    const { table } = await prepareOpened(config, memoryDataset({ TIME: 3 }, { ...track(3), COUNT }));
    expect(plainValues(table.column('COUNT'))).toEqual([1, null, 3]);
  });
});

describe('rows that cannot be placed', () => {
  const days = [-30_000, 18262, 90_000, Number.NaN, 18263];

  it('P03 in time are left out and counted; the rest is kept', async () => {
    const config = await configOf(genericConfig());
    const dataset = memoryDataset({ TIME: 5 }, { ...track(5), TIME: { ...track(5).TIME, values: days } });
    const { table, dropped } = await prepareOpened(config, dataset);
    expect(dropped).toEqual({ time_out_of_range: 2, time_missing: 1 });
    expect(table.rows).toBe(2);
  });

  it('P03 in time are left out even where nanoseconds cannot hold them', async () => {
    const config = await configOf(genericConfig());
    const values = [18262, 1_502_234.0 + 18262, -1e7];
    const dataset = memoryDataset({ TIME: 3 }, { ...track(3), TIME: { ...track(3).TIME, values } });
    const { table, dropped } = await prepareOpened(config, dataset);
    expect([table.rows, dropped]).toEqual([1, { time_out_of_range: 2 }]);
  });

  it('a time beside them that nanoseconds cannot hold refuses the file', async () => {
    const config = await configOf(genericConfig({ schema: { MADE: { type: 'timestamp[ns]' } } }));
    const MADE = { dimensions: ['TIME'], values: [1, 1e9], attributes: { units: 'days since 1970-01-01' } };
    await expect(prepareOpened(config, memoryDataset({ TIME: 2 }, { ...track(2), MADE }))).rejects.toMatchObject({
      code: 'CO_TIME_OUT_OF_RANGE',
      fields: { variable: 'MADE', index: 1, value: '1000000000' },
    });
  });

  it('P12 in space are left out by the valid range of the schema, and counted', async () => {
    const schema = {
      LATITUDE: { type: 'double', valid_min: -40, valid_max: 0 },
      LONGITUDE: { type: 'double' },
    };
    const config = await configOf(genericConfig({ schema }));
    const variables = {
      ...track(6),
      LATITUDE: { dimensions: ['TIME'], values: [-40, 0, 0.1, Number.NaN, -10, -10] },
      LONGITUDE: { dimensions: ['TIME'], values: [-180, 180, 0, 0, 180.247, 0] },
    };
    const { table, dropped } = await prepareOpened(config, memoryDataset({ TIME: 6 }, variables));
    expect(dropped).toEqual({ position_out_of_range: 2, position_missing: 1 });
    expect(plainValues(table.column('LONGITUDE'))).toEqual([-180, 180, 0]);
  });

  it('refuse the file where the variable itself is missing', async () => {
    const config = await configOf(genericConfig());
    const { LATITUDE: _, ...rest } = track(2);
    await expect(prepareOpened(config, memoryDataset({ TIME: 2 }, rest))).rejects.toMatchObject({
      code: 'CO_VARIABLE_MISSING',
      fields: { variable: 'LATITUDE' },
    });
  });
});

describe('cells and periods', () => {
  const at = async (space: object, period: string) => {
    const config = await configOf(genericConfig({ space: { ...space }, period }));
    const variables = {
      ...track(2),
      LATITUDE: { dimensions: ['TIME'], values: [-33.99, 90] },
      LONGITUDE: { dimensions: ['TIME'], values: [151.45, 180] },
    };
    const { table } = await prepareOpened(config, memoryDataset({ TIME: 2 }, variables));
    const boxes = (plainValues(table.column('polygon')) as string[]).map(boxOf);
    return { boxes, starts: plainValues(table.column('timestamp')) };
  };

  it("of the rule 'aodn' overlap and may lie beyond the globe", async () => {
    const { boxes, starts } = await at({}, 'Q');
    expect(boxes).toEqual([
      [145, -35, 155, -25],
      [175, 85, 185, 95],
    ]);
    expect(starts).toEqual([1577836800, 1577836800]);
  });

  it("of the rule 'grid' do not", async () => {
    const { boxes, starts } = await at({ cell: 'grid' }, 'D');
    expect(boxes).toEqual([
      [150, -35, 155, -30],
      [175, 85, 180, 90],
    ]);
    expect(starts).toEqual([1577836800, 1577923200]);
  });

  it('the test vector of AODN', async () => {
    const config = await configOf(genericConfig());
    const dataset = memoryDataset(
      { TIME: 1 },
      {
        ...track(1),
        LATITUDE: { dimensions: ['TIME'], values: [-33.99] },
        LONGITUDE: { dimensions: ['TIME'], values: [151.45] },
      },
    );
    const { table } = await prepareOpened(config, dataset);
    expect(plainValues(table.column('polygon'))).toEqual([
      '01030000000100000005000000000000000020624000000000008041C0000000000060634000000000008041C0000000000060634000000000000039C0000000000020624000000000000039C0000000000020624000000000008041C0',
    ]);
  });
});

describe('files of which nothing is left', () => {
  it('a dimension of the schema without a variable refuses the file', async () => {
    await expect(prepare(await loadConfig('fishing'), `${FIXTURES}no-times.nc`)).rejects.toMatchObject({
      code: 'CO_DIMENSION_WITHOUT_VARIABLE',
      fields: { dimension: 'TIME' },
    });
  });

  it('P12 all positions beyond 180° E: no rows, and the counts', async () => {
    const { table, dropped } = await prepare(await loadConfig('fishing'), `${FIXTURES}fishing.nc`);
    expect(table.rows).toBe(0);
    expect(dropped).toEqual({ position_out_of_range: 28, position_missing: 2 });
  });
});

/** West, south, east and north of a polygon. */
function boxOf(wkb: string): number[] {
  const bytes = Buffer.from(wkb, 'hex');
  return [13, 21, 45, 53].map((offset) => bytes.readDoubleLE(offset));
}
