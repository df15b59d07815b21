import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { corrupt } from '../codec.js';

/** Truth values as one byte each, 0 or 1. @throws CO_CODEC_VALUE for others */
export function bytesOfTruths(values: StoredArray): Uint8Array {
  const bytes = Uint8Array.from(values as ArrayLike<number>);
  const index = bytes.findIndex((byte, at) => byte > 1 || values[at] !== byte);
  if (index < 0) return bytes;
  const reason = 'it is neither 0 nor 1';
  throw new CloudOptimisedError('CO_CODEC_VALUE', { value: String(values[index]), type: 'bool', reason });
}

/** @throws CO_CODEC_DATA for bytes that are neither 0 nor 1 */
export function truthsOfBytes(bytes: Uint8Array): Int8Array {
  const wrong = bytes.find((byte) => byte > 1);
  if (wrong !== undefined) throw corrupt('bytes', `byte ${wrong} is no truth value`);
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
