import type { Calendar } from '../../model/cf/calendar.js';

const DAY = 86_400_000_000_000n;

/**
 * The moment some months of a calendar later, at the same time of the day and on the day of the same number, or on the last one where the
 * month is too short for it. Both moments may be such last days: then the day is that of the longer of the two months, so that
 * 31 January, 29 February, 31 March are one month apart, and so are 30 January, 29 February, 30 March.
 *
 * @param nanoseconds from the calendar's day 0, as is `towards`: the moment that may be the outcome, or lie beyond it
 */
export function addMonths(nanoseconds: bigint, months: number, towards: bigint, calendar: Calendar): bigint {
  const from = dateOf(nanoseconds, calendar);
  const wanted = Math.max(from.day, dateOf(towards, calendar).day);
  const day = dayIn(from.year, from.month, wanted, calendar) === from.day ? wanted : from.day;
  const count = from.year * 12 + from.month - 1 + months;
  const [year, month] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  const date = { year, month, day: dayIn(year, month, day, calendar) };
  return BigInt(calendar.dayOf(date) ?? 0) * DAY + clockOf(nanoseconds);
}

function dateOf(nanoseconds: bigint, calendar: Calendar) {
  return calendar.dateOf(Number((nanoseconds - clockOf(nanoseconds)) / DAY));
}

function clockOf(nanoseconds: bigint): bigint {
  return ((nanoseconds % DAY) + DAY) % DAY;
}

/** A day of a month, or the last one that it has. */
function dayIn(year: number, month: number, wanted: number, calendar: Calendar): number {
  let day = wanted;
  while (day > 28 && calendar.dayOf({ year, month, day }) === undefined) day--;
  return day;
}
