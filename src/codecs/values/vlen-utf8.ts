import type { StoredArray } from '../../model/data-type.js';
import { corrupt, plain } from '../codec.js';
import { checkWellFormed, textsIn } from './text.js';

const CODEC = 'vlen-utf8';

/**
 * Texts of any length, framed as numcodecs does it: their number, then each one's length in bytes and its bytes; all numbers are
 * unsigned, 32 bits, little-endian.
 *
 * @throws CO_CODEC_VALUE for text with a lone surrogate, which UTF-8 cannot tell
 */
export function bytesOfTexts(values: StoredArray): Uint8Array {
  const texts = textsIn(values);
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + 4 + length, 4));
  let at = bytes.writeUInt32LE(texts.length, 0);
  texts.forEach((text, index) => {
    checkWellFormed(text, 'string');
    at = bytes.writeUInt32LE(lengths[index] as number, at);
    at += bytes.write(text, at);
  });
  return plain(bytes);
}

/** @throws CO_CODEC_DATA for lengths that overrun the bytes, bytes left over, and what is no UTF-8 */
export function textsOfBytes(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = lengthAt(view, 0);
  if (count > (bytes.length - 4) / 4) throw corrupt(CODEC, `${bytes.length} bytes cannot hold ${count} texts`);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let at = 4;
  const texts = Array.from({ length: count }, () => {
    const start = at + 4;
    at = start + lengthAt(view, at);
    return decoded(decoder, bytes, start, at);
  });
  if (at !== bytes.length) throw corrupt(CODEC, `${bytes.length - at} bytes are left over`);
  return texts;
}

function lengthAt(view: DataView, at: number): number {
  if (at + 4 > view.byteLength) throw corrupt(CODEC, `they end at ${view.byteLength} within a length`);
  return view.getUint32(at, true);
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, start: number, end: number): string {
  if (end > bytes.length) throw corrupt(CODEC, `a text ends at ${end}, but there are ${bytes.length} bytes`);
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch (cause) {
    throw corrupt(CODEC, `the text at ${start} is no UTF-8`, cause);
  }
}
