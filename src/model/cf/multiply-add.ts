import { productError } from './exact-scale.js';

/** Products within these bounds, and their errors, neither overflow nor lose bits to underflow. */
const LEAST = 2 ** -900;
const MOST = 2 ** 900;

/**
 * `a × b + c` rounded once, to the nearest float64, as a fused multiply-add does.
 *
 * The exact product is a sum of two floats; with `c` there are three, whose lower part is rounded to odd before the last
 * addition, so that the last rounding is the only one (Boldo and Melquiond 2008).
 */
export function multiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const size = Math.abs(product);
  if (size === 0 || !Number.isFinite(size + c)) return product + c;
  if (size < LEAST || size > MOST || Math.abs(a) > MOST || Math.abs(b) > MOST) return multiplyAddExactly(a, b, c);
  const error = productError(a, b, product);
  const low = c + error;
  const lowError = sumError(c, error, low);
  const high = product + low;
  const highError = sumError(product, low, high);
  return high + addToOdd(highError, lowError);
}

/** The same for an integer of 64 bits. */
export function multiplyAddBigInt(a: bigint, b: number, c: number): number {
  const near = Number(a);
  return Number.isSafeInteger(near) ? multiplyAdd(near, b, c) : multiplyAddExactly(a, b, c);
}

/** What `a + b` exactly is more than `sum`, which is `a + b` as rounded (Knuth). */
function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The sum; where it is not exact, that one of its two neighbours whose last bit is odd. */
function addToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = sumError(a, b, sum);
  if (error === 0) return sum;
  float[0] = sum;
  const pattern = bits[0] as bigint;
  if (pattern % 2n !== 0n) return sum;
  bits[0] = pattern + (error > 0 === sum > 0 ? 1n : -1n);
  return float[0];
}

/** Through integers of any size, where floats would overflow or underflow. */
function multiplyAddExactly(a: number | bigint, b: number, c: number): number {
  if (!Number.isFinite(b) || !Number.isFinite(c)) return Number(a) * b + c;
  const [factor, factorPower] = typeof a === 'bigint' ? [a, 0] : fraction(a);
  const [scale, scalePower] = fraction(b);
  const [offset, offsetPower] = fraction(c);
  const power = Math.min(factorPower + scalePower, offsetPower);
  const sum = ((factor * scale) << BigInt(factorPower + scalePower - power)) + (offset << BigInt(offsetPower - power));
  return toFloat(sum, power);
}

/** A finite number as `integer × 2^power`. */
function fraction(value: number): [bigint, number] {
  float[0] = value;
  const pattern = BigInt.asUintN(63, bits[0] as bigint);
  const exponent = Number(pattern >> 52n);
  const mantissa = (pattern & (2n ** 52n - 1n)) + (exponent > 0 ? 2n ** 52n : 0n);
  return [value < 0 ? -mantissa : mantissa, Math.max(exponent, 1) - 1075];
}

/** `integer × 2^power`, rounded once also where the result is subnormal. */
function toFloat(integer: bigint, power: number): number {
  const length = (integer < 0n ? -integer : integer).toString(2).length;
  // As many bits as a float has, fewer for subnormal ones, which are multiples of 2^-1074.
  const drop = Math.max(length - 53, -1074 - power, 0);
  if (drop === 0) return scaleByPower(Number(integer), power);
  const one = 1n << BigInt(drop);
  const quotient = integer >> BigInt(drop);
  const twice = (integer - quotient * one) * 2n;
  const up = twice > one || (twice === one && quotient % 2n !== 0n);
  return scaleByPower(Number(up ? quotient + 1n : quotient), power + drop);
}

/** In two steps, because 2^power alone may overflow or underflow. */
function scaleByPower(value: number, power: number): number {
  const half = Math.trunc(power / 2);
  return value * 2 ** half * 2 ** (power - half);
}
