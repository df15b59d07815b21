import { type BytesCodec, checkClaim, corrupt } from '../codec.js';
import { bitUnshuffle, unshuffle } from '../shuffle.js';
import { decodedMemory } from '../spare-memory.js';
import type { BlockDecoders, DecodeBlock } from './blocks.js';
import { type BloscHeader, FLAGS, formatOf, HEADER_SIZE, readHeader } from './header.js';
import { BlockError } from './lz.js';
import type { Scratch } from './scratch.js';

/** Blocks are split into as many parts as an item has bytes, up to this many … */
const MOST_PARTS = 16;
/** … and only where each part has at least this many bytes. */
const SMALLEST_PART = 128;

/** A frame that is being decoded. */
interface Job {
  readonly codec: string;
  readonly header: BloscHeader;
  /** A copy of the frame: decoding lz4 writes into it. */
  readonly frame: DataView;
  readonly decode: DecodeBlock;
  readonly scratch: Scratch;
}

/** Decodes a whole Blosc 1 frame, whoever made it. @throws CO_CODEC_DATA */
export function decodeFrame(
  codec: string,
  bytes: Uint8Array,
  decodedLength: number | undefined,
  decoders: BlockDecoders,
  scratches: { readonly frame: Scratch; readonly block: Scratch },
): ReturnType<BytesCodec['decode']> {
  const header = readHeader(codec, bytes);
  checkClaim(codec, header.length, decodedLength);
  if (header.flags & FLAGS.copied) return copied(codec, bytes, header);
  if (header.length === 0) return new Uint8Array(0);
  if (header.blockSize === 0 || header.blockSize > header.length) {
    throw corrupt(codec, `blocks of ${header.blockSize} bytes cannot make up ${header.length}`);
  }
  const frame = scratches.frame.of(bytes.length);
  frame.set(bytes);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const decode = decoders[formatOf(codec, header)];
  return decodeBlocks({ codec, header, frame: view, decode, scratch: scratches.block });
}

function copied(codec: string, bytes: Uint8Array, { length }: BloscHeader): Uint8Array {
  if (bytes.length === HEADER_SIZE + length) return bytes.slice(HEADER_SIZE);
  throw corrupt(codec, `${bytes.length} bytes cannot hold ${length} as they are`);
}

function decodeBlocks(job: Job): Uint8Array {
  const { codec, header, frame } = job;
  const { length, blockSize } = header;
  const count = Math.ceil(length / blockSize);
  if (HEADER_SIZE + 4 * count > frame.byteLength)
    throw corrupt(codec, `${frame.byteLength} bytes cannot hold ${count} blocks`);
  const content = decodedMemory.take(length);
  for (let block = 0; block < count; block++) {
    const target = content.subarray(block * blockSize, Math.min(length, (block + 1) * blockSize));
    decodeBlock(job, frame.getUint32(HEADER_SIZE + 4 * block, true), target);
  }
  return content;
}

/** One block: its parts after each other, then its shuffle undone. */
function decodeBlock(job: Job, start: number, target: Uint8Array): void {
  const { flags, itemSize } = job.header;
  const isShuffled = (flags & FLAGS.shuffle) !== 0 && itemSize > 1;
  const isBitShuffled = !isShuffled && (flags & FLAGS.bitShuffle) !== 0 && target.length >= itemSize;
  if (isShuffled) unshuffle(partsOf(job, start, target.length), target, itemSize);
  else if (isBitShuffled) bitUnshuffle(partsOf(job, start, target.length), target, itemSize);
  else target.set(partsOf(job, start, target.length));
}

function partsOf(job: Job, start: number, length: number): Uint8Array {
  const parts = partCount(job.header, length);
  if (parts === 1) return partAt(job, start, length).content;
  const block = job.scratch.of(length);
  const size = length / parts;
  let at = start;
  for (let part = 0; part < parts; part++) {
    const { content, end } = partAt(job, at, size);
    block.set(content, part * size);
    at = end;
  }
  return block;
}

/** As C-Blosc decides it: the last block is never split when it is shorter than the others. */
function partCount({ flags, itemSize, blockSize }: BloscHeader, length: number): number {
  const isSplit = (flags & FLAGS.unsplit) === 0 && itemSize <= MOST_PARTS && blockSize / itemSize >= SMALLEST_PART;
  return isSplit && length === blockSize ? itemSize : 1;
}

function partAt({ codec, frame, decode }: Job, start: number, length: number): { content: Uint8Array; end: number } {
  const from = start + 4;
  const size = from <= frame.byteLength ? frame.getInt32(start, true) : -1;
  const end = from + size;
  if (size < 0 || end > frame.byteLength)
    throw corrupt(codec, `a block at ${start} overruns the frame of ${frame.byteLength} bytes`);
  const bytes = new Uint8Array(frame.buffer, frame.byteOffset + from, size);
  return { content: size === length ? bytes : decoded(codec, decode, bytes, length), end };
}

function decoded(codec: string, decode: DecodeBlock, bytes: Uint8Array, length: number): Uint8Array {
  try {
    return decode(bytes, length);
  } catch (cause) {
    if (cause instanceof BlockError) throw corrupt(codec, cause.message, cause);
    throw cause;
  }
}
