/** The periods by which a dataset is partitioned in time, as configs name them. */
export const PERIODS = ['Y', 'Q', 'M', 'D', 'h', 'min', 's', 'ms', 'us', 'ns'] as const;
export type Period = (typeof PERIODS)[number];

const NS_PER_SECOND = 1_000_000_000n;

const CALENDAR_MONTHS: Partial<Record<Period, number>> = { Y: 12, Q: 3, M: 1 };
/** Periods shorter than a second begin at its start: partition values are whole seconds. */
const FIXED_SECONDS: Partial<Record<Period, number>> = { D: 86_400, h: 3_600, min: 60, s: 1, ms: 1, us: 1, ns: 1 };

/**
 * The start of the period that holds each time: seconds since 1970-01-01 UTC, as partition values are written.
 *
 * @param times nanoseconds since 1970-01-01 UTC; rows flagged in `nulls` give 0
 */
export function periodStarts(times: BigInt64Array, period: Period, nulls?: Uint8Array): BigInt64Array<ArrayBuffer> {
  const starts = new BigInt64Array(times.length);
  // Neighbouring rows mostly lie in the same period: its bounds are kept, and compared before anything is computed.
  let from = 0n;
  let to = 0n;
  let start = 0n;
  for (let row = 0; row < times.length; row++) {
    const time = times[row] as bigint;
    if (nulls?.[row] === 1) continue;
    if (time < from || time >= to) {
      const bounds = periodBounds(time, period);
      start = BigInt(bounds.start);
      from = start * NS_PER_SECOND;
      to = BigInt(bounds.end) * NS_PER_SECOND;
    }
    starts[row] = start;
  }
  return starts;
}

/** First second of the period that holds `time` (ns since 1970), and first second of the next. */
function periodBounds(time: bigint, period: Period): { start: number; end: number } {
  const second = floorSeconds(time);
  const months = CALENDAR_MONTHS[period];
  if (months === undefined) {
    const length = FIXED_SECONDS[period] as number;
    const start = Math.floor(second / length) * length;
    return { start, end: start + length };
  }
  const date = new Date(second * 1000);
  const year = date.getUTCFullYear();
  const month = Math.floor(date.getUTCMonth() / months) * months;
  return { start: Date.UTC(year, month) / 1000, end: Date.UTC(year, month + months) / 1000 };
}

function floorSeconds(time: bigint): number {
  const quotient = time / NS_PER_SECOND;
  return Number(time < 0n && quotient * NS_PER_SECOND !== time ? quotient - 1n : quotient);
}
