import type { NumericArray } from '../../../model/data-type.js';
import type { Values } from './chunk-values.js';

/** PLAIN encoding (Parquet format, Encodings.md): numbers as they lie in memory, texts each after its length, flags as bits. */
export function plainBytes(values: Values, isBool: boolean): Uint8Array {
  if (Array.isArray(values)) return textBytes(values);
  const numbers = values as NumericArray;
  return isBool ? bits(numbers as Uint8Array) : new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function textBytes(texts: readonly Uint8Array[]): Uint8Array {
  const size = texts.reduce((sum, text) => sum + text.length + 4, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    bytes.set(text, at + 4);
    at += text.length + 4;
  }
  return bytes;
}

function bits(flags: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  for (let row = 0; row < flags.length; row++) if (flags[row] === 1) (bytes[row >> 3] as number) |= 1 << (row & 7);
  return bytes;
}
