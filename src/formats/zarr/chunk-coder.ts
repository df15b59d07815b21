import { bytesOfValues, type CodecUse, createCodecChain, itemSizeOf, valuesOfBytes } from '../../codecs/index.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { sizeOf } from '../../model/dataset.js';
import { elementTypeOf, type ZarrArray } from '../../model/zarr/array.js';
import { fromColumns, toColumns } from './columns.js';

/** Chunks of more bytes are refused before memory is taken for them. */
const MAX_BYTES = 2 ** 31;

/** Between the values of one chunk, row-major and padded, and its bytes. */
export interface ChunkCoder {
  /** Values in a chunk. */
  readonly length: number;
  /** Bytes that an encoded chunk may have at most. */
  readonly maxEncoded: number;
  encode(values: StoredArray): Uint8Array;
  /** @throws CO_ZARR_CHUNK */
  decode(bytes: Uint8Array, uri: string): StoredArray;
}

/** @throws CO_CODEC_UNSUPPORTED, CO_CUBE_LAYOUT for chunks of more than 2 GiB */
export async function createChunkCoder(array: ZarrArray, name = '', use: CodecUse = 'both'): Promise<ChunkCoder> {
  const { byteOrder, chunks, order } = array;
  const type = elementTypeOf(array);
  const itemSize = itemSizeOf(type);
  const length = checkedLength(chunks, itemSize, name);
  const chain = await createCodecChain(array.codecs, { type, itemSize, byteOrder }, use);
  const decodedLength = type === 'string' ? undefined : length * itemSize;
  const isTransposed = order === 'F' && chunks.length > 1;
  return {
    length,
    maxEncoded: decodedLength === undefined ? MAX_BYTES : 2 * decodedLength + 2 ** 16,
    encode: (values) => chain.encode(bytesOfValues(isTransposed ? toColumns(values, chunks) : values, type, byteOrder)),
    decode: (bytes, uri) =>
      refusing(uri, () => {
        const values = valuesOfBytes(chain.decode(bytes, decodedLength), type, byteOrder);
        if (values.length !== length) throw chunkError(uri, `it has ${values.length} values, expected ${length}`);
        return isTransposed ? fromColumns(values, chunks) : values;
      }),
  };
}

/** @throws CO_CUBE_LAYOUT where an object of `shape` would be too large */
export function checkedLength(shape: readonly number[], itemSize: number, name = ''): number {
  const length = sizeOf(shape);
  if (length * itemSize <= MAX_BYTES) return length;
  const reason = `a chunk or shard of [${shape.join(', ')}] has ${length * itemSize} bytes, more than ${MAX_BYTES}`;
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array: name, reason });
}

/** Runs `decode`, and names the chunk in what it throws. */
export function refusing<T>(uri: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw chunkError(uri, reasonOf(cause), cause);
  }
}

export function chunkError(uri: string, reason: string, cause?: unknown): CloudOptimisedError<'CO_ZARR_CHUNK'> {
  return new CloudOptimisedError('CO_ZARR_CHUNK', { uri, reason }, { cause });
}

function reasonOf(cause: unknown): string {
  if (isCoded(cause, 'CO_ZARR_CHUNK', 'CO_CODEC_DATA')) return (cause.fields as { reason: string }).reason;
  return cause instanceof Error ? cause.message : String(cause);
}
