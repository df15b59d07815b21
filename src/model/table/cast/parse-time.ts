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
