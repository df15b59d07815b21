import type { ArrayDesign } from './design-array.js';
import { layoutError } from './design-array.js';
import { valueBytes } from './object-grid.js';

/** How an array is cut into chunks, and chunks are gathered in shards. */
export interface ChunkDesign {
  readonly chunks: readonly number[];
  readonly shards?: readonly number[] | undefined;
}

/**
 * Chunks along the append dimension are as long as asked; along the others no longer than the dimension. `null` is the length in the source.
 *
 * @throws CO_CUBE_LAYOUT where the numbers are not of the array's rank, or are no lengths
 */
export function designChunks(design: ArrayDesign): ChunkDesign {
  const { asked } = design;
  const chunks = asked.chunks ? askedLengths(design, 'chunks', asked.chunks) : (sourceChunks(design) ?? guess(design));
  const clipped = chunks.map((length, axis) => clip(design, length, axis));
  const shards = asked.shards ?? (asked.chunks ? undefined : sourceShards(design));
  return shards ? { chunks: clipped, shards: designShards(design, shards, clipped) } : { chunks: clipped };
}

function isAppended({ appendDimension, dimensions }: ArrayDesign, axis: number): boolean {
  return dimensions[axis] === appendDimension;
}

function clip(design: ArrayDesign, length: number, axis: number): number {
  return isAppended(design, axis) ? length : Math.max(Math.min(length, design.lengths[axis] as number), 1);
}

function askedLengths(design: ArrayDesign, what: string, asked: readonly (number | null)[]): number[] {
  const { dimensions, lengths, name } = design;
  if (asked.length !== dimensions.length)
    throw layoutError(name, `${what} [${asked.join(', ')}] are not of its dimensions (${dimensions.join(', ')})`);
  const wrong = asked.find((length) => length !== null && !(Number.isSafeInteger(length) && length > 0));
  if (wrong !== undefined) throw layoutError(name, `${what} of length '${wrong}' cannot be`);
  return asked.map((length, axis) => length ?? Math.max(lengths[axis] as number, 1));
}

/** The chunks that the variable has in its file; along dimensions that it lacks there, the whole. */
function sourceChunks({ dimensions, lengths, variable }: ArrayDesign): number[] | undefined {
  const own = variable?.zarr?.chunks ?? variable?.chunkShape;
  if (!variable || !own?.every((length) => length > 0)) return undefined;
  return dimensions.map((name, axis) => {
    const place = variable.dimensions.indexOf(name);
    return place < 0 ? Math.max(lengths[axis] as number, 1) : (own[place] as number);
  });
}

function sourceShards({ dimensions, format, variable }: ArrayDesign): readonly number[] | undefined {
  const isSame = variable?.dimensions.every((name, axis) => name === dimensions[axis]);
  return format === 3 && isSame && variable?.dimensions.length === dimensions.length
    ? variable.zarr?.shards
    : undefined;
}

/** Shards hold whole chunks. One that is longer than a fixed dimension ends with the last chunk of that. */
function designShards(design: ArrayDesign, asked: readonly (number | null)[], chunks: readonly number[]): number[] {
  if (design.format === 2) throw layoutError(design.name, 'Zarr v2 has no shards');
  return askedLengths(design, 'shards', asked).map((length, axis) => {
    const chunk = chunks[axis] as number;
    const whole = Math.max(Math.ceil((design.lengths[axis] as number) / chunk), 1) * chunk;
    const isWhole = asked[axis] === null || (!isAppended(design, axis) && length >= whole);
    return isWhole ? whole : Math.ceil(length / chunk) * chunk;
  });
}

const BASE = 256 * 1024;
const LEAST = 128 * 1024;
const MOST = 64 * 1024 * 1024;

/**
 * Halves the dimensions in turn until a chunk is near 256 KiB, more for larger arrays: the rule of zarr-python 2. The append dimension is left as
 * long as the first source is, unless it is the only one.
 */
function guess(design: ArrayDesign): number[] {
  const size = valueBytes(design);
  const chunks = design.lengths.map((length) => Math.max(length, 1));
  const bytes = () => chunks.reduce((product, length) => product * length, size);
  const target = Math.min(Math.max(BASE * 2 ** Math.log10(bytes() / 2 ** 20), LEAST), MOST);
  const axes = chunks.map((_, axis) => axis).filter((axis) => !isAppended(design, axis) || chunks.length === 1);
  const isNear = () => bytes() < target || Math.abs(bytes() - target) / target < 0.5;
  for (let turn = 0; !(isNear() && bytes() < MOST) && axes.some((axis) => chunks[axis] !== 1); turn++) {
    const axis = axes[turn % axes.length] as number;
    chunks[axis] = Math.ceil((chunks[axis] as number) / 2);
  }
  return chunks;
}
