/**
 * Stands in a column that partitions by time for a time which nanoseconds in 64 bits cannot hold (before 1677, after 2262): the
 * row is dropped and counted as out of range, where a missing time would be counted as missing.
 */
export const TIME_OUT_OF_RANGE = 2n ** 63n - 1n;
