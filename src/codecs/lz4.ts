import { createRequire } from 'node:module';
import type { CodecSpec } from '../model/zarr/array.js';
import { asBuffer, type BytesCodec, checkClaim, corrupt, plain } from './codec.js';
import { checkSettings, integerSetting } from './settings.js';

/** What is used of lz4-napi: blocks with their decoded length in front, 4 bytes, little-endian. */
type Lz4 = Pick<typeof import('lz4-napi'), 'compressSync' | 'uncompressSync'>;

let loaded: Lz4 | undefined;

/** Loaded when it is first used: most runs only compress small blocks, which the kernel does. */
function library(): Lz4 {
  loaded ??= createRequire(import.meta.url)('lz4-napi') as Lz4;
  return loaded;
}

/** A block, with its decoded length in front. */
export function compress(bytes: Uint8Array): Uint8Array {
  return plain(library().compressSync(asBuffer(bytes)));
}

/**
 * numcodecs' `lz4`: the decoded length (4 bytes, little-endian) and one LZ4 block. `acceleration` is read, but the block is always
 * made as with 1: every decoder reads it, and it is no larger.
 *
 * @throws CO_CODEC_UNSUPPORTED
 */
export function createLz4(spec: CodecSpec): BytesCodec {
  checkSettings(spec, ['acceleration']);
  integerSetting(spec, 'acceleration', 1, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
  return {
    encode: (bytes) => new Uint8Array(compress(bytes)),
    decode: (bytes, decodedLength) => {
      if (bytes.length < 4) throw corrupt(spec.name, `${bytes.length} bytes are too few`);
      checkClaim(spec.name, asBuffer(bytes).readUInt32LE(), decodedLength);
      return new Uint8Array(uncompress(spec.name, asBuffer(bytes)));
    },
  };
}

/** Decodes one block that has its decoded length in front. @throws CO_CODEC_DATA */
export function uncompress(codec: string, bytes: Buffer): Uint8Array {
  const length = bytes.readUInt32LE();
  const decoded = uncompressOrThrow(codec, bytes);
  if (decoded.length !== length) throw corrupt(codec, `a block holds ${decoded.length} bytes, expected ${length}`);
  return plain(decoded);
}

function uncompressOrThrow(codec: string, bytes: Buffer): Buffer {
  try {
    return library().uncompressSync(bytes);
  } catch (cause) {
    throw corrupt(codec, cause instanceof Error ? cause.message : String(cause), cause);
  }
}
