import { DAY } from './units.js';

const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,18}))?)?)?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/;
const CLOCK = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,18}))?)?$/;
const MINUTE = 60_000_000_000n;

/**
 * The nanoseconds since 1970-01-01 of an ISO 8601 text: `2020-01-31`, `2020-01-31 23`, `2020-01-31T23:59:59.123456789`; a
 * `Z` or an offset is taken into account, without one the time is as it stands. `undefined` where the text is not such
 * a time, the day or hour does not exist, or it is finer than a nanosecond.
 */
export function parseMoment(text: string): bigint | undefined {
  const seconds = text.length === 19 ? wholeSeconds(text) : undefined;
  return seconds === undefined ? parseAnyMoment(text) : BigInt(seconds) * 1_000_000_000n;
}

/** The usual form, `2020-01-31 23:59:59`, without a regular expression. */
function wholeSeconds(text: string): number | undefined {
  const at = (index: number) => text.charCodeAt(index) - 48;
  let wrong = 0;
  const two = (index: number) => {
    const [tens, ones] = [at(index), at(index + 1)];
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) wrong++;
    return tens * 10 + ones;
  };
  const [year, month, day] = [two(0) * 100 + two(2), two(5), two(8)];
  const [hour, minute, second] = [two(11), two(14), two(17)];
  const separators = `${text[4]}${text[7]}${text[13]}${text[16]}`;
  if (wrong > 0 || separators !== '--::' || (text[10] !== ' ' && text[10] !== 'T')) return undefined;
  if (year < 100 || hour > 23 || minute > 59 || second > 59) return undefined;
  const days = dayNumber(year, month, day);
  return days === undefined ? undefined : days * 86_400 + hour * 3600 + minute * 60 + second;
}

let lastMonth = -1;
let lastMonthStart = 0;
let lastMonthDays = 0;

/** The days since 1970-01-01, by way of the month that was asked for last. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  if (year * 16 + month !== lastMonth) {
    if (month < 1 || month > 12) return undefined;
    lastMonth = year * 16 + month;
    lastMonthStart = Date.UTC(year, month - 1, 1) / 86_400_000;
    lastMonthDays = Date.UTC(year, month, 1) / 86_400_000 - lastMonthStart;
  }
  return day >= 1 && day <= lastMonthDays ? lastMonthStart + day - 1 : undefined;
}

function parseAnyMoment(text: string): bigint | undefined {
  const parts = MOMENT.exec(text);
  if (!parts) return undefined;
  const day = daysSince1970(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const clock = clockNanoseconds(parts[4], parts[5], parts[6], parts[7]);
  const offset = offsetNanoseconds(parts[8]);
  if (day === undefined || clock === undefined || offset === undefined) return undefined;
  return day * DAY + clock - offset;
}

/** The nanoseconds since midnight of `23:59` or `23:59:59.5`. */
export function parseClock(text: string): bigint | undefined {
  const parts = CLOCK.exec(text);
  return parts ? clockNanoseconds(parts[1], parts[2], parts[3], parts[4]) : undefined;
}

function daysSince1970(year: number, month: number, day: number): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? BigInt(date.getTime() / 86_400_000) : undefined;
}

function clockNanoseconds(hour = '0', minute = '0', second = '0', fraction = ''): bigint | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (/[1-9]/.test(fraction.slice(9))) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

function offsetNanoseconds(offset: string | undefined): bigint | undefined {
  if (offset === undefined || offset === 'Z') return 0n;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return undefined;
  const east = BigInt(hours * 60 + minutes) * MINUTE;
  return offset[0] === '-' ? -east : east;
}
