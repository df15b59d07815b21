import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, corrupt, unsetBytes } from './codec.js';
import { checkSettings, choiceSetting } from './settings.js';

/** The polynomial of Castagnoli, bits reversed (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;
/** Tables for eight bytes at a time ("slicing by 8"): 256 numbers for each place. */
const TABLES = tablesOf(8);

/** The CRC-32C checksum of `bytes`, as an unsigned number (RFC 3720, section 12.1). */
export function crc32c(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - (bytes.length % 8);
  let sum = -1;
  for (let at = 0; at < end; at += 8) sum = eightBytes(sum ^ view.getInt32(at, true), view.getInt32(at + 4, true));
  for (let at = end; at < bytes.length; at++) sum = entry(0, (sum ^ (bytes[at] as number)) & 255) ^ (sum >>> 8);
  return ~sum >>> 0;
}

/** The codec `crc32c` of Zarr v3: the checksum follows the bytes, 4 bytes, little-endian. @throws CO_CODEC_UNSUPPORTED */
export function createCrc32c(spec: CodecSpec): BytesCodec {
  checkSettings(spec, ['location']);
  choiceSetting(spec, 'location', 'end', ['end']);
  return { encode: withChecksum, decode: (bytes, decodedLength) => checked(spec.name, bytes, decodedLength) };
}

function withChecksum(bytes: Uint8Array): Uint8Array {
  const encoded = unsetBytes(bytes.length + 4);
  encoded.set(bytes);
  new DataView(encoded.buffer).setUint32(bytes.length, crc32c(bytes), true);
  return encoded;
}

function checked(codec: string, bytes: Uint8Array, decodedLength: number | undefined): Uint8Array {
  const length = bytes.length - 4;
  if (length < 0) throw corrupt(codec, `${bytes.length} bytes are too few`);
  if (length !== (decodedLength ?? length))
    throw corrupt(codec, `they hold ${length} bytes, expected ${decodedLength}`);
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(length, true);
  const content = bytes.subarray(0, length);
  const sum = crc32c(content);
  if (sum !== stored) throw corrupt(codec, `the checksum is ${stored}, expected ${sum}`);
  return content;
}

function eightBytes(low: number, high: number): number {
  return (
    entry(7, low & 255) ^
    entry(6, (low >>> 8) & 255) ^
    entry(5, (low >>> 16) & 255) ^
    entry(4, low >>> 24) ^
    entry(3, high & 255) ^
    entry(2, (high >>> 8) & 255) ^
    entry(1, (high >>> 16) & 255) ^
    entry(0, high >>> 24)
  );
}

function entry(table: number, byte: number): number {
  return TABLES[table * 256 + byte] as number;
}

function tablesOf(count: number): Int32Array {
  const tables = new Int32Array(256 * count);
  for (let byte = 0; byte < 256; byte++) tables[byte] = remainderOf(byte);
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256] as number;
    tables[at] = (tables[before & 255] as number) ^ (before >>> 8);
  }
  return tables;
}

function remainderOf(byte: number): number {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
}
