import { type CodecUse, itemSizeOf } from '../../codecs/index.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { NumericArray, StoredArray } from '../../model/data-type.js';
import { elementTypeOf, objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { copyBox, filled } from '../../model/zarr/copy-box.js';
import { isAllFill } from './all-fill.js';
import { type ChunkCoder, checkedLength, chunkError, createChunkCoder } from './chunk-coder.js';
import { positions, times } from './grid.js';
import { type IndexLayout, indexLayout, indexOf, joinShard, parseIndex } from './shard-index.js';

/** Between the values of one object (a chunk, or a shard) and its bytes. One instance is used by one thread. */
export interface ObjectCoder {
  /**
   * @param values of the whole object, row-major; at the array's edge padded with the fill value
   * @returns `undefined` where all of them are the fill value: then no object is stored
   */
  encode(values: StoredArray): Uint8Array | undefined;
  /**
   * @param bytes the object as it is stored; `undefined` where there is none, which gives fill values (zeros where none is declared)
   * @param uri the object's address, for messages
   * @throws CO_ZARR_CHUNK
   */
  decode(bytes: Uint8Array | undefined, uri?: string): StoredArray;
}

/**
 * Makes what encodes and decodes the objects of an array: chunks, or shards by Zarr v3's `sharding_indexed`, in which inner chunks that
 * are all fill are left out.
 *
 * @throws CO_CODEC_UNSUPPORTED, CO_CUBE_LAYOUT for objects of more than 2 GiB
 */
export async function createObjectCoder(array: ZarrArray, use: CodecUse = 'both'): Promise<ObjectCoder> {
  const length = checkedLength(objectShape(array), itemSizeOf(elementTypeOf(array)));
  const chunk = await createChunkCoder(array, '', use);
  const { encode, decode } = array.shards ? shardCoder(array, chunk) : chunk;
  return {
    encode(values) {
      if (values.length !== length) throw wrongLength(values.length, length);
      return isAllFill(values, array.fillValue) ? undefined : encode(values);
    },
    decode: (bytes, uri = '') => (bytes ? decode(bytes, uri) : filled(array.type, length, array.fillValue)),
  };
}

function wrongLength(found: number, expected: number): CloudOptimisedError {
  return new CloudOptimisedError('CO_UNEXPECTED', { reason: `an object of ${found} values, expected ${expected}` });
}

function shardCoder(array: ZarrArray, chunk: ChunkCoder): Pick<ChunkCoder, 'encode' | 'decode'> {
  const layout = indexLayout(array);
  return {
    encode: (values) => encodeShard(values, array, chunk, layout),
    decode: (bytes, uri) => decodeShard(bytes, array, chunk, layout, uri),
  };
}

function encodeShard(values: StoredArray, array: ZarrArray, chunk: ChunkCoder, layout: IndexLayout): Uint8Array {
  const take = boxTaker(values, array, chunk.length);
  const inner: (Uint8Array | undefined)[] = [];
  for (const index of positions(
    layout.grid.map(() => 0),
    layout.grid,
  )) {
    const box = take(index);
    inner.push(isAllFill(box, array.fillValue) ? undefined : ownBytes(chunk.encode(box), box));
  }
  return joinShard(layout, inner);
}

/** Gives the values of an inner chunk, in memory that the next one takes again. */
function boxTaker(values: StoredArray, array: ZarrArray, length: number): (index: readonly number[]) => StoredArray {
  const shape = objectShape(array);
  const { chunks } = array;
  if (liesInOnePiece(chunks, shape) && ArrayBuffer.isView(values)) return pieceTaker(values as NumericArray, length);
  const box = { values: filled(array.type, length, null), shape: chunks };
  const origin = chunks.map(() => 0);
  return (index) => {
    copyBox({ values, shape }, times(index, chunks), box, origin, chunks);
    return box.values;
  };
}

function pieceTaker(values: NumericArray, length: number): () => StoredArray {
  let next = 0;
  return () => {
    next += length;
    return values.subarray(next - length, next);
  };
}

/** Whether inner chunks follow each other in memory: whole along all axes but the first one that is longer than 1. */
function liesInOnePiece(chunks: readonly number[], shape: readonly number[]): boolean {
  const first = chunks.findIndex((length) => length > 1);
  return first < 0 ? false : chunks.every((length, axis) => axis <= first || length === shape[axis]);
}

/** A codec with nothing to do gives back what it was given, which the next chunk overwrites. */
function ownBytes(bytes: Uint8Array, values: StoredArray): Uint8Array {
  return ArrayBuffer.isView(values) && bytes.buffer === values.buffer ? bytes.slice() : bytes;
}

function decodeShard(
  bytes: Uint8Array,
  array: ZarrArray,
  chunk: ChunkCoder,
  layout: IndexLayout,
  uri: string,
): StoredArray {
  const shape = objectShape(array);
  const entries = parseIndex(indexOf(bytes, layout, uri), layout, uri);
  const values = filled(array.type, checkedLength(shape, 1), array.fillValue);
  const origin = shape.map(() => 0);
  let position = 0;
  for (const index of positions(origin, layout.grid)) {
    const entry = entries[position++];
    if (!entry) continue;
    const inner = chunk.decode(innerBytes(bytes, entry, uri), uri);
    copyBox(
      { values: inner, shape: array.chunks },
      origin,
      { values, shape },
      times(index, array.chunks),
      array.chunks,
    );
  }
  return values;
}

/** The bytes of one inner chunk of a whole shard. @throws CO_ZARR_CHUNK */
export function innerBytes(
  shard: Uint8Array,
  { offset, length }: { offset: number; length: number },
  uri: string,
): Uint8Array {
  if (offset + length <= shard.length) return shard.subarray(offset, offset + length);
  throw chunkError(uri, `an inner chunk ends at ${offset + length}, beyond the shard's ${shard.length} bytes`);
}
