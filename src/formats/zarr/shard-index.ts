/**
 * The index of a shard: for each inner chunk, row-major, where it begins and how long it is (Zarr v3, `sharding_indexed`).
 *
 * @module
 */

import { crc32c } from '../../codecs/index.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { chunkError } from './chunk-coder.js';

const ABSENT = 2n ** 64n - 1n;
const ENTRY = 16;
const CHECKSUM = 4;
const LARGEST = 2n ** 52n;
const LARGEST_INDEX = 2 ** 28;

/** Where an inner chunk lies in its shard. */
export interface InnerChunk {
  readonly offset: number;
  readonly length: number;
}

/** How the index of a shard of `array` is laid out. */
export interface IndexLayout {
  /** Inner chunks along each dimension. */
  readonly grid: readonly number[];
  readonly count: number;
  /** Bytes of the index. */
  readonly size: number;
  readonly location: 'start' | 'end';
  readonly checksum: boolean;
}

/** @throws CO_CUBE_LAYOUT for shards of more than 16 million chunks */
export function indexLayout(array: ZarrArray): IndexLayout {
  const { location, checksum } = array.shardIndex ?? { location: 'end', checksum: true };
  const grid = objectShape(array).map((length, axis) => length / (array.chunks[axis] ?? 1));
  const count = grid.reduce((product, length) => product * length, 1);
  const size = count * ENTRY + (checksum ? CHECKSUM : 0);
  if (size <= LARGEST_INDEX) return { grid, count, size, location, checksum };
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array: '', reason: `a shard of ${count} chunks has too many` });
}

/** Joins encoded inner chunks (`undefined`: left out) to a shard. */
export function joinShard(layout: IndexLayout, inner: readonly (Uint8Array | undefined)[]): Uint8Array {
  const content = inner.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
  const shard = new Uint8Array(Buffer.allocUnsafeSlow(content + layout.size).buffer);
  const index = shard.subarray(layout.location === 'start' ? 0 : content).subarray(0, layout.size);
  const view = new DataView(index.buffer, index.byteOffset, index.length);
  let offset = layout.location === 'start' ? layout.size : 0;
  inner.forEach((bytes, position) => {
    view.setBigUint64(position * ENTRY, bytes ? BigInt(offset) : ABSENT, true);
    view.setBigUint64(position * ENTRY + 8, bytes ? BigInt(bytes.length) : ABSENT, true);
    if (bytes) shard.set(bytes, offset);
    offset += bytes?.length ?? 0;
  });
  if (layout.checksum) view.setUint32(layout.count * ENTRY, crc32c(index.subarray(0, -CHECKSUM)), true);
  return shard;
}

/** The part of a whole shard that is its index. @throws CO_ZARR_CHUNK */
export function indexOf(shard: Uint8Array, layout: IndexLayout, uri: string): Uint8Array {
  if (shard.length < layout.size) {
    throw chunkError(uri, `the shard has ${shard.length} bytes, less than the ${layout.size} of its index`);
  }
  return layout.location === 'start' ? shard.subarray(0, layout.size) : shard.subarray(shard.length - layout.size);
}

/**
 * Reads an index.
 *
 * @returns the inner chunks in their order; `undefined` where one was left out
 * @throws CO_ZARR_CHUNK for a wrong checksum
 */
export function parseIndex(index: Uint8Array, layout: IndexLayout, uri: string): (InnerChunk | undefined)[] {
  const view = new DataView(index.buffer, index.byteOffset, index.length);
  if (layout.checksum && view.getUint32(layout.count * ENTRY, true) !== crc32c(index.subarray(0, -CHECKSUM)) >>> 0) {
    throw chunkError(uri, "the checksum of the shard's index is wrong");
  }
  return Array.from({ length: layout.count }, (_, position) => {
    const offset = view.getBigUint64(position * ENTRY, true);
    const length = view.getBigUint64(position * ENTRY + 8, true);
    if (offset === ABSENT && length === ABSENT) return undefined;
    if (offset > LARGEST || length > LARGEST) throw chunkError(uri, `an inner chunk claims to be at ${offset}`);
    return { offset: Number(offset), length: Number(length) };
  });
}
