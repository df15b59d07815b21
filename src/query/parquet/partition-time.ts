import { PERIODS, type Period } from '../../model/partition/period.js';

const NANOSECONDS = 1_000_000_000n;
const MONTHS: Partial<Record<Period, number>> = { Y: 12, Q: 3, M: 1 };
const SECONDS: Partial<Record<Period, number>> = { D: 86_400, h: 3600, min: 60 };

/** A stretch of time, nanoseconds since 1970-01-01, both ends within it. */
export interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * The stretch that each partition may hold, by its start: a row lies anywhere from the start of its partition to that of the next one.
 * Where the writer has not told the period, it is the longest that all starts agree with, but ends at the next start.
 *
 * @param starts seconds since 1970-01-01
 */
export function stretchesOf(starts: Iterable<bigint>, told?: Period): ReadonlyMap<bigint, Stretch> {
  const sorted = [...new Set(starts)].sort((a, b) => (a < b ? -1 : 1));
  const period = told ?? PERIODS.find((candidate) => sorted.every((start) => isStart(start, candidate))) ?? 's';
  const stretches = sorted.map((start, at) => {
    const end = periodEnd(start, period);
    const next = sorted[at + 1];
    const before = next !== undefined && next < end ? next : end;
    return [start, { first: start * NANOSECONDS, last: before * NANOSECONDS - 1n }] as const;
  });
  return new Map(stretches);
}

function isStart(second: bigint, period: Period): boolean {
  const months = MONTHS[period];
  if (months === undefined) return second % BigInt(SECONDS[period] ?? 1) === 0n;
  const date = new Date(Number(second) * 1000);
  return second % 86_400n === 0n && date.getUTCDate() === 1 && date.getUTCMonth() % months === 0;
}

/** First second after the period that begins at `start`. */
function periodEnd(start: bigint, period: Period): bigint {
  const months = MONTHS[period];
  if (months === undefined) return start + BigInt(SECONDS[period] ?? 1);
  const date = new Date(Number(start) * 1000);
  return BigInt(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months) / 1000);
}
