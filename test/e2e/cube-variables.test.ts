/** What becomes of dimensions and variables that files have, lack, or hold once. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { failuresOf, fixture, Gridplace, gridFile, storedRow } from '../support/grids.js';

let place: Gridplace;
const at = (change: object = {}) => {
  place = new Gridplace(change);
  return place;
};
afterEach(() => place.remove());

const nc = (days: number[], special = {}) => gridFile(days, special);

describe('dimensions without a coordinate', () => {
  const times = (days: readonly number[]) => ({
    type: 'float64' as const,
    dimensions: ['TIME', 'nv'],
    values: days.flatMap((day) => [day - 0.5, day + 0.5]),
  });
  const edges = (shift = 0) => ({
    type: 'float64' as const,
    dimensions: ['LATITUDE', 'nv'],
    values: [-30, -31, -32].flatMap((edge) => [edge + 0.5 + shift, edge - 0.5]),
  });
  const bounded = (days: readonly number[], { nv = 2, shift = 0, more = {}, ...special }: Special = {}) => {
    const padded = (values: readonly number[]) =>
      values.flatMap((value, at) => (at % 2 === 1 ? [value, ...new Array<number>(nv - 2).fill(0)] : [value]));
    const [time, latitude] = [times(days), edges(shift)];
    return nc([...days], {
      ...special,
      more: {
        TIME_bnds: { ...time, values: padded(time.values) },
        LATITUDE_bnds: { ...latitude, values: padded(latitude.values) },
        ...more,
      },
      dimensions: { nv },
    });
  };
  type Special = { nv?: number; shift?: number; more?: object; [other: string]: unknown };
  const schema = { TIME_bnds: { type: 'double' }, LATITUDE_bnds: { type: 'double' } };

  it.each([2, 3] as const)('hold bounds, those of times step by step (CF 7.1), in format %i', async (format) => {
    at({ schema, zarr: { format } });
    place.source('a.nc', bounded([1, 2]));
    expect((await place.publish()).summary.failures).toEqual([]);
    place.source('b.nc', bounded([0, 5]));
    expect((await place.publish()).summary.failures).toEqual([]);
    const { TIME_bnds, LATITUDE_bnds, nv } = (await place.see(format)).arrays;
    expect(TIME_bnds?.values).toEqual([-0.5, 0.5, 0.5, 1.5, 1.5, 2.5, 4.5, 5.5]);
    expect([TIME_bnds?.shape, LATITUDE_bnds?.values, nv]).toEqual([[4, 2], edges().values, undefined]);
  });

  it('are checked by their length, and what lies along them by its values', async () => {
    at({ schema });
    place.source('a.nc', bounded([1]));
    place.source('b.nc', bounded([2], { nv: 3 }));
    place.source('c.nc', bounded([3], { shift: 0.1 }));
    place.source('d.nc', bounded([4]));
    const { summary } = await place.publish();
    expect(failuresOf(summary)).toEqual(['b.nc: CO_CUBE_DIMENSION', 'c.nc: CO_CUBE_VARIABLE']);
    expect((await place.see()).arrays.TIME?.values).toEqual([1, 4]);
  });

  const numbered = { nv: { type: 'int32' as const, dimensions: ['nv'], values: [0, 1] } };

  it.each([
    ['has none', [{}, { more: numbered }], 'unexpected'],
    ['has some', [{ more: numbered }, {}], 'absent'],
  ] as const)(
    'stay so: a file that differs from a cube that %s is refused, in one run or two',
    async (_, files, fault) => {
      for (const runs of [1, 2]) {
        at({ schema });
        place.source('a.nc', bounded([1], files[0]));
        if (runs === 2) await place.publish();
        place.source('b.nc', bounded([2], files[1]));
        const { summary } = await place.publish();
        expect(failuresOf(summary)).toEqual(['b.nc: CO_CUBE_COORDINATE']);
        expect(summary.failures[0]?.message).toContain(fault === 'absent' ? 'which the cube has' : 'none in the cube');
        expect((await place.see()).arrays.TIME?.values).toEqual([1]);
        place.remove();
      }
      at();
    },
  );

  it('need none that the schema does not name, and the template is asked first', async () => {
    const without = { schema_transformation: { vars_incompatible_with_region: [] } };
    at({ schema: { LATITUDE: undefined }, ...without });
    place.source('a.nc', nc([1], { without: ['LATITUDE'] }));
    expect((await place.publish()).summary.failures).toEqual([]);
    expect((await place.see()).arrays.LATITUDE).toBeUndefined();
    rmSync(place.output, { recursive: true });
    writeFileSync(join(place.folder, 'grids.nc'), fixture('template.nc'));
    await place.publish();
    expect((await place.see()).arrays.LATITUDE?.shape).toEqual([3]);
  });

  it('are refused where the schema names it, or where steps lie along them, each with advice that helps', async () => {
    at();
    place.source('a.nc', nc([1], { without: ['LATITUDE'] }));
    place.source('b.nc', nc([1], { without: ['TIME'] }));
    const [latitude, time] = (await place.publish()).summary.failures.map(({ message }) => message);
    expect(latitude).toMatch(/which the schema declares.*or take the coordinate out of the schema\.$/);
    expect(time).toMatch(/to tell where its steps go\. Correct the file/);
  });
});

describe('variables that files lack', () => {
  it('Z04 are filled with the declared value, and each keeps the packing that other files have', async () => {
    at({ schema: { QC: { type: 'int8', _FillValue: -9, long_name: 'quality' } } });
    place.source('a.nc', nc([1], { without: ['QC', 'TEMP'], more: { X: anX([1]) } }));
    place.source('b.nc', nc([2]));
    place.configure({ schema: { ...xSchema, QC: { type: 'int8', _FillValue: -9, long_name: 'quality' } } });
    const { summary } = await place.publish();
    expect(summary.failures).toEqual([]);
    const { TEMP, QC, X } = (await place.see()).arrays;
    expect(TEMP?.values).toEqual([...new Array(12).fill(-32768), ...storedRow(2)]);
    expect(TEMP?.attributes.scale_factor).toBe(0.01);
    expect(QC?.values.slice(0, 13)).toEqual([...new Array(12).fill(-99), 2]);
    expect(X?.values.map(Number)).toEqual([1, Number.NaN]);
  });

  it('Z04 are refused where integers have no fill value', async () => {
    const count = { type: 'int32' as const, dimensions: ['TIME'], values: [5] };
    at({ schema: { COUNT: { type: 'int32' } } });
    place.source('a.nc', nc([1], { more: { COUNT: count } }));
    place.source('b.nc', nc([2]));
    expect(failuresOf((await place.publish()).summary)).toEqual(['b.nc: CO_CUBE_NO_FILL']);
    rmSync(place.output, { recursive: true });
    place.configure({ schema: { COUNT: { type: 'int32', _FillValue: -1 } } });
    expect((await place.publish()).status).toBe(0);
    const { COUNT } = (await place.see()).arrays;
    expect([COUNT?.type, COUNT?.values, COUNT?.attributes._FillValue]).toEqual(['int32', [5, -1], -1]);
  });

  it('Z04 are marked by the fill value of netCDF where no file has any of an integer', async () => {
    at({ schema: { COUNT: { type: 'int32', units: '1' } } });
    place.source('a.nc', nc([1]));
    expect((await place.publish()).status).toBe(0);
    const { COUNT } = (await place.see()).arrays;
    expect(new Set(COUNT?.values)).toEqual(new Set([-2147483647]));
    expect([COUNT?.type, COUNT?.shape, COUNT?.attributes]).toEqual([
      'int32',
      [1, 3, 4],
      expect.objectContaining({ units: '1', _FillValue: -2147483647 }),
    ]);
  });

  it('take their coordinates from the template beside the config', async () => {
    at();
    const lacking = place.source('a.nc', fixture('without-coordinates-day-008.nc'));
    expect(failuresOf((await place.publish()).summary)).toEqual(['a.nc: CO_CUBE_COORDINATE']);
    writeFileSync(join(place.folder, 'grids.nc'), fixture('template.nc'));
    const { status, summary } = await place.publish(['--input', lacking]);
    expect([status, summary.warnings.map(({ message }) => message.split(' the template')[0])]).toEqual([
      0,
      ["coordinate 'LATITUDE' is taken from", "coordinate 'LONGITUDE' is taken from"],
    ]);
    expect((await place.see()).arrays.LONGITUDE?.values).toEqual([110, 111, 112, 113]);
  });

  it('become arrays of a cube that is there when the config comes to want them', async () => {
    at();
    place.source('a.nc', nc([1], { more: { X: anX([1.5]) } }));
    place.source('b.nc', nc([2]));
    const first = await place.publish();
    expect(Object.keys(first.summary.hints)).toEqual(['X']);
    place.configure({ schema: xSchema });
    expect((await place.publish()).summary.files.published).toBe(2);
    expect((await place.see()).arrays.X?.values.map(Number)).toEqual([1.5, Number.NaN]);
  });
});

const xSchema = { X: { type: 'float32', units: 'm' } };
const anX = (values: number[]) => ({ type: 'float32' as const, dimensions: ['TIME'], values });

describe('values that files hold once', () => {
  const area = (values: number[]) => ({ AREA: { type: 'float32' as const, dimensions: ['LATITUDE'], values } });

  it('are written once, and must be the same in each file', async () => {
    at({ schema: { AREA: { type: 'float32' } } });
    place.source('a.nc', nc([1], { more: area([1, 2, 3]) }));
    place.source('b.nc', nc([2], { more: area([1, 2, 3]) }));
    place.source('c.nc', nc([3], { more: area([1, 2, 4]) }));
    const { summary } = await place.publish();
    expect(failuresOf(summary)).toEqual(['c.nc: CO_CUBE_VARIABLE']);
    expect((await place.see()).arrays.AREA?.values).toEqual([1, 2, 3]);
    place.source('d.nc', nc([4], { more: area([9, 2, 3]) }));
    expect(failuresOf((await place.publish()).summary)).toEqual(['c.nc: CO_CUBE_VARIABLE', 'd.nc: CO_CUBE_VARIABLE']);
  });

  it('are kept for each step where the schema gives them its dimension', async () => {
    at({ schema: { AREA: { type: 'float32', dims: ['TIME', 'LATITUDE'] } } });
    place.source('a.nc', nc([1], { more: area([1, 2, 3]) }));
    place.source('b.nc', nc([2, 3], { more: area([4, 5, 6]) }));
    expect((await place.publish()).summary.failures).toEqual([]);
    expect((await place.see()).arrays.AREA?.values).toEqual([1, 2, 3, 4, 5, 6, 4, 5, 6]);
  });
});
