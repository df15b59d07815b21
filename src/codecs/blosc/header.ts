import { asBuffer, corrupt } from '../codec.js';

/** Bytes of a frame's header. */
export const HEADER_SIZE = 16;
/** Version of the frame's format that C-Blosc 1 writes. */
const VERSION = 2;

/** The bits of the header's flags. */
export const FLAGS = { shuffle: 1, copied: 2, bitShuffle: 4, delta: 8, unsplit: 16 } as const;

/** What compresses a frame's blocks, by the number in the upper bits of its flags. */
export const FORMATS = ['blosclz', 'lz4', 'snappy', 'zlib', 'zstd'] as const;
export type BlockFormat = (typeof FORMATS)[number];

/** The header of a Blosc 1 frame: version, version of the block format, flags, item size; then three unsigned numbers of 32 bits. */
export interface BloscHeader {
  readonly flags: number;
  readonly itemSize: number;
  /** Length of the content. */
  readonly length: number;
  readonly blockSize: number;
  /** Length of the frame, header and all. */
  readonly frameLength: number;
}

export function writeHeader(frame: Uint8Array, { flags, itemSize, length, blockSize, frameLength }: BloscHeader): void {
  frame.set([VERSION, 1, flags, itemSize]);
  const buffer = asBuffer(frame);
  buffer.writeUInt32LE(length, 4);
  buffer.writeUInt32LE(blockSize, 8);
  buffer.writeUInt32LE(frameLength, 12);
}

/** @throws CO_CODEC_DATA for what is no Blosc 1 frame, or no whole one */
export function readHeader(codec: string, frame: Uint8Array): BloscHeader {
  if (frame.length < HEADER_SIZE) throw corrupt(codec, `${frame.length} bytes are too few for a header`);
  const buffer = asBuffer(frame);
  const [version = 0, , flags = 0, itemSize = 0] = buffer;
  const [length, blockSize, frameLength] = [4, 8, 12].map((at) => buffer.readUInt32LE(at)) as [number, number, number];
  if (version < 1 || version > VERSION) throw corrupt(codec, `version ${version} of its frames is not known`);
  if (frameLength !== frame.length)
    throw corrupt(codec, `there are ${frame.length} bytes, but the header tells of ${frameLength}`);
  if (flags & FLAGS.delta) throw corrupt(codec, 'its delta filter is not known');
  if (itemSize === 0) throw corrupt(codec, 'the header tells of items without bytes');
  return { flags, itemSize, length, blockSize, frameLength };
}

/** @throws CO_CODEC_DATA */
export function formatOf(codec: string, { flags }: BloscHeader): BlockFormat {
  const format = FORMATS[flags >>> 5];
  if (format) return format;
  throw corrupt(codec, `the format ${flags >>> 5} of its blocks is not known`);
}
