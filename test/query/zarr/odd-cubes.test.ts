import { describe, expect, it } from 'vitest';
import { isCoded } from '../../../src/errors/index.js';
import { ask, naiveRows, openMade, SMALL, sorted } from './asking.js';
import type { Layout, MadeVariable, Plain } from './made-cube.js';
import { curvilinearGrid, degrees, EPOCH_2000, type Made, regularGrid, timeVariable } from './made-grids.js';
import { cellsOver, valueIn } from './naive.js';
import { dataKeys } from './watched.js';

const CHUNKS = { TIME: 3, LATITUDE: 2, LONGITUDE: 4, I: 5, J: 3 };
const V3: Layout = { format: 3, chunks: CHUNKS };
const LAYOUTS: readonly Layout[] = [{ format: 2, chunks: CHUNKS }, V3, { ...V3, perShard: 2 }];
const DAY = 86_400_000_000_000n;

const plain = (type: MadeVariable['type'], dimensions: readonly string[], values: readonly Plain[], attributes = {}) =>
  ({ type, dimensions, stored: values as never, meant: values, attributes }) satisfies MadeVariable;

/** A cube with variables changed, added, or taken out. */
function changed(made: Made, variables: Readonly<Record<string, MadeVariable | undefined>>): Made {
  const all = Object.entries({ ...made.cube.variables, ...variables }).filter(([, variable]) => variable !== undefined);
  const cube = { ...made.cube, variables: Object.fromEntries(all) as Made['cube']['variables'] };
  return { ...made, cube, columns: Object.keys(cube.variables) };
}

describe('a selection that nothing fits', () => {
  const grid = regularGrid({ seed: 1 });
  const nothing = {
    'a box without cells': { box: { west: 0, south: -10, east: 1, north: -9 } },
    'a time before': { time: { end: EPOCH_2000 - 1n } },
    'a time after': { time: { start: EPOCH_2000 + 100n * DAY } },
    'a condition that nothing fulfils': { where: [{ column: 'TEMP', operator: '>' as const, value: '1e9' }] },
  };

  it.each(Object.entries(nothing))('%s gives the columns without rows', async (_, selection) => {
    for (const layout of LAYOUTS) {
      const { dataset } = await openMade(grid, layout);
      const { names, rows, tables } = await ask(dataset, selection);
      expect([names, rows, tables.length]).toEqual([expect.arrayContaining([...grid.columns]), [], 1]);
      const types = names.map((name) => tables[0]?.column(name).type);
      const { tables: all } = await ask(dataset, {});
      expect(types).toEqual(names.map((name) => all[0]?.column(name).type));
    }
  });

  it('reads no data for it', async () => {
    const { dataset, requests } = await openMade(grid, V3);
    await ask(dataset, { box: { west: 0, south: -10, east: 1, north: -9 } });
    expect([...dataKeys(requests, '')].filter((key) => !/^L(AT|ONG)ITUDE\//.test(key))).toEqual([]);
  });

  it('is a cube without steps, whatever is asked', async () => {
    const empty = regularGrid({ seed: 2, steps: 0 });
    for (const layout of LAYOUTS) {
      const { dataset } = await openMade(empty, layout);
      const { names, rows } = await ask(dataset, { time: { start: EPOCH_2000 }, point: { longitude: 1, latitude: 2 } });
      expect([names.length, rows]).toEqual([empty.columns.length, []]);
      expect(await dataset.describe()).toMatchObject({ rows: 0, spatialExtent: { south: -80, north: 80 } });
      expect((await dataset.describe()).temporalExtent).toBeUndefined();
    }
  });
});

describe('what rows hold', () => {
  const grid = regularGrid({ seed: 3 });

  it('is one row for each cell in the order of the grid, coordinates first', async () => {
    const { dataset } = await openMade(grid, V3);
    const { names, rows, tables } = await ask(dataset, {});
    expect(names).toEqual([
      'TIME',
      'LATITUDE',
      'LONGITUDE',
      'TEMP',
      'SALT',
      'flag',
      'bottom',
      'filename',
      'count',
      'crs',
    ]);
    expect(rows).toEqual(naiveRows(grid, names, {}));
    const types = [
      'timestamp[ns]',
      'float64',
      'float64',
      'float64',
      'float32',
      'bool',
      'int32',
      'string',
      'int64',
      'int32',
    ];
    expect(names.map((name) => tables[0]?.column(name).type)).toEqual(types);
    expect(tables[0]?.columnAttributes.get('TEMP')?.get('units')).toBe('Celsius');
  });

  it('comes in tables of bounded size', async () => {
    const { dataset } = await openMade(grid, V3, { blockRows: 100, tableRows: 10 });
    const { rows, names, tables } = await ask(dataset, {});
    expect(Math.max(...tables.map((table) => table.rows))).toBeLessThanOrEqual(10);
    expect(sorted(rows)).toEqual(sorted(naiveRows(grid, names, {})));
  });

  it('keeps cells of which all data are missing', async () => {
    const bare = changed(grid, {
      TEMP: {
        ...(grid.cube.variables.TEMP as MadeVariable),
        stored: new Array(11 * 126).fill(-32768),
        meant: new Array(11 * 126).fill(null),
      },
    });
    const { dataset } = await openMade(bare, V3);
    const { rows } = await ask(dataset, { columns: ['TIME', 'TEMP'] });
    expect([rows.length, rows.every(([, value]) => value === null)]).toEqual([11 * 126, true]);
  });

  it('has the columns asked for in their order, over their own dimensions', async () => {
    const { dataset, requests } = await openMade(grid, V3);
    const { names, rows } = await ask(dataset, { columns: ['bottom', 'LONGITUDE'] });
    const cells = cellsOver(['LATITUDE', 'LONGITUDE'], grid.cube.lengths);
    expect(names).toEqual(['bottom', 'LONGITUDE']);
    expect(rows).toEqual(cells.map((cell) => names.map((name) => valueIn(grid.cube, name, cell))));
    expect([...dataKeys(requests, '')].every((key) => /^(bottom|LONGITUDE)\//.test(key))).toBe(true);
  });

  it('runs over the dimensions of what is asked of them, too', async () => {
    const { dataset } = await openMade(grid, V3);
    const selection = { columns: ['count'], box: { west: 160, south: -45, east: -170, north: 10 } };
    const { rows } = await ask(dataset, selection);
    expect(rows).toEqual(naiveRows(grid, ['count'], selection));
  });

  it('leaves bounds out unless they are asked for alone', async () => {
    const bounds = Array.from({ length: 22 }, (_, at) => at);
    const lengths = { ...grid.cube.lengths, nv: 2 };
    const bounded = changed(
      { ...grid, cube: { ...grid.cube, lengths } },
      {
        TIME: {
          ...timeVariable(Array.from({ length: 11 }, (_, at) => at / 2)),
          attributes: { units: 'days since 2000-01-01', bounds: 'time_bnds' },
        },
        time_bnds: plain('int32', ['TIME', 'nv'], bounds),
      },
    );
    const { dataset } = await openMade(bounded, V3);
    expect((await ask(dataset, {})).names).not.toContain('time_bnds');
    const { rows } = await ask(dataset, { columns: ['TIME', 'time_bnds'] });
    expect(rows.slice(0, 3)).toEqual([
      [EPOCH_2000, 0],
      [EPOCH_2000, 1],
      [EPOCH_2000 + DAY / 2n, 2],
    ]);
    await expect(ask(dataset, { columns: ['time_bnds', 'TEMP'] })).rejects.toThrow(
      /CO_QUERY_DIMENSIONS|No variable of 'memory:.*'TIME, nv, LATITUDE, LONGITUDE' that 'time_bnds' or 'TEMP'/,
    );
  });

  it('takes bounds of places for no grid, though as many variables lie on theirs', async () => {
    const { TIME, LATITUDE, LONGITUDE, TEMP } = curvilinearGrid({ seed: 1 }).cube.variables;
    const corners = plain(
      'float64',
      ['I', 'J', 'nv'],
      Array.from({ length: 480 }, (_, at) => at),
    );
    const bounded = (variable: MadeVariable | undefined, bounds: string) =>
      ({ ...(variable as MadeVariable), attributes: { ...variable?.attributes, bounds } }) satisfies MadeVariable;
    const variables = {
      ...{ lat_bnds: corners, lon_bnds: corners },
      ...{ LATITUDE: bounded(LATITUDE, 'lat_bnds'), LONGITUDE: bounded(LONGITUDE, 'lon_bnds') },
      ...{ TIME: TIME as MadeVariable, TEMP: TEMP as MadeVariable },
    };
    const cube = { lengths: { TIME: 5, I: 12, J: 10, nv: 4 }, variables };
    const { dataset } = await openMade({ ...grid, cube }, V3);
    const { names, rows } = await ask(dataset, {});
    expect([[...names].sort(), rows.length]).toEqual([['LATITUDE', 'LONGITUDE', 'TEMP', 'TIME'], 600]);
  });

  it('lays variables whose dimensions stand in another order at the same cells', async () => {
    const cells = cellsOver(['LONGITUDE', 'TIME'], grid.cube.lengths);
    const turned = changed(grid, {
      turned: plain(
        'int32',
        ['LONGITUDE', 'TIME'],
        cells.map((_, at) => at),
      ),
    });
    for (const limits of [{}, SMALL]) {
      const { dataset } = await openMade(turned, V3, limits);
      const selection = { box: { west: 170, south: -90, east: -160, north: 90 }, time: { start: EPOCH_2000 + DAY } };
      const { names, rows } = await ask(dataset, selection);
      expect(names).toContain('turned');
      expect(sorted(rows)).toEqual(sorted(naiveRows(turned, names, selection)));
    }
  });

  it('has a variable that is named as a dimension but lies along others', async () => {
    const named = changed(grid, {
      LATITUDE: undefined,
      LAT: degrees(
        'latitude',
        Array.from({ length: 9 }, (_, at) => at * 10),
        ['LATITUDE'],
      ),
    });
    const odd = changed(named, {
      LATITUDE: plain(
        'int32',
        ['TIME', 'LATITUDE'],
        Array.from({ length: 99 }, (_, at) => at),
      ),
    });
    const made = { ...odd, roles: { ...odd.roles, latitude: 'LAT' } };
    const { dataset } = await openMade(made, V3);
    const selection = { box: { west: 150, south: 15, east: 170, north: 45 } };
    const { names, rows } = await ask(dataset, selection);
    expect(sorted(rows)).toEqual(sorted(naiveRows(made, names, selection)));
  });

  it('has one row of a cube of scalars', async () => {
    const scalars = {
      ...grid,
      cube: { lengths: {}, variables: { a: plain('int16', [], [3]), time: timeVariable([2], []) } },
      dimensions: [],
      columns: ['a', 'time'],
    };
    for (const layout of LAYOUTS) {
      const { dataset } = await openMade(scalars, layout);
      expect((await ask(dataset, {})).rows).toEqual([[EPOCH_2000 + 2n * DAY, 3]]);
      expect((await ask(dataset, { time: { start: EPOCH_2000 + 2n * DAY } })).rows).toHaveLength(1);
      expect((await ask(dataset, { time: { start: EPOCH_2000 + 3n * DAY } })).rows).toEqual([]);
    }
  });

  it('is nothing of a store without variables', async () => {
    const { dataset } = await openMade({ ...grid, cube: { lengths: {}, variables: {} } }, V3);
    expect((await ask(dataset, {})).rows).toEqual([]);
    expect((await dataset.describe()).rows).toBe(0);
  });
});

describe('times that timestamps do not tell', () => {
  const grid = regularGrid({ seed: 8 });
  const counted = (calendar: string, units = 'days since 2000-01-01') =>
    changed(grid, {
      TIME: plain(
        'float64',
        ['TIME'],
        Array.from({ length: 11 }, (_, at) => at + 50),
        { units, calendar, axis: 'T' },
      ),
    });

  it.each(['360_day', 'julian', 'all_leap', 'none', 'lunar'])('stay numbers: %s', async (calendar) => {
    const { dataset } = await openMade(counted(calendar), V3);
    const { tables } = await ask(dataset, { columns: ['TIME'] });
    expect(tables[0]?.column('TIME')).toMatchObject({ type: 'float64' });
    const refused = await ask(dataset, { time: { start: EPOCH_2000 } }).catch((error) => error);
    expect(isCoded(refused, 'CO_QUERY_ROLE')).toBe(true);
    expect(refused.message).toContain(`calendar '${calendar}'`);
    expect((await dataset.describe()).temporalExtent).toBeUndefined();
    const { rows } = await ask(dataset, {
      columns: ['TIME'],
      where: [{ column: 'TIME', operator: '>=', value: '59.5' }],
    });
    expect(rows).toEqual([[60]]);
  });

  it('stay numbers where they count months', async () => {
    const { dataset } = await openMade(counted('standard', 'months since 2000-01-01'), V3);
    expect((await ask(dataset, { columns: ['TIME'] })).rows[0]).toEqual([50]);
    await expect(ask(dataset, { time: { start: EPOCH_2000 } })).rejects.toThrow(/months since/);
  });

  it.each(['noleap', '365_day'])('are told by their dates where all of these are ours: %s', async (calendar) => {
    const { dataset } = await openMade(counted(calendar), V3);
    const { rows } = await ask(dataset, {
      columns: ['TIME'],
      time: { start: EPOCH_2000, end: EPOCH_2000 + 70n * DAY },
    });
    // 2000 has a 29 February that the calendar has not: from day 59 on, dates are one day further.
    expect(rows.slice(8, 10)).toEqual([[EPOCH_2000 + 58n * DAY], [EPOCH_2000 + 60n * DAY]]);
  });

  it('are refused where they cannot be held, if they are asked for', async () => {
    const far = changed(grid, {
      late: plain(
        'int32',
        ['TIME'],
        Array.from({ length: 11 }, (_, at) => (at === 4 ? 200_000 : at)),
        { units: 'days since 2000-01-01' },
      ),
    });
    const { dataset } = await openMade(far, V3, SMALL);
    const refused = await ask(dataset, {}).catch((error) => error);
    expect(isCoded(refused, 'CO_TIME_OUT_OF_RANGE')).toBe(true);
    expect(refused.message).toMatch(/'late'.*'200000'/);
    const before = { time: { end: EPOCH_2000 + DAY } };
    expect((await ask(dataset, before)).rows.length).toBe(3 * 126);
  });
});

describe('refusals', () => {
  const grid = regularGrid({ seed: 9 });

  it('name what is not there', async () => {
    const { dataset } = await openMade(grid, V3);
    await expect(ask(dataset, { columns: ['TEMPERATURE'] })).rejects.toThrow(/no column 'TEMPERATURE' among TIME, /);
    await expect(ask(dataset, { where: [{ column: 'x', operator: '=', value: '1' }] })).rejects.toThrow(
      /no column 'x'/,
    );
    await expect(ask(dataset, { where: [{ column: 'LATITUDE', operator: '=', value: 'far' }] })).rejects.toThrow(
      /'far'/,
    );
  });

  it('name the role that no variable has', async () => {
    const placeless = changed(grid, { LATITUDE: undefined, TIME: undefined });
    const { dataset } = await openMade(placeless, V3);
    const codes = ['--bbox needs the latitude', '--time needs the time'];
    await expect(ask(dataset, { box: { west: 0, south: 0, east: 1, north: 1 } })).rejects.toThrow(codes[0]);
    await expect(ask(dataset, { time: { start: 0n } })).rejects.toThrow(codes[1]);
    expect((await dataset.describe()).spatialExtent).toBeUndefined();
  });
});
