import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, calendarOf } from '../../../src/model/cf/calendar.js';

const NAMES = [
  'standard',
  'gregorian',
  'proleptic_gregorian',
  'julian',
  'noleap',
  '365_day',
  'all_leap',
  '366_day',
  '360_day',
];
const calendar = (name: string) => calendarOf(name) as Calendar;

describe.each(NAMES)('%s', (name) => {
  test('each day has one date, and the next day the next', () => {
    const { dayOf, dateOf } = calendar(name);
    const first = dayOf({ year: 1, month: 1, day: 1 }) as number;
    fc.assert(
      fc.property(fc.integer({ min: first, max: first + 4_000_000 }), (day) => {
        expect(dayOf(dateOf(day))).toBe(day);
        expect(dayOf(dateOf(day + 1))).toBe(day + 1);
      }),
    );
  });
});

test('the Gregorian calendar is that of JavaScript', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719162, max: 2_000_000 }), (day) => {
      const date = new Date(day * 86_400_000);
      const fields = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(calendar('proleptic_gregorian').dateOf(day)).toEqual(fields);
      if (day >= -141427) expect(calendar('standard').dateOf(day)).toEqual(fields);
    }),
  );
});

test('the standard calendar is Julian before 15 October 1582', () => {
  const { dayOf } = calendar('standard');
  const eve = dayOf({ year: 1582, month: 10, day: 4 }) as number;
  expect(dayOf({ year: 1582, month: 10, day: 15 })).toBe(eve + 1);
  expect(dayOf({ year: 1582, month: 10, day: 5 })).toBeUndefined();
  expect(dayOf({ year: 1582, month: 10, day: 14 })).toBeUndefined();
  expect(dayOf({ year: 1500, month: 2, day: 29 })).toBeDefined();
  expect(calendar('proleptic_gregorian').dayOf({ year: 1500, month: 2, day: 29 })).toBeUndefined();
});

test('Julian and Gregorian days are the same, under other dates', () => {
  expect(calendar('julian').dateOf(0)).toEqual({ year: 1969, month: 12, day: 19 });
});

test.each([
  ['standard', 0, 1, 1],
  ['julian', 0, 1, 1],
  ['standard', 2001, 2, 29],
  ['noleap', 2000, 2, 29],
  ['all_leap', 2001, 2, 30],
  ['360_day', 2001, 1, 31],
  ['360_day', 2001, 13, 1],
  ['standard', 2001, 0, 1],
  ['standard', 2001, 13, 1],
  ['standard', 2001, 1, 0],
])('%s has no %i-%i-%i', (name, year, month, day) => {
  expect(calendar(name).dayOf({ year, month, day })).toBeUndefined();
});

test('names in either case; `none` and others are no calendar', () => {
  expect(calendarOf('Proleptic_Gregorian')).toBe(calendarOf('proleptic_gregorian'));
  for (const name of ['none', '', 'utc', 'tai', 'constructor']) expect(calendarOf(name), name).toBeUndefined();
});
