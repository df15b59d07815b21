import { brotliCompressSync, gzipSync } from 'node:zlib';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { TableEncoding } from '../../../contracts/table-writer.js';

type Codec = TableEncoding['compression'];

const COMPRESSORS: Partial<Record<Codec, (bytes: Uint8Array) => Uint8Array>> = {
  UNCOMPRESSED: (bytes) => bytes,
  SNAPPY: snappyCompress,
  GZIP: gzipSync,
  BROTLI: (bytes) => brotliCompressSync(bytes),
};

/** What compresses pages, or `undefined` for a codec that is left to parquet-wasm. */
export function compressorOf(codec: Codec): ((bytes: Uint8Array) => Uint8Array) | undefined {
  return COMPRESSORS[codec];
}
