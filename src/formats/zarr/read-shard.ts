import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Region } from '../../model/dataset.js';
import { stridesOf } from '../../model/zarr/copy-box.js';
import { chunkError } from './chunk-coder.js';
import type { ChunkSource, TakeChunk } from './chunk-source.js';
import { positions, times } from './grid.js';
import { forEachBounded } from './map-bounded.js';
import { innerBytes } from './object-coder.js';
import { type IndexLayout, type InnerChunk, indexLayout, indexOf, parseIndex } from './shard-index.js';

/** Ranges of one shard that are read at once. */
const CONCURRENT = 4;

/** What gives the bytes of inner chunks: the whole shard in memory, or ranges of it. */
interface Shard {
  readonly entries: readonly (InnerChunk | undefined)[];
  read(entry: InnerChunk): Promise<Uint8Array>;
}

/**
 * Decodes the inner chunks of the shard `key`, which begins at `origin`, that a region touches. Where it touches most of them, the shard
 * is read whole; else its index, and the ranges that the index tells.
 *
 * @throws CO_ZARR_CHUNK, or a storage error
 */
export async function readInnerChunks(
  source: ChunkSource,
  key: string,
  origin: readonly number[],
  region: Region,
  take: TakeChunk,
): Promise<void> {
  const { folder, array, coder } = source;
  const layout = indexLayout(array);
  const { from, to } = touchedIn(layout, array.chunks, origin, region);
  const wanted = to.reduce((product, end, axis) => product * (end - (from[axis] ?? 0)), 1);
  const shard = await (2 * wanted > layout.count ? readWhole(source, key, layout) : readIndex(source, key, layout));
  const strides = stridesOf(layout.grid);
  await forEachBounded(positions(from, to), CONCURRENT, async (index) => {
    const entry = shard?.entries[index.reduce((at, position, axis) => at + position * (strides[axis] ?? 1), 0)];
    const values = shard && entry ? coder.decode(await shard.read(entry), folder.uri(key)) : undefined;
    take(
      values,
      times(index, array.chunks).map((at, axis) => at + (origin[axis] ?? 0)),
    );
  });
}

/** Inner chunks that a region touches, in a shard that begins at `origin`. */
function touchedIn(
  { grid }: IndexLayout,
  chunks: readonly number[],
  origin: readonly number[],
  { start, count }: Region,
) {
  const begins = start.map((at, axis) => at - (origin[axis] ?? 0));
  const from = chunks.map((length, axis) => Math.max(0, Math.floor((begins[axis] ?? 0) / length)));
  const to = chunks.map((length, axis) => {
    const end = (begins[axis] ?? 0) + (count[axis] ?? 0);
    return Math.min(grid[axis] ?? 0, Math.ceil(end / length));
  });
  return { from, to };
}

async function readWhole({ folder }: ChunkSource, key: string, layout: IndexLayout): Promise<Shard | undefined> {
  const bytes = await folder.get(key);
  if (!bytes) return undefined;
  const uri = folder.uri(key);
  const entries = parseIndex(indexOf(bytes, layout, uri), layout, uri);
  return { entries, read: async (entry) => innerBytes(bytes, entry, uri) };
}

async function readIndex({ folder, coder }: ChunkSource, key: string, layout: IndexLayout): Promise<Shard | undefined> {
  const uri = folder.uri(key);
  const range = layout.location === 'start' ? { offset: 0, length: layout.size } : { suffix: layout.size };
  const index = await folder.getRange(key, range).catch((error) => shortAsChunk(error, uri));
  if (!index) return undefined;
  const read = async (entry: InnerChunk) => {
    if (entry.length > coder.maxEncoded) throw chunkError(uri, `an inner chunk claims to have ${entry.length} bytes`);
    const bytes = await folder.getRange(key, entry).catch((error) => shortAsChunk(error, uri));
    if (bytes) return bytes;
    throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  };
  return { entries: parseIndex(index, layout, uri), read };
}

/** A shard that ends before its index says is a broken chunk. */
function shortAsChunk(error: unknown, uri: string): never {
  if (isCoded(error, 'CO_STORAGE_SHORT_READ')) throw chunkError(uri, 'the shard is shorter than it tells', error);
  throw error;
}
