/**
 * Reads a region of an array: only the objects that it touches, and of shards only the inner chunks.
 *
 * @module
 */
import type { Storage } from '../../contracts/storage.js';
import type { StoredArray } from '../../model/data-type.js';
import { checkRegion, type Region, sizeOf } from '../../model/dataset.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { type Box, copyBox, filled } from '../../model/zarr/copy-box.js';
import { type ChunkCoder, createChunkCoder } from './chunk-coder.js';
import type { ChunkSource, StoredZarrArray, TakeChunk } from './chunk-source.js';
import { overlapOf, positions, times } from './grid.js';
import { forEachBounded } from './map-bounded.js';
import { metadataError } from './metadata-error.js';
import { objectKey } from './object-key.js';
import { readInnerChunks } from './read-shard.js';
import { folderOf } from './store-folder.js';

/** Objects that are read and decoded at once. */
const CONCURRENT = 8;

/**
 * Values of the array `name` as stored, row-major; all of them, or those of `region`. Chunks that are not there give fill values, zeros
 * where none is declared.
 *
 * @throws CO_ZARR_CHUNK, CO_CODEC_UNSUPPORTED, or a storage error
 */
export async function readArray(
  storage: Storage,
  name: string,
  array: ZarrArray,
  region?: Region,
): Promise<StoredArray> {
  return arrayReader({ folder: folderOf(storage), name, array })(region);
}

/** As {@link readArray}, for several reads of one array, wherever the store lies. */
export function arrayReader(stored: StoredZarrArray): (region?: Region) => Promise<StoredArray> {
  const { name, array } = stored;
  let coder: Promise<ChunkCoder> | undefined;
  return async (region = { start: array.shape.map(() => 0), count: array.shape }) => {
    checkRegion({ name, shape: array.shape }, region);
    coder ??= createChunkCoder(forReading(array), name);
    return readRegion({ ...stored, coder: await coder }, region);
  };
}

/** Zstandard's checksums are read everywhere, but not written by every Node: asking for them would refuse the codec. */
function forReading(array: ZarrArray): ZarrArray {
  const codecs = array.codecs.map(({ name, configuration: { checksum: _checksum, ...configuration } }) => ({
    name,
    configuration,
  }));
  return { ...array, codecs };
}

async function readRegion(source: ChunkSource, region: Region): Promise<StoredArray> {
  const { array } = source;
  const whole = wholeChunk(array, region);
  if (whole) return readWholeChunk(source, whole);
  const target = { values: allocate(source, region), shape: region.count };
  const take: TakeChunk = (values, origin) => {
    const { inCell, inRegion, count } = overlapOf(origin, array.chunks, region.start, region.count);
    if (values) copyBox({ values, shape: array.chunks }, inCell, target, inRegion, count);
    else fillBox(array, target, inRegion, count);
  };
  await forEachBounded(touched(array, region), CONCURRENT, (index) => readObject(source, index, region, take));
  return target.values;
}

/** What was allocated is zero already. */
function fillBox({ type, fillValue }: ZarrArray, target: Box, at: readonly number[], count: readonly number[]): void {
  if (fillValue === null || Object.is(fillValue, 0) || fillValue === 0n || fillValue === false || fillValue === '')
    return;
  const values = filled(type, sizeOf(count), fillValue);
  copyBox(
    { values, shape: count },
    count.map(() => 0),
    target,
    at,
    count,
  );
}

/** The index of the chunk that a region is, where it is one. */
function wholeChunk({ chunks, shards }: ZarrArray, { start, count }: Region): number[] | undefined {
  const isChunk = chunks.every((length, axis) => count[axis] === length && (start[axis] ?? 0) % length === 0);
  return isChunk && !shards ? start.map((at, axis) => at / (chunks[axis] ?? 1)) : undefined;
}

async function readWholeChunk({ folder, name, array, coder }: ChunkSource, index: number[]): Promise<StoredArray> {
  const key = objectKey(name, array, index);
  const bytes = await folder.get(key);
  return bytes ? coder.decode(bytes, folder.uri(key)) : filled(array.type, coder.length, array.fillValue);
}

function allocate({ folder, name, array }: ChunkSource, { count }: Region): StoredArray {
  try {
    return filled(array.type, sizeOf(count), null);
  } catch (cause) {
    throw metadataError(folder.uri(name), `[${count.join(', ')}] values are more than memory holds`, cause);
  }
}

/** Indices of the objects that a region touches. */
function touched(array: ZarrArray, { start, count }: Region): Iterable<number[]> {
  if (sizeOf(count) === 0) return [];
  const shape = objectShape(array);
  const from = start.map((at, axis) => Math.floor(at / (shape[axis] ?? 1)));
  const to = start.map((at, axis) => Math.ceil((at + (count[axis] ?? 0)) / (shape[axis] ?? 1)));
  return positions(from, to);
}

/** Decodes the chunks of one object that a region touches, and gives each with its place in the array. */
async function readObject(
  source: ChunkSource,
  index: readonly number[],
  region: Region,
  take: TakeChunk,
): Promise<void> {
  const { folder, name, array, coder } = source;
  const origin = times(index, objectShape(array));
  const key = objectKey(name, array, index);
  if (array.shards) return readInnerChunks(source, key, origin, region, take);
  const bytes = await folder.get(key);
  if (bytes) take(coder.decode(bytes, folder.uri(key)), origin);
  else take(undefined, origin);
}
