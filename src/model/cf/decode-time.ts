/**
 * Times and durations from the numbers that count them.
 *
 * @module
 */
import type { NumericArray } from '../data-type.js';
import { type Calendar, gregorianDay } from './calendar.js';
import { scaleExactly, type TimeSink } from './exact-scale.js';
import { NanosecondWriter, SECOND } from './nanosecond-writer.js';
import type { TimeUnits } from './time-units.js';

/** Nanoseconds in 64 bits; since 1970-01-01 UTC for times. */
export interface DecodedTimes {
  /** One for each number; 0 where it is missing; the nearest that can be held where it is out of range. */
  readonly values: BigInt64Array;
  /** 1 where a time is before 1677-09-21 or after 2262-04-11, or is no date of the Gregorian calendar; absent where none is. */
  readonly outOfRange?: Uint8Array | undefined;
}

const DAY_SECONDS = 86_400;
const DAY_NANOSECONDS = 86_400_000_000_000n;
/** Seconds in 300 centuries, beyond which no calendar is asked. */
const FAR = 1_000_000_000_000n;

/**
 * Decodes times, each rounded once to the nearest nanosecond.
 *
 * @param nulls 1 where a number is missing; not-a-number must be flagged
 * @returns `undefined` where the calendar has no such date as that of the units
 */
export function decodeTimes(
  numbers: NumericArray,
  units: TimeUnits,
  calendar: Calendar,
  nulls?: Uint8Array,
): DecodedTimes | undefined {
  const day = calendar.dayOf(units.date);
  if (day === undefined) return undefined;
  const writer = new NanosecondWriter(numbers.length);
  const sink = calendar.isGregorian ? writer : new CalendarSink(calendar, writer);
  scaleExactly(numbers, units.unitNanoseconds, BigInt(day) * DAY_NANOSECONDS + units.nanoseconds, nulls, sink);
  return { values: writer.values, outOfRange: writer.outOfRange };
}

/** Decodes counts of a unit of time that have no reference, each rounded once to the nearest nanosecond. */
export function decodeDurations(numbers: NumericArray, unitNanoseconds: bigint, nulls?: Uint8Array): DecodedTimes {
  const writer = new NanosecondWriter(numbers.length);
  scaleExactly(numbers, unitNanoseconds, 0n, nulls, writer);
  return { values: writer.values, outOfRange: writer.outOfRange };
}

/** Turns days of another calendar into the days of the same name. */
class CalendarSink implements TimeSink {
  readonly #calendar: Calendar;
  readonly #writer: NanosecondWriter;
  #day = Number.NaN;
  #gregorian: number | undefined;

  constructor(calendar: Calendar, writer: NanosecondWriter) {
    this.#calendar = calendar;
    this.#writer = writer;
  }

  write(index: number, seconds: number, nanoseconds: number): void {
    const carry = Math.floor(nanoseconds / SECOND);
    const day = Math.floor((seconds + carry) / DAY_SECONDS);
    const gregorian = this.#gregorianDay(day);
    if (gregorian === undefined) this.#writer.writeOutOfRange(index, this.#calendar.dateOf(day).year < 1970);
    else this.#writer.write(index, seconds + (gregorian - day) * DAY_SECONDS, nanoseconds);
  }

  writeBigInt(index: number, nanoseconds: bigint): void {
    const seconds = nanoseconds / 1_000_000_000n;
    if (seconds > FAR || seconds < -FAR) this.#writer.writeOutOfRange(index, seconds < 0n);
    else this.write(index, Number(seconds), Number(nanoseconds % 1_000_000_000n));
  }

  writeOutOfRange(index: number, before: boolean): void {
    this.#writer.writeOutOfRange(index, before);
  }

  /** Neighbouring times mostly fall on the same day. */
  #gregorianDay(day: number): number | undefined {
    if (day !== this.#day) {
      this.#day = day;
      this.#gregorian = gregorianDay(this.#calendar.dateOf(day));
    }
    return this.#gregorian;
  }
}
