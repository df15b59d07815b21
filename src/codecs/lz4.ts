import type { CodecSpec } from '../model/zarr/array.js';
import { asBuffer, type BytesCodec, checkClaim, corrupt, plain } from './codec.js';
import { checkSettings, integerSetting } from './settings.js';

/** What is used of lz4-napi: blocks with their decoded length in front, 4 bytes, little-endian. */
export interface Lz4 {
  compressSync(bytes: Buffer): Buffer;
  uncompressSync(bytes: Buffer): Buffer;
}

/** Loads lz4-napi. */
export async function loadLz4(): Promise<Lz4> {
  return (await import('lz4-napi')).default;
}

/**
 * numcodecs' `lz4`: the decoded length (4 bytes, little-endian) and one LZ4 block. `acceleration` is read, but the block is always
 * made as with 1: every decoder reads it, and it is no larger.
 *
 * @throws CO_CODEC_UNSUPPORTED
 */
export async function createLz4(spec: CodecSpec): Promise<BytesCodec> {
  checkSettings(spec, ['acceleration']);
  integerSetting(spec, 'acceleration', 1, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
  const lz4 = await loadLz4();
  return {
    encode: (bytes) => new Uint8Array(lz4.compressSync(asBuffer(bytes))),
    decode: (bytes, decodedLength) => {
      if (bytes.length < 4) throw corrupt(spec.name, `${bytes.length} bytes are too few`);
      checkClaim(spec.name, asBuffer(bytes).readUInt32LE(), decodedLength);
      return new Uint8Array(uncompress(lz4, spec.name, asBuffer(bytes)));
    },
  };
}

/** Decodes one block that has its decoded length in front. @throws CO_CODEC_DATA */
export function uncompress(lz4: Lz4, codec: string, bytes: Buffer): Uint8Array {
  const length = bytes.readUInt32LE();
  const decoded = uncompressOrThrow(lz4, codec, bytes);
  if (decoded.length !== length) throw corrupt(codec, `a block holds ${decoded.length} bytes, expected ${length}`);
  return plain(decoded);
}

function uncompressOrThrow(lz4: Lz4, codec: string, bytes: Buffer): Buffer {
  try {
    return lz4.uncompressSync(bytes);
  } catch (cause) {
    throw corrupt(codec, cause instanceof Error ? cause.message : String(cause), cause);
  }
}
