import type { ColumnType } from '../column.js';

/** What a column of times counts, and from where. */
export type TimeKind = 'timestamp' | 'duration' | 'date' | 'time';

/** A type of times: what it counts, and how many nanoseconds its unit has. */
export interface TimeUnit {
  readonly kind: TimeKind;
  readonly nanoseconds: bigint;
}

/** Nanoseconds of a day. */
export const DAY = 86_400_000_000_000n;

const UNITS: Partial<Record<ColumnType, TimeUnit>> = {
  'timestamp[ns]': { kind: 'timestamp', nanoseconds: 1n },
  'timestamp[ms]': { kind: 'timestamp', nanoseconds: 1_000_000n },
  'duration[ns]': { kind: 'duration', nanoseconds: 1n },
  'date32[day]': { kind: 'date', nanoseconds: DAY },
  'time32[s]': { kind: 'time', nanoseconds: 1_000_000_000n },
  'time64[us]': { kind: 'time', nanoseconds: 1_000n },
};

/** How a column type counts time; `undefined` where it does not. */
export function timeUnit(type: ColumnType): TimeUnit | undefined {
  return UNITS[type];
}

/** `a` divided by `b`, towards minus infinity. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
