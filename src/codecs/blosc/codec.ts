import { CloudOptimisedError } from '../../errors/index.js';
import type { CodecSpec } from '../../model/zarr/array.js';
import { type BytesCodec, type CodecElement, type CodecUse, unsupported } from '../codec.js';
import { checkSettings, choiceSetting, integerSetting } from '../settings.js';
import { loadZstd, type ZstdEngine } from '../zstd/engine.js';
import { blockDecoders, blockEncoder } from './blocks.js';
import { decodeFrame } from './decode.js';
import { encodeFrame, type FrameDesign } from './encode.js';
import { FORMATS, HEADER_SIZE } from './header.js';
import { Scratch } from './scratch.js';

/**
 * The format in which blocks are written, by numcodecs' `cname`. Frames tell their format themselves, and readers go by that: where
 * there is no encoder of ours, the nearest fast one stands in.
 */
const WRITTEN_AS = { lz4: 'lz4', lz4hc: 'lz4', blosclz: 'lz4', snappy: 'lz4', zlib: 'zlib', zstd: 'zstd' } as const;
const NAMES = Object.keys(WRITTEN_AS) as (keyof typeof WRITTEN_AS)[];

const SHUFFLES = { 0: 'none', 1: 'bytes', 2: 'bits' } as const;
/** Stands for Zstandard where it is not needed: loading it takes 10 MB. */
const NO_ZSTD: ZstdEngine = {
  addsChecksums: false,
  compress: lackZstd,
  decompress: lackZstd,
};
/** What Blosc can tell of an item's size; longer items are bytes to it. */
const LARGEST_ITEM = 255;
const LARGEST_CONTENT = 2 ** 31 - 1 - HEADER_SIZE;
/** Blocks that stay in the processor's cache for the fast format, and larger ones for those that gain by them. */
const BLOCK_SIZES = { lz4: 2 ** 18, zlib: 2 ** 19, zstd: 2 ** 19 } as const;

/**
 * numcodecs' `blosc`: frames of C-Blosc 1. `shuffle` is 0 (none), 1 (bytes), 2 (bits) or -1 (bits for items of one byte, else bytes);
 * `clevel` 0 stores bytes as they are; `blocksize` 0 leaves the choice to us. Every frame of C-Blosc 1 is decoded.
 *
 * @throws CO_CODEC_UNSUPPORTED
 */
export async function createBlosc(spec: CodecSpec, element: CodecElement, use: CodecUse): Promise<BytesCodec> {
  checkSettings(spec, ['cname', 'clevel', 'shuffle', 'blocksize', 'typesize']);
  const format = WRITTEN_AS[choiceSetting(spec, 'cname', 'lz4', NAMES)];
  const level = integerSetting(spec, 'clevel', 5, [0, 9]);
  const itemSize = itemSizeFor(integerSetting(spec, 'typesize', element.itemSize, [1, 2 ** 31 - 1]));
  const zstd = use === 'encoding' && format !== 'zstd' ? NO_ZSTD : await loadZstd();
  const design: FrameDesign = {
    itemSize,
    shuffle: shuffleFor(choiceSetting(spec, 'shuffle', 1, [0, 1, 2, -1] as const), itemSize),
    format: FORMATS.indexOf(format),
    blockSize: blockSizeFor(integerSetting(spec, 'blocksize', 0, [0, 2 ** 30]), BLOCK_SIZES[format], itemSize),
    encode: level === 0 ? undefined : blockEncoder(format, level, zstd),
  };
  return bloscCodec(spec.name, design, blockDecoders(spec.name, zstd));
}

function bloscCodec(name: string, design: FrameDesign, decoders: ReturnType<typeof blockDecoders>): BytesCodec {
  const scratches = { frame: new Scratch(), block: new Scratch() };
  return {
    encode: (bytes) => {
      if (bytes.length > LARGEST_CONTENT)
        throw unsupported(name, `${bytes.length} bytes are more than its frames hold`);
      return encodeFrame(bytes, design, scratches);
    },
    decode: (bytes, decodedLength) => decodeFrame(name, bytes, decodedLength, decoders, scratches),
  };
}

function lackZstd(): never {
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason: 'a codec made for encoding alone was asked to decode' });
}

function itemSizeFor(itemSize: number): number {
  return itemSize > LARGEST_ITEM ? 1 : itemSize;
}

function shuffleFor(shuffle: 0 | 1 | 2 | -1, itemSize: number): FrameDesign['shuffle'] {
  if (shuffle === -1) return itemSize === 1 ? 'bits' : 'bytes';
  return shuffle === 1 && itemSize === 1 ? 'none' : SHUFFLES[shuffle];
}

/** A whole number of items, eight of them for the sake of bit shuffle. */
function blockSizeFor(asked: number, fallback: number, itemSize: number): number {
  const unit = 8 * itemSize;
  return Math.max(unit, Math.floor((asked || fallback) / unit) * unit);
}
