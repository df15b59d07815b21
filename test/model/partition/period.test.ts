import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIODS, periodStarts } from '../../../src/model/partition/period.js';

const ns = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
const start = (time: bigint, period: (typeof PERIODS)[number]) =>
  Number(periodStarts(BigInt64Array.of(time), period)[0]);

describe('periodStarts', () => {
  it.each([
    ['Y', '2013-02-26T03:15:00Z', 1356998400],
    ['Q', '2021-04-28T19:00:01Z', 1617235200],
    ['M', '2024-03-01T01:30:00Z', 1709251200],
    ['D', '2024-03-01T01:30:00Z', 1709251200],
    ['h', '2024-03-01T01:30:00Z', 1709254800],
    ['min', '2024-03-01T01:30:59Z', 1709256600],
    ['s', '2024-03-01T01:30:59.9Z', 1709256659],
    ['M', '1969-12-31T23:59:59Z', Date.UTC(1969, 11) / 1000],
  ] as const)('begins the %s of %s at %d', (period, iso, expected) => {
    expect(start(ns(iso), period)).toBe(expected);
  });

  it('is exact to the nanosecond at the edges of a period', () => {
    const edge = ns('2024-01-01T00:00:00Z');
    expect(start(edge - 1n, 'Y')).toBe(Date.UTC(2023, 0) / 1000);
    expect(start(edge, 'Y')).toBe(Date.UTC(2024, 0) / 1000);
  });

  it('gives the same for a column as for each of its values alone', () => {
    const times = fc.array(fc.bigInt(ns('1900-01-01T00:00:00Z'), ns('2100-01-01T00:00:00Z')), { maxLength: 20 });
    fc.assert(
      fc.property(times, fc.constantFrom(...PERIODS), (values, period) => {
        const starts = periodStarts(BigInt64Array.from(values), period);
        expect(Array.from(starts, Number)).toEqual(values.map((value) => start(value, period)));
      }),
    );
  });

  it('leaves rows without a time at 0', () => {
    expect([...periodStarts(BigInt64Array.of(0n, ns('2024-05-05T00:00:00Z')), 'Y', Uint8Array.of(1, 0))]).toEqual([
      0n,
      1704067200n,
    ]);
  });
});
