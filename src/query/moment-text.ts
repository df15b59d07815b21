import { printTime } from '../model/table/cast/print.js';

/** Nanoseconds since 1970-01-01 as ISO 8601: `2024-01-01T06:00:00Z`, with as many digits of the second as it has. */
export function momentText(nanoseconds: bigint): string {
  return `${printTime(nanoseconds, 'timestamp[ns]')
    .replace(' ', 'T')
    .replace(/\.?0{1,9}$/, '')}Z`;
}
