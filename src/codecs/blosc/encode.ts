import { bitShuffle, shuffle, shuffledView } from '../shuffle.js';
import { encodedMemory } from '../spare-memory.js';
import type { EncodeBlock } from './blocks.js';
import { FLAGS, HEADER_SIZE, writeHeader } from './header.js';
import type { Scratch } from './scratch.js';

/** How frames are made. */
export interface FrameDesign {
  readonly itemSize: number;
  readonly shuffle: 'none' | 'bytes' | 'bits';
  /** The number of the blocks' format. */
  readonly format: number;
  readonly blockSize: number;
  /** `undefined` to store the bytes as they are. */
  readonly encode: EncodeBlock | undefined;
}

interface Scratches {
  readonly frame: Scratch;
  readonly block: Scratch;
}

const SHUFFLE_FLAGS = { none: 0, bytes: FLAGS.shuffle, bits: FLAGS.bitShuffle } as const;

/** A Blosc 1 frame with unsplit blocks, which every version of Blosc reads. Bytes that do not get fewer are stored as they are. */
export function encodeFrame(bytes: Uint8Array, design: FrameDesign, scratches: Scratches): Uint8Array {
  const frame = scratches.frame.of(bytes.length + HEADER_SIZE);
  const blockSize = Math.min(design.blockSize, bytes.length);
  const flags = FLAGS.unsplit | SHUFFLE_FLAGS[design.shuffle] | (design.format << 5);
  const end =
    design.encode && bytes.length > 0 ? encodeBlocks(bytes, frame, blockSize, design, scratches.block) : undefined;
  if (end === undefined) frame.set(bytes, HEADER_SIZE);
  const frameLength = end ?? frame.length;
  writeHeader(frame, {
    flags: end === undefined ? flags | FLAGS.copied : flags,
    itemSize: design.itemSize,
    length: bytes.length,
    blockSize,
    frameLength,
  });
  const result = encodedMemory.take(frameLength);
  result.set(frame.subarray(0, frameLength));
  return result;
}

/** Where the frame ends; `undefined` when it would be no shorter than the bytes as they are. */
function encodeBlocks(
  bytes: Uint8Array,
  frame: Uint8Array,
  blockSize: number,
  design: FrameDesign,
  scratch: Scratch,
): number | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const count = Math.ceil(bytes.length / blockSize);
  let at = HEADER_SIZE + 4 * count;
  for (let block = 0; block < count; block++) {
    const content = shuffled(bytes.subarray(block * blockSize, (block + 1) * blockSize), design, scratch);
    const encoded = design.encode?.(content) ?? content;
    const stored = encoded.length < content.length ? encoded : content;
    const end = at + 4 + stored.length;
    if (end >= frame.length) return;
    view.setUint32(HEADER_SIZE + 4 * block, at, true);
    view.setInt32(at, stored.length, true);
    frame.set(stored, at + 4);
    at = end;
  }
  return at;
}

function shuffled(block: Uint8Array, { shuffle: order, itemSize }: FrameDesign, scratch: Scratch): Uint8Array {
  if (order === 'none') return block;
  const view = shuffledView(order === 'bytes' ? 'shuffle' : 'bitShuffle', block, itemSize);
  if (view) return view;
  const target = scratch.of(block.length);
  if (order === 'bytes') shuffle(block, target, itemSize);
  else bitShuffle(block, target, itemSize);
  return target;
}
