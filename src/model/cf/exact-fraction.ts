/**
 * Numbers as exact fractions of integers of any size.
 *
 * @module
 */

/** `numerator / denominator`; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The fraction that a finite number is. */
export function fractionOf(value: number | bigint): Fraction {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n };
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  float[0] = value;
  const pattern = BigInt.asUintN(63, bits[0] as bigint);
  const exponent = pattern >> 52n;
  const mantissa = (pattern & (2n ** 52n - 1n)) + (exponent > 0n ? 2n ** 52n : 0n);
  const power = (exponent > 0n ? exponent : 1n) - 1075n;
  const numerator = value < 0 ? -mantissa : mantissa;
  return power < 0n ? { numerator, denominator: 1n << -power } : { numerator: numerator << power, denominator: 1n };
}

/** The float64 nearest to a fraction; of two that are as near, the one whose last bit is even. Subnormal results are rounded twice. */
export function nearestFloat({ numerator, denominator }: Fraction): number {
  if (numerator < 0n) return -nearestFloat({ numerator: -numerator, denominator });
  // 66 bits of quotient or more, the last of them set where a rest follows: one rounding is left, that of Number().
  const shift = Math.max(66 - bitLength(numerator) + bitLength(denominator), 0);
  const dividend = numerator << BigInt(shift);
  const quotient = dividend / denominator;
  const sticky = quotient * denominator === dividend ? quotient : quotient | 1n;
  const half = Math.floor(shift / 2);
  return Number(sticky) / 2 ** half / 2 ** (shift - half);
}

/** The integer nearest to a fraction; of two that are as near, the even one. */
export function nearestInteger({ numerator, denominator }: Fraction): bigint {
  const floor = floorDivide(numerator, denominator);
  const twiceRest = 2n * (numerator - floor * denominator);
  if (twiceRest === denominator) return floor % 2n === 0n ? floor : floor + 1n;
  return twiceRest > denominator ? floor + 1n : floor;
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}
