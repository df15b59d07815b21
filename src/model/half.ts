/**
 * Floats of 16 bits (IEEE 754 binary16). Nothing computes with them here: in memory they are floats of 32 bits, which hold each of them,
 * bit for bit, and go back to where they came from.
 *
 * @module
 */

/** The bits of a float32 as one of 16 bits; `undefined` where it is none of these. A not-a-number keeps the bits that there is room for. */
export function halfOfBits(bits: number): number | undefined {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const fraction = bits & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | notANumber(fraction);
  if (exponent === -127) return fraction === 0 ? sign : undefined;
  if (exponent > 15 || exponent < -24) return undefined;
  if (exponent >= -14) return (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >> 13) : undefined;
  const [mantissa, cut] = [fraction | 0x800000, -(exponent + 1)];
  return (mantissa & ((1 << cut) - 1)) === 0 ? sign | (mantissa >> cut) : undefined;
}

function notANumber(fraction: number): number {
  return fraction === 0 ? 0 : fraction >> 13 || 0x200;
}

/** The bits of a float of 16 bits as a float32. */
export function bitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  const first = 31 - Math.clz32(fraction);
  return sign | ((first + 103) << 23) | ((fraction << (23 - first)) & 0x7fffff);
}

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The number that the bits of a float of 16 bits stand for. */
export function numberOfHalf(half: number): number {
  floatBits[0] = bitsOfHalf(half);
  return float[0] as number;
}

const LARGEST = 65504;

/** The float of 16 bits nearest to a number; of two that are as near, the even one. */
export function nearestHalf(value: number): number {
  const size = Math.abs(value);
  if (!(size > 0) || size === Number.POSITIVE_INFINITY) return value;
  const step = 2 ** (Math.max(Math.floor(Math.log2(size)), -14) - 10);
  const floor = Math.floor(size / step);
  const rest = size / step - floor;
  const steps = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const nearest = steps * step > LARGEST ? Number.POSITIVE_INFINITY : steps * step;
  return value < 0 ? -nearest : nearest;
}

/** Whether a number is a float of 16 bits, or none at all. */
export function isHalf(value: number): boolean {
  return Number.isNaN(value) || Object.is(nearestHalf(value), value);
}
