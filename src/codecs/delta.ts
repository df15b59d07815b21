import { CloudOptimisedError } from '../errors/index.js';
import { allocate, isInteger, type NumericArray, type NumericType } from '../model/data-type.js';
import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, corrupt, unsupported } from './codec.js';
import { type NumberType, numberTypeSetting } from './number-type.js';
import { checkSettings } from './settings.js';
import { bytesOfNumbers, numbersOfBytes } from './values/numbers.js';

/**
 * numcodecs' `delta`: the first value, then each one's difference from the one before. Differences of integers wrap around, and
 * come back exactly. Whatever does not (fractions that are rounded, differences too large for `astype`) is refused when encoding.
 *
 * @throws CO_CODEC_UNSUPPORTED
 */
export function createDelta(spec: CodecSpec): BytesCodec {
  checkSettings(spec, ['dtype', 'astype']);
  const plain = numberTypeSetting(spec, 'dtype');
  const stored = numberTypeSetting(spec, 'astype', plain);
  if (isLong(plain.type) !== isLong(stored.type)) {
    throw unsupported(
      spec.name,
      `'${plain.type}' is stored as '${stored.type}': both have 64-bit integers, or neither`,
    );
  }
  return {
    encode: (bytes) => encode(bytes, plain, stored),
    decode: (bytes, decodedLength) => {
      const decoded = decode(numbersOfBytes(bytes, stored.type, stored.byteOrder), plain);
      if (decoded.length === (decodedLength ?? decoded.length)) return decoded;
      throw corrupt(spec.name, `they hold ${decoded.length} bytes, expected ${decodedLength}`);
    },
  };
}

function isLong(type: NumericType): boolean {
  return isInteger(type) && type.endsWith('64');
}

function encode(bytes: Uint8Array, plain: NumberType, stored: NumberType): Uint8Array {
  const values = numbersOfBytes(bytes, plain.type, plain.byteOrder);
  const differences = allocate(stored.type, values.length);
  const wrong = isLong(plain.type)
    ? subtractLong(values as BigInt64Array, differences as BigInt64Array, allocate(plain.type, 1) as BigInt64Array)
    : subtract(values as Float64Array, differences as Float64Array, allocate(plain.type, 1) as Float64Array);
  if (wrong < 0) return bytesOfNumbers(differences, stored.type, stored.byteOrder);
  const reason = `its difference from the value before does not fit, or is rounded`;
  throw new CloudOptimisedError('CO_CODEC_VALUE', {
    value: String(values[wrong]),
    type: `delta ${stored.type}`,
    reason,
  });
}

function decode(differences: NumericArray, { type, byteOrder }: NumberType): Uint8Array {
  const values = allocate(type, differences.length);
  if (isLong(type)) addLong(differences as BigInt64Array, values as BigInt64Array);
  else add(differences as Float64Array, values as Float64Array);
  return bytesOfNumbers(values, type, byteOrder);
}

/** `sum` is one value of the plain type: what decoding would have there. Returns where that is another value, or -1. */
function subtract(values: Float64Array, differences: Float64Array, sum: Float64Array): number {
  let before = values[0] ?? 0;
  differences[0] = before;
  if (values.length > 0 && !Object.is(differences[0], before)) return 0;
  for (let index = 1; index < values.length; index++) {
    const value = values[index] as number;
    // The cell rounds or wraps the difference as NumPy does before it is stored.
    sum[0] = value - before;
    differences[index] = sum[0] as number;
    sum[0] = before + (differences[index] as number);
    if (!Object.is(sum[0], value)) return index;
    before = value;
  }
  return -1;
}

function subtractLong(values: BigInt64Array, differences: BigInt64Array, sum: BigInt64Array): number {
  let before = 0n;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as bigint;
    differences[index] = value - before;
    sum[0] = before + (differences[index] as bigint);
    if (sum[0] !== value) return index;
    before = value;
  }
  return -1;
}

function add(differences: Float64Array, values: Float64Array): void {
  let sum = differences[0] ?? 0;
  values[0] = sum;
  for (let index = 1; index < values.length; index++) {
    values[index] = sum + (differences[index] as number);
    sum = values[index] as number;
  }
}

function addLong(differences: BigInt64Array, values: BigInt64Array): void {
  let sum = 0n;
  for (let index = 0; index < values.length; index++) {
    values[index] = sum + (differences[index] as bigint);
    sum = values[index] as bigint;
  }
}
