import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiplyAdd, multiplyAddBigInt } from '../../../src/model/cf/multiply-add.js';

/** A finite float64 as an integer of 2^-1100: exact, for every one is a multiple of 2^-1074. */
function scaled(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer)[0] as bigint;
  const exponent = bits >> 52n;
  const mantissa = (bits & (2n ** 52n - 1n)) | (exponent > 0n ? 2n ** 52n : 0n);
  const integer = mantissa << (exponent > 0n ? exponent - 1n + 26n : 26n);
  return value < 0 ? -integer : integer;
}

const magnitude = (value: bigint) => (value < 0n ? -value : value);

/** The neighbours of a float64 and itself. */
function around(value: number): number[] {
  const float = Float64Array.of(value);
  const bits = new BigInt64Array(float.buffer);
  return [0n, 1n, 2n, -1n, -2n].flatMap((step) => {
    float[0] = value;
    bits[0] = (bits[0] as bigint) + step;
    return Number.isFinite(float[0]) ? [float[0] as number] : [];
  });
}

/** Whether `found` is the float64 nearest to `a × b + c`; of two as near, the even one. */
function isNearest(found: number, a: bigint, b: number, c: number): boolean {
  const exact = a * scaled(b) + (scaled(c) << 1100n);
  const distance = (value: number) => magnitude((scaled(value) << 1100n) - exact);
  const even = (value: number) => (new BigInt64Array(Float64Array.of(value).buffer)[0] as bigint) % 2n === 0n;
  return around(found).every(
    (other) =>
      other === found || distance(other) > distance(found) || (distance(other) === distance(found) && even(found)),
  );
}

const moderate = fc.double({ noNaN: true, min: -1e30, max: 1e30 });
const packed = fc.double({ noNaN: true, min: -1000, max: 1000 });

test('Z05 value × scale + offset is rounded once', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), moderate), fc.oneof(packed, moderate), fc.oneof(packed, moderate), (a, b, c) => {
      expect(isNearest(multiplyAdd(a, b, c), scaled(a), b, c)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('Z05 also where sum and product nearly cancel', () => {
  fc.assert(
    fc.property(fc.integer({ min: -32768, max: 32767 }), packed, fc.integer({ min: -3, max: 3 }), (a, b, ulps) => {
      const c = -(a * b) * (1 + ulps * Number.EPSILON);
      expect(isNearest(multiplyAdd(a, b, c), scaled(a), b, c)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('also with the smallest and largest numbers', () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.integer({ min: -200, max: 200 }), any, any, (a, b, c) => {
      const found = multiplyAdd(a, b, c);
      fc.pre(Number.isFinite(found));
      expect(isNearest(found, scaled(a), b, c)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('of 64-bit integers beyond 2^53', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), packed, packed, (a, b, c) => {
      expect(isNearest(multiplyAddBigInt(a, b, c), a << 1100n, b, c)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('what plain arithmetic rounds twice', () => {
  expect(32767 * 0.01 + 273.15).toBe(600.8199999999999);
  expect(isNearest(multiplyAdd(32767, 0.01, 273.15), scaled(32767), 0.01, 273.15)).toBe(true);
});
