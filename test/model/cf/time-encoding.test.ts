import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../src/model/attributes.js';
import { calendarOf } from '../../../src/model/cf/calendar.js';
import { fractionOf } from '../../../src/model/cf/exact-fraction.js';
import {
  convertTime,
  countsAlike,
  type TimeCount,
  type TimeEncoding,
  timeConflict,
  timeEncodingOf,
} from '../../../src/model/cf/time-encoding.js';
import type { NumericType } from '../../../src/model/data-type.js';

function encoding(units: string, calendar?: string): TimeEncoding | undefined {
  const attributes: Attributes = new Map(Object.entries(calendar === undefined ? { units } : { units, calendar }));
  return timeEncodingOf(attributes);
}

function convert(value: number | bigint, from: [string, NumericType], to: [string, NumericType], calendar?: string) {
  const [source, target] = [from, to].map(([units, type]) => ({
    ...(encoding(units, calendar)?.count as TimeCount),
    type,
  }));
  return convertTime(value, source as never, target as never);
}

const UNITS: Record<string, bigint> = {
  microseconds: 1_000n,
  milliseconds: 1_000_000n,
  seconds: 1_000_000_000n,
  minutes: 60_000_000_000n,
  hours: 3_600_000_000_000n,
  days: 86_400_000_000_000n,
};

const DATES = ['1950-01-01 00:00:00 UTC', '1970-01-01', '1985-01-01 12:30:00+10:00', '2000-01-01T00:00:00.125Z'];
const unit = fc.constantFrom(...Object.keys(UNITS));
const date = fc.constantFrom(...DATES);

/** Nanoseconds since 1970 as an exact fraction, by the definition of the units. */
function moment(value: number | bigint, unitName: string, reference: string): [bigint, bigint] {
  const { numerator, denominator } = fractionOf(value);
  const text = reference.replace(' UTC', 'Z').replace(' ', 'T');
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}T00:00:00Z`;
  const start = BigInt(Date.parse(zoned)) * 1_000_000n;
  return [numerator * (UNITS[unitName] as bigint) + start * denominator, denominator];
}

describe('convertTime', () => {
  it('A09 tells integers only of exactly that time', () => {
    fc.assert(
      fc.property(unit, date, unit, date, fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }), (u, d, v, e, value) => {
        const converted = convert(value, [`${u} since ${d}`, 'int64'], [`${v} since ${e}`, 'int64']);
        const [exact] = moment(value, u, d);
        const [zero] = moment(0n, v, e);
        const isWhole = (exact - zero) % (UNITS[v] as bigint) === 0n;
        expect(converted !== undefined).toBe(isWhole);
        if (converted !== undefined) expect(moment(converted, v, e)[0]).toBe(exact);
      }),
      { numRuns: 300 },
    );
  });

  it('A09 refuses 06:00 on an axis of whole days', () => {
    const days: [string, NumericType] = ['days since 2024-01-01', 'int64'];
    expect(convert(6n, ['hours since 2024-01-06', 'int64'], days)).toBeUndefined();
    expect(convert(5.25, ['days since 2024-01-01', 'float64'], days)).toBeUndefined();
    expect(convert(24n, ['hours since 2024-01-05', 'int64'], days)).toBe(5n);
  });

  it('Z07 tells floats by the nearest number, no more than a microsecond off', () => {
    const value = fc.double({ min: -40000, max: 40000, noNaN: true });
    fc.assert(
      fc.property(unit, date, unit, date, value, (u, d, v, e, number) => {
        const converted = convert(number, [`${u} since ${d}`, 'float64'], [`${v} since ${e}`, 'float64']);
        if (converted === undefined) return;
        const [exact, denominator] = moment(number, u, d);
        const [found, other] = moment(converted, v, e);
        const off = found * denominator - exact * other;
        expect((off < 0n ? -off : off) <= 1000n * denominator * other).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('Z07 refuses floats that are further off', () => {
    const seconds: [string, NumericType] = ['seconds since 1970-01-01', 'int64'];
    expect(convert(1704067200n, seconds, ['days since 1970-01-01', 'float32'])).toBe(19723);
    expect(convert(1704067201n, seconds, ['days since 1970-01-01', 'float32'])).toBeUndefined();
    expect(convert(1704067201n, seconds, ['days since 1970-01-01', 'float64'])).toBe(1704067201 / 86400);
    // A float64 of that size is up to half a millisecond off.
    const micro: [string, NumericType] = ['microseconds since 1970-01-01', 'int64'];
    expect(convert(2n ** 62n, micro, ['seconds since 1970-01-01', 'float64'])).toBeUndefined();
  });

  it('takes for whole the time whose nearest number in the source is the one that is there', () => {
    const days: [string, NumericType] = ['days since 1950-01-01 00:00:00 UTC', 'float64'];
    // 01:00 on 2024-01-01 as float64 days is 27028.041666666668, which is 0.1 µs later.
    expect(convert(27028.041666666668, days, ['seconds since 1970-01-01', 'int64'])).toBe(1704070800n);
    expect(convert(27028.041666666668, days, ['seconds since 1970-01-01', 'int32'])).toBe(1704070800);
    // Its neighbour stands for another time.
    expect(convert(27028.041666666672, days, ['seconds since 1970-01-01', 'int64'])).toBeUndefined();
    // A float32 would stand for any time within minutes.
    const coarse: [string, NumericType] = [days[0], 'float32'];
    expect(convert(Math.fround(27028.041), coarse, ['minutes since 1950-01-01', 'int64'])).toBeUndefined();
  });

  it('refuses what the type does not hold', () => {
    const seconds: [string, NumericType] = ['seconds since 1970-01-01', 'int64'];
    expect(convert(2n ** 31n, seconds, ['seconds since 1970-01-01', 'int32'])).toBeUndefined();
    expect(convert(-1n, seconds, ['seconds since 1970-01-01', 'uint32'])).toBeUndefined();
    expect(convert(2n ** 31n - 1n, seconds, ['seconds since 1970-01-01', 'int32'])).toBe(2 ** 31 - 1);
  });

  it('counts in other calendars', () => {
    const day = calendarOf('360_day')?.dayOf({ year: 2000, month: 2, day: 30 }) as number;
    const days: [string, NumericType] = ['days since 2000-01-01', 'int32'];
    expect(convert(0, ['days since 2000-02-30', 'int32'], days, '360_day')).toBe(59);
    expect(day).toBe(2000 * 360 + 59);
  });

  it('converts durations', () => {
    expect(convert(36n, ['hours', 'int64'], ['days', 'float64'])).toBe(1.5);
    expect(convert(36n, ['hours', 'int64'], ['days', 'int64'])).toBeUndefined();
  });
});

describe('countsAlike', () => {
  it.each([
    ['days since 1985-01-01 00:00:00 UTC', 'gregorian', 'days since 1985-01-01 00:00:00+00:00', undefined, true],
    ['days since 1985-01-01', 'proleptic_gregorian', 'day since 1985-1-1', 'standard', true],
    ['days since 1985-01-01', 'noleap', 'days since 1985-01-01', '365_day', true],
    ['days since 1985-01-01', 'noleap', 'days since 1985-01-01', 'standard', false],
    ['days since 1985-01-01', undefined, 'days since 1985-01-02', undefined, false],
    ['hours since 1985-01-01', undefined, 'days since 1985-01-01', undefined, false],
    ['months since 1985-01-01', undefined, 'months since 1985-01-01', undefined, true],
    ['months since 1985-01-01', undefined, 'months since 1985-01-02', undefined, false],
    ['hours', undefined, 'h', undefined, true],
    ['hours', undefined, 'days', undefined, false],
  ])('%s (%s) and %s (%s): %s', (units, calendar, other, otherCalendar, expected) => {
    expect(countsAlike(encoding(units, calendar), encoding(other, otherCalendar))).toBe(expected);
  });

  it('is no matter of other units', () => {
    expect(encoding('m s-1')).toBeUndefined();
    expect(encoding('S')).toBeUndefined();
  });
});

describe('timeConflict', () => {
  it('Z03 names both calendars', () => {
    const [a, b] = [encoding('days since 2000-01-01', 'noleap'), encoding('hours since 2000-01-01')];
    expect(timeConflict(a, b)).toBe("the source's calendar is 'noleap', the cube's is 'standard'");
  });

  it('does not take numbers for times, nor times for numbers', () => {
    expect(timeConflict(undefined, encoding('days since 2000-01-01'))).toMatch(/no time since a date/);
    expect(timeConflict(encoding('days since 2000-01-01'), undefined)).toMatch(/no time since a date/);
    expect(timeConflict(encoding('days'), encoding('days since 2000-01-01'))).toMatch(/'days'/);
    expect(timeConflict(encoding('days'), undefined)).toBeUndefined();
  });

  it('tells which units cannot be understood', () => {
    expect(timeConflict(encoding('months since 2000-01-01'), encoding('days since 2000-01-01'))).toMatch(
      /'months since/,
    );
    expect(timeConflict(encoding('days since 2000-01-01', 'lunar'), encoding('days since 2000-01-02'))).toMatch(
      /'lunar'/,
    );
  });

  it('lets bounds inherit', () => {
    const parent: Attributes = new Map([
      ['units', 'days since 2000-01-01'],
      ['calendar', 'noleap'],
    ]);
    expect(timeEncodingOf(new Map(), parent)?.count?.calendar).toBe('noleap');
  });
});
