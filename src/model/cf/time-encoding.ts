/**
 * How numbers count time, and how those of one count become those of another, exactly.
 *
 * @module
 */
import { type Attributes, attributeText } from '../attributes.js';
import { isInteger, type NumericType } from '../data-type.js';
import { calendarOf } from './calendar.js';
import { type Fraction, fractionOf, nearestFloat, nearestInteger } from './exact-fraction.js';
import { isTimeUnits, parseTimeUnits, unitNanoseconds } from './time-units.js';
import { integerLimits } from './unsigned.js';

const DAY_NANOSECONDS = 86_400_000_000_000n;

/** How numbers count moments (`days since …`) or durations (`days`). */
export interface TimeEncoding {
  /** The attributes as they are, for messages and for comparing what cannot be understood. */
  readonly units: string;
  readonly calendar: string;
  readonly isMoment: boolean;
  /** What the texts mean; `undefined` where they cannot be understood. */
  readonly count: TimeCount | undefined;
}

/** A count of time, taken apart. */
export interface TimeCount {
  readonly unitNanoseconds: bigint;
  /** Nanoseconds from the calendar's day 0 to the moment that is counted from; 0 for durations. */
  readonly reference: bigint;
  /** Calendars that count the same days alike have the same name here. */
  readonly calendar: string;
}

/**
 * The time that a variable's `units` and `calendar` declare; `undefined` where they declare none.
 *
 * @param inherited units and calendar of the variable that names this one as its `bounds` (CF 7.1), which needs none of its own
 */
export function timeEncodingOf(attributes: Attributes, inherited?: Attributes): TimeEncoding | undefined {
  const own = attributeText(attributes, 'units');
  const units = own ?? (inherited && attributeText(inherited, 'units')) ?? '';
  const isMoment = isTimeUnits(units);
  // Units of time are small letters: `S` is siemens.
  const unit = units === units.toLowerCase() ? unitNanoseconds(units) : undefined;
  if (!isMoment && unit === undefined) return undefined;
  const named = attributeText(attributes, 'calendar') ?? (inherited && attributeText(inherited, 'calendar'));
  const calendar = isMoment ? (named ?? 'standard') : '';
  const count = unit === undefined ? momentCount(units, calendar) : durationCount(unit);
  return { units, calendar, isMoment, count };
}

function durationCount(unit: bigint): TimeCount {
  return { unitNanoseconds: unit, reference: 0n, calendar: '' };
}

function momentCount(units: string, calendar: string): TimeCount | undefined {
  const parsed = parseTimeUnits(units);
  const rule = calendarOf(calendar);
  const day = parsed && rule?.dayOf(parsed.date);
  if (!parsed || !rule || day === undefined) return undefined;
  const name = rule.isGregorian ? 'gregorian' : sameCalendar(calendar);
  const reference = BigInt(day) * DAY_NANOSECONDS + parsed.nanoseconds;
  return { unitNanoseconds: parsed.unitNanoseconds, reference, calendar: name };
}

const SYNONYMS: Readonly<Record<string, string>> = { '365_day': 'noleap', '366_day': 'all_leap' };

function sameCalendar(name: string): string {
  const key = name.trim().toLowerCase();
  return SYNONYMS[key] ?? key;
}

/** Whether equal numbers are equal times. */
export function countsAlike(a: TimeEncoding | undefined, b: TimeEncoding | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.units === b.units && a.calendar === b.calendar) return true;
  if (!a.count || !b.count || a.isMoment !== b.isMoment) return false;
  const [one, other] = [a.count, b.count];
  return (
    one.unitNanoseconds === other.unitNanoseconds &&
    one.reference === other.reference &&
    one.calendar === other.calendar
  );
}

/** Why times of one count cannot be told in another; `undefined` where they can. */
export function timeConflict(from: TimeEncoding | undefined, to: TimeEncoding | undefined): string | undefined {
  if (countsAlike(from, to)) return undefined;
  if (!from?.isMoment && !to?.isMoment) return undefined;
  if (!from) return "the source's units are no time since a date";
  if (!from.isMoment) return `the source's units are '${from.units}', which are no time since a date`;
  if (!to?.isMoment) return "the cube's units are no time since a date";
  if (!from.count) return `units '${from.units}' with calendar '${from.calendar}' cannot be understood`;
  if (!to.count) return `units '${to.units}' with calendar '${to.calendar}' cannot be understood`;
  if (from.count.calendar === to.count.calendar) return undefined;
  return `the source's calendar is '${from.calendar}', the cube's is '${to.calendar}'`;
}

/** The most that a number may be off the time it stands for. */
const MOST_NANOSECONDS = 1000n;

/**
 * The number in `to` of the time that is `value` in `from`. Integers stand for exactly that time, or for the time whose nearest number
 * in `from` and `fromType` is `value` again, no more than 1 µs away; floats are the nearest ones, no more than 1 µs away.
 *
 * @returns `undefined` where there is no such number
 */
export function convertTime(
  value: number | bigint,
  from: TimeCount & { readonly type: NumericType },
  to: TimeCount & { readonly type: NumericType },
): number | bigint | undefined {
  const exact = timeAsCount(value, from, to);
  const found = isInteger(to.type) ? toInteger(exact, to.type) : toFloat(exact, to.type);
  if (found === undefined || !isNear(found, exact, to)) return undefined;
  if (!isInteger(to.type) || isSame(found, exact)) return found;
  return isInteger(from.type) || toFloat(timeAsCount(found, to, from), from.type) !== value ? undefined : found;
}

function timeAsCount(value: number | bigint, from: TimeCount, to: TimeCount): Fraction {
  const { numerator, denominator } = fractionOf(value);
  return {
    numerator: numerator * from.unitNanoseconds + (from.reference - to.reference) * denominator,
    denominator: denominator * to.unitNanoseconds,
  };
}

function toInteger(exact: Fraction, type: NumericType): number | bigint | undefined {
  const nearest = nearestInteger(exact);
  const { least, most } = integerLimits(type);
  if (nearest < least || nearest > most) return undefined;
  return type.endsWith('64') ? nearest : Number(nearest);
}

function toFloat(exact: Fraction, type: NumericType): number | undefined {
  const nearest = nearestFloat(exact);
  const stored = type === 'float32' ? Math.fround(nearest) : nearest;
  return Number.isFinite(stored) ? stored : undefined;
}

function isSame(value: number | bigint, exact: Fraction): boolean {
  const { numerator, denominator } = fractionOf(value);
  return numerator * exact.denominator === exact.numerator * denominator;
}

function isNear(value: number | bigint, exact: Fraction, { unitNanoseconds }: TimeCount): boolean {
  const { numerator, denominator } = fractionOf(value);
  const difference = numerator * exact.denominator - exact.numerator * denominator;
  const size = difference < 0n ? -difference : difference;
  return size * unitNanoseconds <= MOST_NANOSECONDS * denominator * exact.denominator;
}
