import type { StoredArray } from '../../model/data-type.js';
import { asBuffer, type ByteOrder, corrupt, plain } from '../codec.js';
import type { FixedText } from './item-size.js';
import { checkWellFormed, textRefused, textsIn } from './text.js';

/**
 * Texts padded with NUL to a fixed length, as NumPy keeps them.
 *
 * @throws CO_CODEC_VALUE for a text that is too long, ends in NUL (NumPy drops it) or has a lone surrogate
 */
export function bytesOfFixedText(values: StoredArray, fixed: FixedText, byteOrder: ByteOrder): Uint8Array {
  const texts = textsIn(values);
  const size = sizeOf(fixed);
  const bytes = Buffer.alloc(texts.length * size);
  texts.forEach((text, index) => {
    const type = `${fixed.unit}${fixed.length}`;
    checkWellFormed(text, type);
    if (text.endsWith('\0')) throw textRefused(text, type, 'it ends in NUL');
    const encoded = fixed.unit === 'U' ? ucs4(text, byteOrder) : Buffer.from(text);
    if (encoded.length > size)
      throw textRefused(text, type, `it is longer, by ${excess(encoded.length - size, fixed)}`);
    encoded.copy(bytes, index * size);
  });
  return plain(bytes);
}

/** @throws CO_CODEC_DATA for bytes that are no whole number of texts, and what is no Unicode */
export function fixedTextOfBytes(bytes: Uint8Array, fixed: FixedText, byteOrder: ByteOrder): string[] {
  const size = sizeOf(fixed);
  if (bytes.length % size !== 0)
    throw corrupt('bytes', `${bytes.length} bytes are no whole number of texts of ${size}`);
  const decode = fixed.unit === 'U' ? (item: Buffer) => textOfUcs4(item, byteOrder) : textOfUtf8;
  const buffer = asBuffer(bytes);
  return Array.from({ length: bytes.length / size }, (_, index) =>
    decode(buffer.subarray(index * size, (index + 1) * size)).replace(/\0+$/, ''),
  );
}

function sizeOf({ unit, length }: FixedText): number {
  return unit === 'U' ? 4 * length : length;
}

function excess(bytes: number, { unit }: FixedText): string {
  return unit === 'U' ? `${bytes / 4} code points` : `${bytes} bytes`;
}

function ucs4(text: string, byteOrder: ByteOrder): Buffer {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  const encoded = Buffer.allocUnsafe(4 * points.length);
  points.forEach((point, index) => {
    if (byteOrder === 'little') encoded.writeUInt32LE(point, 4 * index);
    else encoded.writeUInt32BE(point, 4 * index);
  });
  return encoded;
}

function textOfUcs4(item: Buffer, byteOrder: ByteOrder): string {
  let text = '';
  for (let at = 0; at < item.length; at += 4) {
    const point = byteOrder === 'little' ? item.readUInt32LE(at) : item.readUInt32BE(at);
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (point > 0x10ffff || isSurrogate) throw corrupt('bytes', `${point} is no code point`);
    text += String.fromCodePoint(point);
  }
  return text;
}

function textOfUtf8(item: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(item);
  } catch (cause) {
    throw corrupt('bytes', `'${item.toString('hex')}' is no UTF-8`, cause);
  }
}
