import { isNumeric, type StoredArray } from '../../model/data-type.js';
import type { ElementType } from '../../model/zarr/array.js';
import type { ByteOrder } from '../codec.js';
import { bytesOfFixedText, fixedTextOfBytes } from './fixed-text.js';
import { bytesOfHalves, halvesOfBytes } from './halves.js';
import { fixedTextOf } from './item-size.js';
import { bytesOfNumbers, numbersOfBytes } from './numbers.js';
import { bytesOfTruths, truthsOfBytes } from './truth.js';
import { bytesOfTexts, textsOfBytes } from './vlen-utf8.js';

/**
 * The bytes of `values` as a chunk holds them before the codecs: numbers in `byteOrder`, truth values as bytes 0 and 1, texts of any
 * length framed as numcodecs' `vlen-utf8`, fixed texts padded with NUL (`U<n>`: UCS-4 in `byteOrder`, `S<n>`: UTF-8).
 *
 * Numbers that have that order in memory are not copied: the bytes are those of `values`. Floats of 16 bits are a `Float32Array` in memory.
 *
 * @throws CO_CODEC_VALUE for a text or a float of 16 bits that would not come back as it is, or a truth value but 0 and 1;
 *   CO_UNEXPECTED for values of another type
 */
export function bytesOfValues(values: StoredArray, type: ElementType, byteOrder: ByteOrder): Uint8Array {
  if (isNumeric(type)) return bytesOfNumbers(values, type, byteOrder);
  if (type === 'float16') return bytesOfHalves(values, byteOrder);
  if (type === 'bool') return bytesOfTruths(values);
  if (type === 'string') return bytesOfTexts(values);
  return bytesOfFixedText(values, fixedTextOf(type), byteOrder);
}

/**
 * The values that `bytes` hold; the reverse of `bytesOfValues`, without copying where order and alignment allow it.
 *
 * @throws CO_CODEC_DATA for bytes that are no such values
 */
export function valuesOfBytes(bytes: Uint8Array, type: ElementType, byteOrder: ByteOrder): StoredArray {
  if (isNumeric(type)) return numbersOfBytes(bytes, type, byteOrder);
  if (type === 'float16') return halvesOfBytes(bytes, byteOrder);
  if (type === 'bool') return truthsOfBytes(bytes);
  if (type === 'string') return textsOfBytes(bytes);
  return fixedTextOfBytes(bytes, fixedTextOf(type), byteOrder);
}
