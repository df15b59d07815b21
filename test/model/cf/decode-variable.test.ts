import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import { decodeVariable } from '../../../src/model/cf/decode-variable.js';
import { textDimensions } from '../../../src/model/cf/text.js';
import type { StoredArray, StoredType } from '../../../src/model/data-type.js';
import type { Variable } from '../../../src/model/dataset.js';
import { type Column, type ColumnType, lengthOf, valueAt } from '../../../src/model/table/column.js';
import { LocalStorage } from '../../../src/storage/local-storage.js';

const folder = new URL('../../fixtures/cf/', import.meta.url);
const expected: Record<string, 'error' | (string | number | null)[]> = JSON.parse(
  readFileSync(new URL('expected.json', folder), 'utf8'),
);

/** Where the result is not xarray's, and why it should not be. */
const OURS: Record<string, (string | number | null)[]> = {
  // xarray passes over `True`.
  unsigned_case: ['255', '2', '128'],
  // xarray makes a float of it, which is off by one.
  int64_fill: ['1152921504606846977', null],
  // xarray computes in float32 here.
  packed_f4_scale: [0.10000000149011612, 0.20000000298023224, 0.30000000447034836],
};

const storage = new LocalStorage(folder.pathname);
const dataset = await netcdf3Reader.open({ uri: `${folder}cases.nc`, storage, key: 'cases.nc' }, {});
const options = { uri: dataset.uri, textDimensions: textDimensions(dataset) };

const valuesOf = (column: Column) => Array.from({ length: lengthOf(column) }, (_, row) => valueAt(column, row));

function variable(type: StoredType, values: StoredArray, attributes: Record<string, AttributeValue> = {}): Variable {
  return {
    name: 'v',
    type,
    dimensions: ['n'],
    shape: [values.length],
    attributes: new Map(Object.entries(attributes)),
    read: async () => values,
  };
}

/** Equal; floats to the last bit but one, because xarray rounds twice when it unpacks. */
function expectSame(found: readonly unknown[], wanted: readonly (string | number | null)[]): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, i) => {
    const other = wanted[i];
    if (typeof value === 'number' && other !== null)
      expect(Math.abs(value - Number(other))).toBeLessThanOrEqual(Math.abs(value) * Number.EPSILON);
    else expect(typeof value === 'bigint' ? String(value) : value).toBe(other);
  });
}

const decode = (v: Variable, declared?: ColumnType) =>
  decodeVariable(v, { uri: 'file:///a.nc', textDimensions: new Set(), declared });

describe('what xarray makes of each case', () => {
  test.each(Object.entries(expected))('%s', async (name, wanted) => {
    const stored = dataset.variables.get(name) as Variable;
    const decoding = decodeVariable(stored, options);
    if (wanted === 'error') {
      await expect(decoding).rejects.toMatchObject({ code: 'CO_TIME_UNITS' });
      return;
    }
    const { column } = await decoding;
    const found = valuesOf(column);
    const exact = OURS[name] ?? wanted;
    if (column.type !== 'timestamp[ns]') expectSame(found, exact);
    else
      found.forEach((time, i) => {
        const xarray = exact[i];
        if (xarray === null) expect(time).toBeNull();
        else expect(Math.abs(Number((time as bigint) - BigInt(xarray as string)))).toBeLessThan(1000);
      });
  });
});

describe('times', () => {
  const units = 'days since 1950-01-01';

  test('P03 a time in the year 6062 is flagged, and the others are there', async () => {
    const { column, outOfRange } = await decode(
      variable('float64', Float64Array.of(1.5, 1502000.5, 999999, -200000), {
        units,
        _FillValue: Float64Array.of(999999),
      }),
    );
    expect(valuesOf(column)).toEqual([-631022400000000000n, null, null, null]);
    expect([...(outOfRange ?? [])]).toEqual([0, 1, 0, 1]);
  });

  test('Z07 are rounded once, from what the file holds', async () => {
    const day = 22885.041666666668;
    const { column } = await decode(variable('float64', Float64Array.of(day), { units }));
    // 22885.041666666668 is 22885.0416666666678793262690305709838867 exactly.
    expect(valuesOf(column)).toEqual([1346115600000000105n]);
  });

  test('stay numbers where the schema declares numbers', async () => {
    const stored = variable('float64', Float64Array.of(1.5, 9), { units, _FillValue: Float64Array.of(9) });
    const { column } = await decode(stored, 'float64');
    expect(column.type).toBe('float64');
    expect(valuesOf(column)).toEqual([1.5, null]);
    expect((await decode(variable('int32', Int32Array.of(3), { units }), 'int64')).column.type).toBe('int32');
  });

  test('of other calendars keep their fields, and dates that do not exist are flagged', async () => {
    const attributes = { units: 'days since 2001-02-28', calendar: '360_day' };
    const { column, outOfRange } = await decode(variable('int32', Int32Array.of(0, 1, 2, 3), attributes));
    expect(valuesOf(column)).toEqual([
      BigInt(Date.UTC(2001, 1, 28)) * 1_000_000n,
      null,
      BigInt(Date.UTC(2001, 2, 1)) * 1_000_000n - 86_400_000_000_000n < 0n ? 0n : null,
      BigInt(Date.UTC(2001, 2, 1)) * 1_000_000n,
    ]);
    expect([...(outOfRange ?? [])]).toEqual([0, 1, 1, 0]);
  });

  test('a unit of time without a date gives durations where the schema declares them', async () => {
    const stored = variable('float64', Float64Array.of(1.5, Number.NaN, 1e9), { units: 'days' });
    const durations = await decode(stored, 'duration[ns]');
    expect(valuesOf(durations.column)).toEqual([129_600_000_000_000n, null, null]);
    expect([...(durations.outOfRange ?? [])]).toEqual([0, 0, 1]);
    expect((await decode(stored)).column.type).toBe('float64');
  });

  test('a count since something that is no unit of time is a number', async () => {
    const { column } = await decode(variable('int32', Int32Array.of(3), { units: 'cycles since launch' }));
    expect(valuesOf(column)).toEqual([3]);
  });

  test('the error names file, variable, units and calendar', async () => {
    const stored = variable('int32', Int32Array.of(3), { units: 'days since launch', calendar: 'noleap' });
    await expect(decode(stored)).rejects.toMatchObject({
      code: 'CO_TIME_UNITS',
      fields: { uri: 'file:///a.nc', variable: 'v', units: 'days since launch', calendar: 'noleap' },
    });
  });
});

describe('numbers', () => {
  test('keep their type, integers with nulls', async () => {
    const { column } = await decode(variable('int16', Int16Array.of(1, -9), { _FillValue: Int16Array.of(-9) }));
    expect(column.type).toBe('int16');
    expect(valuesOf(column)).toEqual([1, null]);
  });

  test('a fill value that the type cannot hold is reported, not applied', async () => {
    const attributes = { _FillValue: Float64Array.of(1e20), missing_value: '-999' };
    const { column, ignored } = await decode(variable('float32', Float32Array.of(1e20, -999), attributes));
    expect(valuesOf(column)).toEqual([Math.fround(1e20), -999]);
    expect(ignored).toEqual([
      "_FillValue '100000000000000000000' is not a value of float32",
      "missing_value '-999' is not a value of float32",
    ]);
  });

  test('a fill value of minus zero or of zero masks both', async () => {
    const { column } = await decode(
      variable('float32', Float32Array.of(0, -0, 1), { _FillValue: Float32Array.of(-0) }),
    );
    expect(valuesOf(column)).toEqual([null, null, 1]);
  });

  test('64-bit integers beyond 2^53 are unpacked as they are', async () => {
    const attributes = { scale_factor: Float64Array.of(0.5), add_offset: Float64Array.of(-(2 ** 59)) };
    const { column } = await decode(variable('int64', BigInt64Array.of(2n ** 60n + 2n), attributes));
    expect(valuesOf(column)).toEqual([1]);
  });
});

describe('texts', () => {
  test('a region reads its cells alone', async () => {
    const stored = dataset.variables.get('cell4_none') as Variable;
    const { column, dimensions, shape } = await decodeVariable(stored, {
      ...options,
      region: { start: [3], count: [2] },
    });
    expect({ values: valuesOf(column), dimensions, shape }).toEqual({
      values: ['A\0B', 'é  '],
      dimensions: ['five'],
      shape: [2],
    });
  });

  test('bytes that are not UTF-8 are taken as ISO 8859-1', async () => {
    const { column } = await decode(variable('char', Uint8Array.of(0xe9, 0x41)));
    expect(valuesOf(column)).toEqual(['é', 'A']);
  });

  test('strings that equal their fill value are missing', async () => {
    const { column } = await decode(variable('string', ['a', '', 'n/a'], { _FillValue: 'n/a' }));
    expect(valuesOf(column)).toEqual(['a', '', null]);
  });
});
