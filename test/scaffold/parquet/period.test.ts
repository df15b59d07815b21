import { describe, expect, it } from 'vitest';
import { proposePeriod } from '../../../src/scaffold/parquet/period.js';

/** An archive of `files` files of so many bytes and days each, one after the other. */
function archive(files: number, bytes: number, days: number) {
  return { files, bytes: files * bytes, sampleBytes: bytes, sampleDays: [days], coveredDays: files * days };
}

describe('the period of partitions', () => {
  it.each([
    ['one small file: years', archive(1, 700e3, 107), 'Y'],
    ['an hour of 100 kB each: 73 MB a month', archive(10_000, 100e3, 1 / 24), 'M'],
    ['20 MB a day: days', archive(1000, 20e6, 1), 'D'],
    ['1 MB a day: months', archive(1000, 1e6, 1), 'M'],
    ['60 kB a day: years', archive(1000, 60e3, 1), 'Y'],
    ['200 kB a day: quarters', archive(1000, 200e3, 1), 'Q'],
    ['files of a year with 20 MB: years, for months would cut each into twelve', archive(10, 20e6, 365), 'Y'],
    ['files of a year with 4 GB: cut, for a year is too much for one folder', archive(10, 4e9, 365), 'M'],
  ])('%s', (_what, measure, period) => {
    expect(proposePeriod(measure, 1).periods[0]?.value).toBe(period);
  });

  it('tells what it was decided by', () => {
    const { reason, periods } = proposePeriod(archive(1000, 1e6, 1), 1);
    expect(reason).toBe(
      '1000 files cover 2.74 years: about 30.4 MB for each month; the shortest period with at least 16 MB',
    );
    expect(periods.map(({ value }) => value)).toEqual(['M', 'D', 'Q', 'Y']);
  });
});
