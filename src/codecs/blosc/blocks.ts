import { deflateSync, inflateSync } from 'node:zlib';
import { plain } from '../codec.js';
import { inflateBounded } from '../deflate.js';
import { compress, uncompress } from '../lz4.js';
import { compressLz4, LARGEST_BLOCK } from '../simd/kernel.js';
import { decodeZstd } from '../zstd/codec.js';
import type { ZstdEngine } from '../zstd/engine.js';
import { decodeBlosclz } from './blosclz.js';
import type { BlockFormat } from './header.js';
import { decodeSnappy } from './snappy.js';

/** Decodes the `bytes` of one block, or of a part of it, to exactly `length` bytes. */
export type DecodeBlock = (bytes: Uint8Array, length: number) => Uint8Array;
export type EncodeBlock = (bytes: Uint8Array) => Uint8Array;

/** What decodes blocks of each format. `lz4` writes to the four bytes before the block, for a while. */
export type BlockDecoders = Readonly<Record<BlockFormat, DecodeBlock>>;

/** @param codec the name that errors tell */
export function blockDecoders(codec: string, zstd: ZstdEngine): BlockDecoders {
  return {
    blosclz: decodeBlosclz,
    lz4: (bytes, length) => uncompressInPlace(codec, bytes, length),
    snappy: decodeSnappy,
    zlib: (bytes, length) => inflateBounded(codec, inflateSync, bytes, length),
    zstd: (bytes, length) => decodeZstd(zstd, codec, bytes, length),
  };
}

/** What encodes blocks of `format` at Blosc's level (1 to 9), as C-Blosc translates it. */
export function blockEncoder(format: 'lz4' | 'zlib' | 'zstd', level: number, zstd: ZstdEngine): EncodeBlock {
  if (format === 'zlib')
    return (bytes) => plain(deflateSync(bytes, { level, chunkSize: Math.max(64, bytes.length + 1) }));
  if (format === 'zstd') return (bytes) => zstd.compress(bytes, zstdLevelOf(level));
  return (bytes) => (bytes.length > LARGEST_BLOCK ? compress(bytes).subarray(4) : compressLz4(bytes));
}

function zstdLevelOf(level: number): number {
  if (level === 9) return 22;
  return level === 8 ? 20 : 2 * level - 1;
}

/** lz4-napi reads a block's decoded length from the four bytes before it, which in a frame hold its encoded length: they change places. */
function uncompressInPlace(
  codec: string,
  { buffer, byteOffset, length }: Uint8Array,
  decodedLength: number,
): Uint8Array {
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset - 4, length + 4);
  const before = bytes.readUInt32LE();
  bytes.writeUInt32LE(decodedLength);
  try {
    return uncompress(codec, bytes);
  } finally {
    bytes.writeUInt32LE(before);
  }
}
