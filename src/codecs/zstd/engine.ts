import * as zlib from 'node:zlib';
import { plain } from '../codec.js';

/** Zstandard, wherever it comes from. */
export interface ZstdEngine {
  /** One frame that tells its content's length. `checksum` adds the frame's checksum. */
  compress(bytes: Uint8Array, level: number, checksum?: boolean): Uint8Array;
  /** The content of one whole frame. @throws an uncoded error when it has more than `limit` bytes, or is damaged */
  decompress(bytes: Uint8Array, limit: number): Uint8Array;
  /** Whether `compress` can add a checksum. */
  readonly addsChecksums: boolean;
}

/** What `node:zlib` has since Node 22.15, which the types of Node 20 do not know. */
interface NodeZstd {
  zstdCompressSync(bytes: Uint8Array, options: object): Buffer;
  zstdDecompressSync(bytes: Uint8Array, options: object): Buffer;
  readonly constants: { readonly ZSTD_c_compressionLevel: number; readonly ZSTD_c_checksumFlag: number };
}

/** The library as WebAssembly is started once: a second start would mix the memory of both. */
let started: Promise<ZstdEngine> | undefined;

/** Node's own Zstandard where it has one, else the same library as WebAssembly. */
export async function loadZstd(): Promise<ZstdEngine> {
  if ('zstdCompressSync' in zlib) return nativeEngine(zlib as unknown as NodeZstd);
  started ??= wasmEngine();
  return started;
}

function nativeEngine({ zstdCompressSync, zstdDecompressSync, constants }: NodeZstd): ZstdEngine {
  return {
    addsChecksums: true,
    compress: (bytes, level, checksum = false) => {
      const params = { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: checksum ? 1 : 0 };
      return plain(zstdCompressSync(bytes, { params, chunkSize: pieceFor(bytes.length) }));
    },
    decompress: (bytes, limit) =>
      plain(zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, limit), chunkSize: pieceFor(limit) })),
  };
}

/** Output in one piece where that is possible: then nothing is copied. */
function pieceFor(length: number): number {
  return Math.min(length + (length >>> 8) + 128, 2 ** 26);
}

async function wasmEngine(): Promise<ZstdEngine> {
  const { default: zstd } = await import('@bokuweb/zstd-wasm');
  await zstd.init();
  return {
    addsChecksums: false,
    compress: (bytes, level) => zstd.compress(bytes, level),
    decompress: (bytes, limit) => zstd.decompress(bytes, { defaultHeapSize: limit }),
  };
}
