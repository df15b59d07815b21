/**
 * The checksum of HDF5's newer structures: Bob Jenkins' lookup3 (`hashlittle`), which its author placed in the public domain.
 *
 * @module
 */
import { refuse } from './cursor.js';

const CHECKSUM_BYTES = 4;
const GOLDEN = 0xdeadbeef;

/** @throws NotDirect where the last 4 bytes are not the checksum of those before */
export function verify(bytes: Buffer): Buffer {
  if (bytes.length < CHECKSUM_BYTES) refuse('a structure without checksum');
  const covered = bytes.subarray(0, -CHECKSUM_BYTES);
  if (bytes.readUInt32LE(covered.length) !== lookup3(covered)) refuse('another checksum');
  return covered;
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

export function lookup3(bytes: Buffer): number {
  let a = (GOLDEN + bytes.length) | 0;
  let b = a;
  let c = a;
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    a = (a + bytes.readInt32LE(at)) | 0;
    b = (b + bytes.readInt32LE(at + 4)) | 0;
    c = (c + bytes.readInt32LE(at + 8)) | 0;
    a = (a - c) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = (b - a) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = (c - b) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = (a - c) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = (b - a) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = (c - b) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  if (at === bytes.length) return c >>> 0;
  const tail = Buffer.alloc(12);
  bytes.copy(tail, 0, at);
  return finish((a + tail.readInt32LE(0)) | 0, (b + tail.readInt32LE(4)) | 0, (c + tail.readInt32LE(8)) | 0);
}

function finish(a: number, b: number, c: number): number {
  c = (c ^ b) - rotate(b, 14);
  a = (a ^ c) - rotate(c, 11);
  b = (b ^ a) - rotate(a, 25);
  c = (c ^ b) - rotate(b, 16);
  a = (a ^ c) - rotate(c, 4);
  b = (b ^ a) - rotate(a, 14);
  c = (c ^ b) - rotate(b, 24);
  return c >>> 0;
}
