import { isNumeric, type StoredArray } from '../../model/data-type.js';
import type { ZarrType } from '../../model/zarr/array.js';
import type { ByteOrder } from '../codec.js';
import { bytesOfFixedText, fixedTextOfBytes } from './fixed-text.js';
import { fixedTextOf } from './item-size.js';
import { bytesOfNumbers, numbersOfBytes } from './numbers.js';
import { bytesOfTruths, truthsOfBytes } from './truth.js';
import { bytesOfTexts, textsOfBytes } from './vlen-utf8.js';

/**
 * The bytes of `values` as a chunk holds them before the codecs: numbers in `byteOrder`, truth values as bytes 0 and 1, texts of any
 * length framed as numcodecs' `vlen-utf8`, fixed texts padded with NUL (`U<n>`: UCS-4 in `byteOrder`, `S<n>`: UTF-8).
 *
 * Numbers that have that order in memory are not copied: the bytes are those of `values`.
 *
 * @throws CO_CODEC_VALUE for a text that does not fit its type or would not come back as it is, or a truth value but 0 and 1;
 *   CO_UNEXPECTED for values of another type
 */
export function bytesOfValues(values: StoredArray, type: ZarrType, byteOrder: ByteOrder): Uint8Array {
  if (isNumeric(type)) return bytesOfNumbers(values, type, byteOrder);
  if (type === 'bool') return bytesOfTruths(values);
  if (type === 'string') return bytesOfTexts(values);
  return bytesOfFixedText(values, fixedTextOf(type), byteOrder);
}

/**
 * The values that `bytes` hold; the reverse of `bytesOfValues`, without copying where order and alignment allow it.
 *
 * @throws CO_CODEC_DATA for bytes that are no such values
 */
export function valuesOfBytes(bytes: Uint8Array, type: ZarrType, byteOrder: ByteOrder): StoredArray {
  if (isNumeric(type)) return numbersOfBytes(bytes, type, byteOrder);
  if (type === 'bool') return truthsOfBytes(bytes);
  if (type === 'string') return textsOfBytes(bytes);
  return fixedTextOfBytes(bytes, fixedTextOf(type), byteOrder);
}
