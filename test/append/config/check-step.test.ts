import { describe, expect, it } from 'vitest';
import { parseAppendStep } from '../../../src/append/config/append-step.js';
import type { AppendStep } from '../../../src/append/config/index.js';
import { checkStep, missingLabels, type StepCheck } from '../../../src/append/config/index.js';
import type { StoredArray } from '../../../src/model/data-type.js';

const DAYS = { type: 'int64', units: 'days since 2024-01-01', calendar: 'proleptic_gregorian' };
const NUMBERS = { type: 'float64' };
const big = (values: readonly number[]) => BigInt64Array.from(values, BigInt);

function check(
  step: string | number,
  stored: Partial<StepCheck>,
  last: readonly number[],
  labels: readonly number[],
): StepCheck {
  const array = (values: readonly number[]): StoredArray => {
    if (stored.type === 'int64') return big(values);
    return stored.type === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
  };
  return {
    uri: 'a.nc',
    dimension: 'time',
    type: 'float64',
    ...stored,
    step: parseAppendStep(step) as AppendStep,
    last: array(last),
    labels: array(labels),
  };
}

const hoursOfDays = (...hours: readonly number[]) => hours.map((hour) => hour / 24);
const range = (count: number, step = 1, start = 0) => Array.from({ length: count }, (_, n) => start + n * step);

describe('steps', () => {
  it.each([
    ['1D', DAYS, [], [5]],
    ['1D', DAYS, [4], [5]],
    ['1D', DAYS, [], range(5)],
    ['1D', DAYS, [2], [3, 4, 5]],
    ['-1D', DAYS, [2], [1, 0, -1]],
    ['24h', DAYS, [0], [1]],
    [86_400, DAYS, [0], [1]],
    [-0.5, { ...NUMBERS, units: 'seconds since 2000-01-01' }, [10], [9.5, 9]],
    ['6h', { ...NUMBERS, units: 'days since 1850-01-01' }, [], hoursOfDays(...range(400, 6, 1_500_000))],
    ['1h', { ...NUMBERS, units: 'days since 1850-01-01' }, [], hoursOfDays(...range(400, 1, 1_500_001))],
    ['30s', { type: 'float32', units: 'hours since 2000-01-01' }, [], range(100, 1 / 120, 5)],
    ['1D', { type: 'int64', units: 'days since 2000-02-27', calendar: 'noleap' }, [], range(5)],
    ['1D', { type: 'int64', units: 'days since 2000-02-28', calendar: '360_day' }, [], range(5)],
    ['1M', { ...DAYS, units: 'days since 2023-01-31' }, [0], [28, 59, 89, 120]],
    ['1M', { ...DAYS, units: 'days since 2023-01-30' }, [0], [29, 59]],
    ['1M', { ...DAYS, units: 'days since 2023-01-28' }, [0], [31, 59]],
    ['-1M', { ...DAYS, units: 'days since 2023-03-31' }, [0], [-31, -59]],
    ['1Y', { ...DAYS, units: 'days since 2024-02-29' }, [0], [365, 730, 1095, 1461]],
    ['M', { ...DAYS, units: 'days since 2000-01-30', calendar: '360_day' }, [], range(30, 30)],
    ['1M', { type: 'int64', units: 'days since 2000-02-15', calendar: 'noleap' }, [], [0, 28]],
    ['10Y', { ...DAYS, units: 'days since 0001-01-01', calendar: 'proleptic_gregorian' }, [], [0, 3652]],
    [1, { type: 'int64' }, [3], [4, 5]],
    [0.1, NUMBERS, [0], [0.1, 0.2, 0.3, 0.4, 0.1 + 0.2 + 0.2]],
    [0.1, NUMBERS, [], range(500, 0.1)],
    [0.1, { type: 'float32' }, [], range(100, 0.1)],
    [-2.5, NUMBERS, [], [5, 2.5, 0, -2.5]],
    ['+', NUMBERS, [1], [2, 2.5, 100]],
    ['-', DAYS, [1], [0, -5]],
    ['+', DAYS, [], [0]],
  ] as const)('of %s are kept by %j: %j, %j', (step, stored, last, labels) => {
    expect(() => checkStep(check(step, stored, last, labels))).not.toThrow();
  });

  it.each([
    [
      '2D',
      DAYS,
      [0],
      [1],
      "Label '2024-01-02T00:00:00' of 'time' in 'a.nc' is not at the distance '2D' from '2024-01-01T00:00:00'",
    ],
    ['1D', DAYS, [2], [3, 5], "'2024-01-06T00:00:00'"],
    ['1D', DAYS, [2], [2], 'is not at the distance'],
    ['-1D', DAYS, [2], [3], 'is not at the distance'],
    ['1D', { type: 'float64', units: 'days since 2024-01-01' }, [0], [1 + 1e-9], "'2024-01-02T00:00:00.0000864'"],
    ['1M', { ...DAYS, units: 'days since 2023-01-31' }, [0], [27], 'is not at the distance'],
    ['1M', { ...DAYS, units: 'days since 2023-01-15' }, [0], [44], "'2023-02-28T00:00:00'"],
    ['1M', DAYS, [0], [30], 'is not at the distance'],
    [0.1, NUMBERS, [0], [0.1, 0.2, 0.3000001], "'0.3000001'"],
    [1, { type: 'int64' }, [3], [5], "'5'"],
    [0.5, { type: 'int64' }, [3], [4], "'4'"],
    ['+', NUMBERS, [1], [1], 'labels must be monotonically increasing'],
    ['+', DAYS, [], [0, 2, 1], "does not come after '2024-01-03T00:00:00'"],
    ['-', NUMBERS, [1], [2], 'labels must be monotonically decreasing'],
    ['+', NUMBERS, [1], [Number.NaN], "Label 'NaN' of 'time' in 'a.nc' is no label"],
  ] as const)('of %s are not kept by %j: %j, %j', (step, stored, last, labels, message) => {
    const wrong = check(step, stored, last, labels);
    expect(() => checkStep(wrong)).toThrow(message);
    expect(() => checkStep(wrong)).toThrow(expect.objectContaining({ code: 'CO_CUBE_LABEL' }));
  });

  it('of time do not fit labels that are numbers', () => {
    const wrong = check('1D', NUMBERS, [0], [1]);
    expect(() => checkStep(wrong)).toThrow(expect.objectContaining({ code: 'CO_APPEND_CONFIG_INVALID' }));
    expect(() => checkStep(check('1M', NUMBERS, [0], [1]))).toThrow("append_step: '1M' is a length of time");
  });

  it('do not lie between texts', () => {
    expect(() => checkStep({ ...check('+', NUMBERS, [], []), labels: ['a', 'b'] })).toThrow(
      "'a' of 'time' in 'a.nc' is text",
    );
  });

  it('are told to the nanosecond', () => {
    const at = (last: bigint, label: bigint) => ({
      ...check('1D', { type: 'int64', units: 'nanoseconds since 1970-01-01' }, [], []),
      last: BigInt64Array.of(last),
      labels: BigInt64Array.of(label),
    });
    const [start, day] = [1_704_067_200_000_000_001n, 86_400_000_000_000n];
    expect(() => checkStep(at(start, start + day))).not.toThrow();
    expect(() => checkStep(at(start, start + day + 1n))).toThrow("'2024-01-02T00:00:00.000000002'");
  });
});

describe('labels that are missing', () => {
  it.each([
    [
      '1D',
      DAYS,
      [0],
      [3, 4, 6],
      [
        { before: 0, labels: [1n, 2n] },
        { before: 2, labels: [5n] },
      ],
    ],
    ['1D', DAYS, [], [3, 5], [{ before: 1, labels: [4n] }]],
    ['-1D', DAYS, [3], [1], [{ before: 0, labels: [2n] }]],
    ['1D', DAYS, [0], [1, 2], []],
    ['6h', { type: 'float64', units: 'days since 2024-01-01' }, [0], [1], [{ before: 0, labels: [0.25, 0.5, 0.75] }]],
    ['1M', { ...DAYS, units: 'days since 2023-01-31' }, [0], [120], [{ before: 0, labels: [28n, 59n, 89n] }]],
    ['1M', { ...DAYS, units: 'days since 2023-02-28' }, [0], [92], [{ before: 0, labels: [31n, 61n] }]],
    [0.5, NUMBERS, [0], [2], [{ before: 0, labels: [0.5, 1, 1.5] }]],
    [2, { type: 'int64' }, [0], [6], [{ before: 0, labels: [2n, 4n] }]],
  ] as const)('by %s in %j: %j, %j', (step, stored, last, labels, expected) => {
    expect(missingLabels(check(step, stored, last, labels))).toEqual(expected);
  });

  it.each([
    ['2D', DAYS, [0], [3], 'is not at the distance'],
    ['1D', DAYS, [3], [1], 'is not at the distance'],
    ['1D', DAYS, [3], [3], 'is not at the distance'],
    [
      '6h',
      DAYS,
      [0],
      [1],
      "'2024-01-01T06:00:00' of 'time' in 'a.nc' is missing, and cannot be told in 'days since 2024-01-01'",
    ],
    ['1s', { type: 'int64', units: 'seconds since 2000-01-01' }, [0], [2_000_000], 'more than 1000000 steps off'],
  ] as const)('are not made up by %s in %j: %j, %j', (step, stored, last, labels, message) => {
    expect(() => missingLabels(check(step, stored, last, labels))).toThrow(message);
    expect(() => missingLabels(check(step, stored, last, labels))).toThrow(
      expect.objectContaining({ code: 'CO_CUBE_LABEL' }),
    );
  });
});
