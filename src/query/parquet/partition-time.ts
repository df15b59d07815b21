import type { Period } from '../../model/partition/period.js';

const NANOSECONDS = 1_000_000_000n;
const MONTHS: Partial<Record<Period, number>> = { Y: 12, Q: 3, M: 1 };
const SECONDS: Partial<Record<Period, number>> = { D: 86_400, h: 3600, min: 60 };

/** A stretch of time, nanoseconds since 1970-01-01, both ends within it. */
export interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * The stretch that a partition may hold, from the start of its period to its end.
 *
 * @param start seconds since 1970-01-01
 */
export function stretchOf(start: bigint, period: Period): Stretch {
  return { first: start * NANOSECONDS, last: periodEnd(start, period) * NANOSECONDS - 1n };
}

/** First second after the period that begins at `start`. */
function periodEnd(start: bigint, period: Period): bigint {
  const months = MONTHS[period];
  if (months === undefined) return start + BigInt(SECONDS[period] ?? 1);
  const date = new Date(Number(start) * 1000);
  return BigInt(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months) / 1000);
}
