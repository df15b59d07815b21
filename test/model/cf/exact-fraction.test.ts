import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionOf, nearestFloat, nearestInteger } from '../../../src/model/cf/exact-fraction.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const ratio = fc.record({
  numerator: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  denominator: fc.bigInt({ min: 1n, max: 10n ** 25n }),
});

/** How far a float lies from a fraction, as a numerator over a common denominator. */
function distance(float: number, { numerator, denominator }: { numerator: bigint; denominator: bigint }): bigint {
  const exact = fractionOf(float);
  const difference = exact.numerator * denominator - numerator * exact.denominator;
  return ((difference < 0n ? -difference : difference) * 2n ** 1100n) / exact.denominator;
}

function neighbours(float: number): number[] {
  const value = Float64Array.of(float);
  const bits = new BigInt64Array(value.buffer);
  const pattern = bits[0] as bigint;
  return [pattern - 1n, pattern + 1n].map((next) => {
    bits[0] = next;
    return value[0] as number;
  });
}

describe('fractionOf', () => {
  it('is the number, exactly', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const { numerator, denominator } = fractionOf(value);
        expect(nearestFloat({ numerator, denominator })).toBe(value === 0 ? 0 : value);
        const same = { numerator: numerator * 3n, denominator: denominator * 3n };
        if (Math.abs(value) > 2 ** -1000) expect(nearestFloat(same)).toBe(value);
      }),
    );
  });

  it('takes integers of any size', () => {
    expect(fractionOf(2n ** 80n + 1n)).toEqual({ numerator: 2n ** 80n + 1n, denominator: 1n });
    expect(fractionOf(-0.75)).toEqual({ numerator: -3n * 2n ** 51n, denominator: 2n ** 53n });
  });
});

describe('nearestFloat', () => {
  it('is nearer than its neighbours', () => {
    fc.assert(
      fc.property(ratio, (fraction) => {
        const nearest = nearestFloat(fraction);
        if (nearest === 0) return;
        for (const other of neighbours(nearest))
          expect(distance(nearest, fraction) <= distance(other, fraction)).toBe(true);
      }),
    );
  });

  it('takes the even one of two that are as near', () => {
    expect(nearestFloat({ numerator: 2n ** 53n + 1n, denominator: 1n })).toBe(2 ** 53);
    expect(nearestFloat({ numerator: 2n ** 53n + 3n, denominator: 1n })).toBe(2 ** 53 + 4);
    // Just above the tie.
    expect(nearestFloat({ numerator: (2n ** 53n + 1n) * 10n ** 30n + 1n, denominator: 10n ** 30n })).toBe(2 ** 53 + 2);
  });
});

describe('nearestInteger', () => {
  it('rounds halves to even', () => {
    const halves = [-5n, -3n, -1n, 1n, 3n, 5n].map((numerator) => nearestInteger({ numerator, denominator: 2n }));
    expect(halves).toEqual([-2n, -2n, 0n, 0n, 2n, 2n]);
    expect(nearestInteger({ numerator: -7n, denominator: 4n })).toBe(-2n);
  });

  it('is no further than one half', () => {
    fc.assert(
      fc.property(ratio, ({ numerator, denominator }) => {
        const difference = 2n * (nearestInteger({ numerator, denominator }) * denominator - numerator);
        expect(difference <= denominator && -difference <= denominator).toBe(true);
      }),
    );
  });
});
