/**
 * How long chunks are.
 *
 * @module
 */
import { tellBytes } from '../spans.js';

/** A chunk is what one request gives: enough to be worth it, little enough to be decoded in a few milliseconds. */
export const CHUNK_BYTES = 4e6;
/** Steps that one chunk holds at least where the grid has to be cut, so that a series at one place is not one chunk for each step. */
const LEAST_STEPS = 8;
const MOST_STEPS = 512;
const SHARD_BYTES = 64e6;

/** Lengths by the name of the dimension, and why. */
export interface ChunkProposal {
  readonly chunks: ReadonlyMap<string, number>;
  /** Length of a shard along each dimension, where chunks are gathered in shards. */
  readonly shards?: ReadonlyMap<string, number> | undefined;
  readonly reason: string;
}

/** A grid of fixed dimensions and one that grows. */
export interface GridShape {
  readonly append: string;
  /** Lengths of the other dimensions. */
  readonly fixed: ReadonlyMap<string, number>;
  /** Bytes of a stored value. */
  readonly valueBytes: number;
}

/**
 * Whole steps, as many as 4 MB hold; a grid of more than half a megabyte for each step is cut in equal parts along its longest dimensions, so that a chunk
 * still has 8 steps. The parts of a step that was cut lie together in one shard of up to 64 MB.
 */
export function proposeChunks({ append, fixed, valueBytes }: GridShape): ChunkProposal {
  const chunks = new Map(fixed);
  const stepBytes = product(fixed.values()) * valueBytes;
  while (product(chunks.values()) * valueBytes * LEAST_STEPS > CHUNK_BYTES) {
    const [name, length] = [...chunks].reduce((best, one) => (one[1] > best[1] ? one : best));
    if (length <= 64) break;
    const parts = Math.ceil((fixed.get(name) ?? length) / length) + 1;
    chunks.set(name, Math.ceil((fixed.get(name) ?? length) / parts));
  }
  const pieceBytes = product(chunks.values()) * valueBytes;
  const steps = niceSteps(CHUNK_BYTES / pieceBytes);
  const isCut = [...chunks].some(([name, length]) => length < (fixed.get(name) ?? length));
  const size = tellBytes(pieceBytes * steps);
  const grid = [...fixed.values()].join(' × ');
  const told = isCut ? `cut into parts of ${[...chunks.values()].join(' × ')}` : 'kept whole';
  const shards = isCut ? shardsOf(chunks, fixed, steps * valueBytes, append, steps) : undefined;
  const reason = `a step of ${grid} values has ${tellBytes(stepBytes)}: it is ${told}, and ${steps} steps make a chunk of ${size}${
    shards ? '; the chunks of a step lie together in shards' : ''
  }`;
  return { chunks: new Map([[append, steps], ...chunks]), shards, reason };
}

function product(lengths: Iterable<number>): number {
  return [...lengths].reduce((all, length) => all * Math.max(length, 1), 1);
}

/** A power of two, not more than asked. */
function niceSteps(asked: number): number {
  const limit = Math.min(Math.max(Math.floor(asked), 1), MOST_STEPS);
  return 2 ** Math.floor(Math.log2(limit));
}

/** As many whole chunks along each dimension as the limit allows, the last dimension first. */
function shardsOf(
  chunks: ReadonlyMap<string, number>,
  fixed: ReadonlyMap<string, number>,
  bytesOfCell: number,
  append: string,
  steps: number,
): Map<string, number> {
  const shards = new Map(chunks);
  for (const [name, chunk] of [...chunks].reverse()) {
    const room = Math.floor(SHARD_BYTES / (product(shards.values()) * bytesOfCell));
    const count = Math.max(1, Math.min(Math.ceil((fixed.get(name) ?? chunk) / chunk), room));
    shards.set(name, chunk * count);
  }
  return new Map([[append, steps], ...shards]);
}
