/**
 * Reads a region of an array: only the objects that it touches, and of shards only the inner chunks.
 *
 * @module
 */
import type { Storage } from '../../contracts/storage.js';
import type { StoredArray } from '../../model/data-type.js';
import { checkRegion, type Region, sizeOf } from '../../model/dataset.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { copyBox, filled } from '../../model/zarr/copy-box.js';
import { type ChunkCoder, createChunkCoder } from './chunk-coder.js';
import { overlapOf, positions, times } from './grid.js';
import { forEachBounded } from './map-bounded.js';
import { metadataError } from './metadata-error.js';
import { objectKey } from './object-key.js';
import { readInnerChunks } from './read-shard.js';
import { folderOf, type StoreFolder } from './store-folder.js';

/** Objects that are decoded at once. */
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
  return readArrayIn(folderOf(storage), name, array, region);
}

/** As {@link readArray}, wherever the store lies. */
export async function readArrayIn(
  folder: StoreFolder,
  name: string,
  array: ZarrArray,
  region: Region = { start: array.shape.map(() => 0), count: array.shape },
): Promise<StoredArray> {
  checkRegion({ name, shape: array.shape }, region);
  const coder = await createChunkCoder(array);
  const values = allocate(folder, name, array, region);
  const target = { values, shape: region.count };
  await forEachBounded(touched(array, region), CONCURRENT, async (index) => {
    const origin = times(index, objectShape(array));
    const key = objectKey(name, array, index);
    await readObject({ folder, key, array, coder }, origin, region, (chunk, at) => {
      const { inCell, inRegion, count } = overlapOf(at, array.chunks, region.start, region.count);
      copyBox({ values: chunk, shape: array.chunks }, inCell, target, inRegion, count);
    });
  });
  return values;
}

function allocate(folder: StoreFolder, name: string, { type, fillValue }: ZarrArray, { count }: Region): StoredArray {
  try {
    return filled(type, sizeOf(count), fillValue);
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

/** An object of an array, and what decodes it. */
export interface ObjectSource {
  readonly folder: StoreFolder;
  readonly key: string;
  readonly array: ZarrArray;
  readonly coder: ChunkCoder;
}

async function readObject(
  source: ObjectSource,
  origin: readonly number[],
  region: Region,
  take: (values: StoredArray, origin: readonly number[]) => void,
): Promise<void> {
  const { folder, key, array, coder } = source;
  if (array.shards) return readInnerChunks(source, origin, region, take);
  const bytes = await folder.get(key);
  if (bytes) take(coder.decode(bytes, folder.uri(key)), origin);
}
