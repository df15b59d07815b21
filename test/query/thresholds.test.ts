import { describe, expect, it } from 'vitest';
import type { Operator } from '../../src/contracts/published-dataset.js';
import { isCoded } from '../../src/errors/index.js';
import { type ColumnType, columnOf } from '../../src/model/table/column.js';
import { spanOf, thresholdOf } from '../../src/query/thresholds.js';

/** 1 for each value that fits. */
function fits(type: ColumnType, values: readonly unknown[], operator: Operator, value: string): number[] {
  return [...thresholdOf({ column: 'x', operator, value }, type).flags(columnOf(type, values))];
}

describe('a condition', () => {
  const numbers = [1, 2, 3, null, Number.NaN];
  it.each([
    ['=', [0, 1, 0, 0, 0]],
    ['!=', [1, 0, 1, 0, 0]],
    ['<', [1, 0, 0, 0, 0]],
    ['<=', [1, 1, 0, 0, 0]],
    ['>', [0, 0, 1, 0, 0]],
    ['>=', [0, 1, 1, 0, 0]],
  ] as const)('with %s takes no row without a value', (operator, expected) => {
    expect(fits('float64', numbers, operator, '2')).toEqual(expected);
  });

  it('is exact for 64 bits', () => {
    const values = [9007199254740992n, 9007199254740993n, 9007199254740994n];
    expect(fits('int64', values, '=', '9007199254740993')).toEqual([0, 1, 0]);
    expect(fits('uint64', [2n ** 64n - 1n], '>=', '18446744073709551615')).toEqual([1]);
  });

  it.each([
    ['float32', [Math.fround(0.1), Math.fround(0.2)], '=', '0.1', [1, 0]],
    ['int8', [-128, 127], '<', '1000', [1, 1]],
    ['int8', [-128, 127], '>', '99999999999999999999', [0, 0]],
    ['bool', [true, false, null], '=', 'true', [1, 0, 0]],
    ['string', ['', 'a', 'b', null], '>=', 'a', [0, 1, 1, 0]],
    ['string', ['\uffff', '\u{1f600}'], '>', '\uffff', [0, 1]],
    ['timestamp[ns]', [0n, 1n], '>', '1970-01-01', [0, 1]],
    ['timestamp[ms]', [0n, 1n], '=', '1970-01-01T00:00:00.001', [0, 1]],
    ['date32[day]', [0, 1], '=', '1970-01-02', [0, 1]],
    ['time32[s]', [60, 61], '<=', '00:01', [1, 0]],
    ['duration[ns]', [5n, 6n], '<', '6', [1, 0]],
  ] as const)('on %s reads its value in that type', (type, values, operator, value, expected) => {
    expect(fits(type, values, operator, value)).toEqual(expected);
  });

  it.each([
    ['int32', '1.5'],
    ['int64', 'abc'],
    ['float64', 'nan'],
    ['bool', 'yes'],
    ['timestamp[ns]', 'soon'],
    ['timestamp[ms]', '1970-01-01T00:00:00.0000001'],
    ['binary', 'a'],
    ['list<string>', 'a'],
  ] as const)("on %s refuses '%s'", (type, value) => {
    const read = () => thresholdOf({ column: 'x', operator: '=', value }, type);
    expect(read).toThrow(value);
    try {
      read();
    } catch (error) {
      expect(isCoded(error, 'CO_QUERY_VALUE')).toBe(true);
    }
  });

  it('never rules out bounds within which a value fits', () => {
    const operators: Operator[] = ['=', '!=', '<', '<=', '>', '>='];
    for (const operator of operators) {
      for (let least = 0; least < 5; least++) {
        for (let greatest = least; greatest < 5; greatest++) {
          const threshold = thresholdOf({ column: 'x', operator, value: '2' }, 'float64');
          const values = Array.from({ length: greatest - least + 1 }, (_, step) => least + step);
          const any = threshold.flags(columnOf('float64', values)).includes(1);
          expect(threshold.mayFit(least, greatest), `${operator} ${least} to ${greatest}`).toBe(any);
        }
      }
    }
  });
});

describe('a span', () => {
  it.each([
    ['timestamp[ns]', [9n, 10n, 20n, 21n, null], { start: 10n, end: 20n }, [0, 1, 1, 0, 0]],
    ['timestamp[ns]', [9n, 10n], { end: 9n }, [1, 0]],
    ['timestamp[ns]', [9n, null], {}, [1, 0]],
    ['timestamp[ms]', [0n, 1n, 2n], { start: 1n, end: 1_999_999n }, [0, 1, 0]],
    ['timestamp[ms]', [-2n, -1n, 0n], { start: -1_500_000n, end: -1n }, [0, 1, 0]],
    ['date32[day]', [0, 1, 2], { start: 1n, end: 2n * 86_400_000_000_000n - 1n }, [0, 1, 0]],
    ['string', ['1970-01-01T00:00:00Z', '1970-01-02', 'never', null], { start: 1n }, [0, 1, 0, 0]],
  ] as const)('on %s has both its ends', (type, values, span, expected) => {
    expect([...(spanOf(span, type)?.flags(columnOf(type, values)) ?? [])]).toEqual(expected);
  });

  it('is none for numbers', () => expect(spanOf({ start: 1n }, 'float64')).toBeUndefined());
});
