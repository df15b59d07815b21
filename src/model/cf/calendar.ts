/**
 * The calendars of the CF conventions, section 4.4.1. Days are counted from 1970-01-01 of the Gregorian calendar, in
 * other calendars from a day of their own.
 *
 * Dates of calendars that are not Gregorian become timestamps by their fields: 29 February 2100 of the Julian calendar
 * and 30 February of the 360-day calendar have none.
 *
 * @module
 */
import type { CalendarDate } from './time-units.js';

/** A way of counting days. */
export interface Calendar {
  /** Whether its days are those of the Gregorian calendar, so that counts of them are days since 1970-01-01. */
  readonly isGregorian: boolean;
  /** The number of a date's day; `undefined` where the calendar has no such date. */
  dayOf(date: CalendarDate): number | undefined;
  /** The date of a day. */
  dateOf(day: number): CalendarDate;
}

/** A calendar by its CF name, in either case; `undefined` for `none` and for names that CF does not have. */
export function calendarOf(name: string): Calendar | undefined {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(CALENDARS, key) ? CALENDARS[key] : undefined;
}

/** The days since 1970-01-01 of a date of the (proleptic) Gregorian calendar; `undefined` where it has no such date. */
export function gregorianDay(date: CalendarDate): number | undefined {
  return PROLEPTIC_GREGORIAN.dayOf(date);
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days from year 0 to the first of `year`, for a rule of leap years that only ever looks at whole years. */
interface YearRule {
  isLeap(year: number): boolean;
  daysBefore(year: number): number;
  /** Mean days of a year: a first guess of the year of a day. */
  readonly meanYear: number;
}

const GREGORIAN_YEARS: YearRule = {
  isLeap: (year) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0),
  daysBefore: (year) =>
    year * 365 + Math.floor((year + 3) / 4) - Math.floor((year + 99) / 100) + Math.floor((year + 399) / 400),
  meanYear: 365.2425,
};

const JULIAN_YEARS: YearRule = {
  isLeap: (year) => year % 4 === 0,
  daysBefore: (year) => year * 365 + Math.floor((year + 3) / 4),
  meanYear: 365.25,
};

const NO_LEAP_YEARS: YearRule = { isLeap: () => false, daysBefore: (year) => year * 365, meanYear: 365 };
const ALL_LEAP_YEARS: YearRule = { isLeap: () => true, daysBefore: (year) => year * 366, meanYear: 366 };

/** Days from 1 January of year 0 to 1 January 1970. */
const GREGORIAN_EPOCH = GREGORIAN_YEARS.daysBefore(1970);
/** 1 January 1970 of the Gregorian calendar is 19 December 1969 of the Julian one. */
const JULIAN_EPOCH = JULIAN_YEARS.daysBefore(1970) - 13;

function monthsOf(rule: YearRule, year: number): readonly number[] {
  return rule.isLeap(year) ? MONTHS.with(1, 29) : MONTHS;
}

/** @param firstYear the least year that the calendar has: 1 where CF gives it no year 0 */
function yearCalendar(rule: YearRule, epoch: number, isGregorian = false, firstYear = 0): Calendar {
  const dayOf = ({ year, month, day }: CalendarDate) => {
    const months = monthsOf(rule, year);
    if (year < firstYear || day < 1 || day > (months[month - 1] ?? 0)) return undefined;
    const before = months.slice(0, month - 1).reduce((sum, length) => sum + length, 0);
    return rule.daysBefore(year) + before + day - 1 - epoch;
  };
  const dateOf = (day: number) => {
    let year = Math.floor((day + epoch) / rule.meanYear);
    while (rule.daysBefore(year + 1) <= day + epoch) year++;
    while (rule.daysBefore(year) > day + epoch) year--;
    return dateInYear(monthsOf(rule, year), year, day + epoch - rule.daysBefore(year));
  };
  return { isGregorian, dayOf, dateOf };
}

function dateInYear(months: readonly number[], year: number, dayOfYear: number): CalendarDate {
  let rest = dayOfYear;
  let month = 0;
  while (rest >= (months[month] ?? Number.POSITIVE_INFINITY)) rest -= months[month++] ?? 0;
  return { year, month: month + 1, day: rest + 1 };
}

const THIRTY_DAY_MONTHS: Calendar = {
  isGregorian: false,
  dayOf: ({ year, month, day }) =>
    month < 1 || month > 12 || day < 1 || day > 30 ? undefined : year * 360 + (month - 1) * 30 + day - 1,
  dateOf: (day) => {
    const dayOfYear = ((day % 360) + 360) % 360;
    return {
      year: Math.floor(day / 360),
      month: Math.floor(dayOfYear / 30) + 1,
      day: (dayOfYear % 30) + 1,
    };
  },
};

const PROLEPTIC_GREGORIAN = yearCalendar(GREGORIAN_YEARS, GREGORIAN_EPOCH, true);
const JULIAN = yearCalendar(JULIAN_YEARS, JULIAN_EPOCH, false, 1);

/** The day on which the Gregorian calendar begins: 15 October 1582, after 4 October. */
const REFORM = PROLEPTIC_GREGORIAN.dayOf({ year: 1582, month: 10, day: 15 }) as number;

/** Julian before the reform and Gregorian from it on; the ten days between do not exist, nor does year 0. */
const STANDARD: Calendar = {
  isGregorian: true,
  dayOf: (date) => {
    const day = PROLEPTIC_GREGORIAN.dayOf(date);
    if (day !== undefined && day >= REFORM) return day;
    const old = JULIAN.dayOf(date);
    return old !== undefined && old < REFORM ? old : undefined;
  },
  dateOf: (day) => (day < REFORM ? JULIAN : PROLEPTIC_GREGORIAN).dateOf(day),
};

const CALENDARS: Readonly<Record<string, Calendar>> = {
  standard: STANDARD,
  gregorian: STANDARD,
  proleptic_gregorian: PROLEPTIC_GREGORIAN,
  julian: JULIAN,
  noleap: yearCalendar(NO_LEAP_YEARS, 0),
  '365_day': yearCalendar(NO_LEAP_YEARS, 0),
  all_leap: yearCalendar(ALL_LEAP_YEARS, 0),
  '366_day': yearCalendar(ALL_LEAP_YEARS, 0),
  '360_day': THIRTY_DAY_MONTHS,
};
