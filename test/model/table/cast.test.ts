import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCoded } from '../../../src/errors/index.js';
import { parseFloat32 } from '../../../src/model/table/cast/parse-number.js';
import { castColumn } from '../../../src/model/table/cast.js';
import {
  type Column,
  type ColumnType,
  columnOf,
  isFixedType,
  storageOf,
  valueAt,
} from '../../../src/model/table/column.js';

const source = { uri: 'memory://a.csv', column: 'c' };
const golden = JSON.parse(readFileSync(new URL('../../fixtures/cast/cast.json', import.meta.url), 'utf8')) as {
  casts: [ColumnType, ColumnType, string, string | null][];
  halfway: [string, string][];
};

/** A value as the golden file writes it. */
function stored(type: ColumnType, text: string): unknown {
  if (!isFixedType(type)) return text;
  if (type === 'bool') return text === 'True';
  if (type.startsWith('float'))
    return text.includes('inf') ? Number(`${text.replace('inf', '')}1`) * Infinity : Number(text);
  return storageOf(type).endsWith('64') ? BigInt(text) : Number(text);
}

function outcome(from: ColumnType, to: ColumnType, text: string): unknown {
  try {
    return valueAt(castColumn(columnOf(from, [stored(from, text)]), to, source), 0);
  } catch (error) {
    if (isCoded(error, 'CO_COLUMN_CAST')) return 'refused';
    throw error;
  }
}

/** Where we differ from Arrow on purpose: what is exact is taken, what loses something is refused. */
function differs(from: ColumnType, to: ColumnType, text: string): boolean {
  const whole = /^[+-]?\d*\.?\d*(e\d+)?$/i.test(text);
  if (from === 'string' && /^u?int/.test(to)) return whole;
  if (from === 'string' && /^time(32|64)/.test(to)) return true;
  if (to === 'bool') return /^(u?int|float)/.test(from);
  // pyarrow prints such a moment as '<value out of range>', and its time of day overflows.
  return from === 'timestamp[ms]' && text.length > 15 && (to === 'string' || to === 'time64[us]');
}

test('values become what pyarrow makes of them, or are refused as there', () => {
  const different = golden.casts.flatMap(([from, to, text, expected]) => {
    if (differs(from, to, text)) return [];
    const found = outcome(from, to, text);
    const wanted = expected === null || expected === 'refused' ? expected : stored(to, expected);
    return Object.is(found, wanted) ? [] : [`${from} '${text}' to ${to}: ${found}, pyarrow ${wanted}`];
  });
  expect(different).toEqual([]);
});

test('a float32 is rounded once, from the decimal text', () => {
  for (const [text, expected] of golden.halfway) {
    const nearest = Number(expected);
    expect(parseFloat32(text)).toBe(nearest);
    expect(parseFloat32(`-${text}`)).toBe(-nearest);
  }
});

describe('what Arrow does otherwise', () => {
  test.each<[ColumnType, ColumnType, unknown, unknown]>([
    ['string', 'int32', '3.0', 3],
    ['string', 'int64', '1e3', 1000n],
    ['string', 'timestamp[ns]', '1970-01-01T01:00:00+01:00', 0n],
    ['string', 'timestamp[ns]', '1970-01-01 00:00:00.5Z', 500_000_000n],
    ['string', 'time32[s]', '23:59:59', 86399],
    ['string', 'time64[us]', '00:00:00.000001', 1n],
    ['float64', 'int32', Number.NaN, null],
    ['float64', 'string', Number.NaN, null],
    ['float32', 'float64', Math.fround(0.1), Math.fround(0.1)],
  ])('%s to %s takes %s', (from, to, value, expected) => {
    expect(valueAt(castColumn(columnOf(from, [value]), to, source), 0)).toBe(expected);
  });

  test.each<[ColumnType, ColumnType, unknown]>([
    ['float64', 'float32', 1e300],
    ['string', 'float64', '1e400'],
    ['int8', 'bool', 2],
    ['float64', 'bool', 0.5],
    ['string', 'int64', '0x1F'],
    ['string', 'int64', '1e-400'],
    ['string', 'int64', '0.99999999999999999999'],
  ])('%s to %s refuses %s', (from, to, value) => {
    expect(() => castColumn(columnOf(from, [value]), to, source)).toThrow(/CO_|cannot become/);
  });
});

test('P04 the first value that does not fit is named with its row', () => {
  const column = columnOf('float64', [1, null, 2.5, 3.5]);
  const error = catchError(() => castColumn(column, 'int32', source));
  expect(error).toMatchObject({
    code: 'CO_COLUMN_CAST',
    fields: { ...source, from: 'float64', to: 'int32', row: 2, value: '2.5' },
  });
  const texts = columnOf('string', ['1', 'x', 'x']);
  expect(catchError(() => castColumn(texts, 'int8', source))).toMatchObject({ fields: { row: 1, value: 'x' } });
});

test('a text that no row has does not fail', () => {
  const column: Column = { type: 'string', categories: ['x', '1'], codes: Int32Array.of(1, -1) };
  const cast = castColumn(column, 'int8', source);
  expect([valueAt(cast, 0), valueAt(cast, 1)]).toEqual([1, null]);
});

test('a column of the wanted type is given back as it is', () => {
  const column = columnOf('int8', [1]);
  expect(castColumn(column, 'int8', source)).toBe(column);
});

test('bytes and texts', () => {
  const bytes = castColumn(columnOf('string', ['ü', null]), 'binary', source);
  expect(valueAt(bytes, 0)).toEqual(Uint8Array.of(0xc3, 0xbc));
  expect(valueAt(castColumn(bytes, 'string', source), 0)).toBe('ü');
  expect(() => castColumn(columnOf('binary', [Uint8Array.of(0xff)]), 'string', source)).toThrow(/cannot become string/);
});

test('null rows stay null in every type, whatever is stored in them', () => {
  const types: ColumnType[] = [
    'int8',
    'uint64',
    'float32',
    'bool',
    'string',
    'timestamp[ns]',
    'date32[day]',
    'list<string>',
  ];
  for (const from of types)
    for (const to of types) expect(valueAt(castColumn(columnOf(from, [null]), to, source), 0)).toBeNull();
  const column: Column = { type: 'float64', values: Float64Array.of(1.5, 2), nulls: Uint8Array.of(1, 0) };
  expect(valueAt(castColumn(column, 'int8', source), 1)).toBe(2);
});

describe('there and back', () => {
  test('integers through texts and wider types', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const column = columnOf('int64', [value]);
        expect(valueAt(castColumn(castColumn(column, 'string', source), 'int64', source), 0)).toBe(value);
      }),
    );
  });

  test('floats through texts', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const text = castColumn(columnOf('float64', [value]), 'string', source);
        expect(valueAt(castColumn(text, 'float64', source), 0)).toBe(value);
        const single = castColumn(columnOf('float32', [value]), 'string', source);
        expect(valueAt(castColumn(single, 'float32', source), 0)).toBe(Math.fround(value));
      }),
    );
  });

  test('times through texts', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const text = castColumn(columnOf('timestamp[ns]', [value]), 'string', source);
        expect(valueAt(castColumn(text, 'timestamp[ns]', source), 0)).toBe(value);
      }),
    );
  });
});

function catchError(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
