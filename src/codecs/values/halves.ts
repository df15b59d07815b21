import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { bitsOfHalf, halfOfBits } from '../../model/half.js';
import type { ByteOrder } from '../codec.js';
import { bytesOfNumbers, numbersOfBytes } from './numbers.js';

/** Floats of 32 bits as floats of 16. @throws CO_CODEC_VALUE for one that has more digits, or is too large */
export function bytesOfHalves(values: StoredArray, byteOrder: ByteOrder): Uint8Array {
  if (!(values instanceof Float32Array)) {
    const reason = `'${values.constructor.name}' given for values of type 'float16'`;
    throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
  }
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = Uint16Array.from(bits, (wide, index) => halfOfBits(wide) ?? refuse(values[index] as number));
  return bytesOfNumbers(halves, 'uint16', byteOrder);
}

function refuse(value: number): never {
  const reason = 'it is no float of 16 bits';
  throw new CloudOptimisedError('CO_CODEC_VALUE', { value: String(value), type: 'float16', reason });
}

/** @throws CO_CODEC_DATA for an odd number of bytes */
export function halvesOfBytes(bytes: Uint8Array, byteOrder: ByteOrder): Float32Array {
  const halves = numbersOfBytes(bytes, 'uint16', byteOrder) as Uint16Array;
  return new Float32Array(Uint32Array.from(halves, bitsOfHalf).buffer);
}
