import { deflateSync, gunzipSync, gzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, corrupt, DECODED_LIMIT, plain } from './codec.js';
import { checkSettings, integerSetting } from './settings.js';

type Transform = (bytes: Uint8Array, options: ZlibOptions) => Buffer;

/** What Node's functions return when `info` is asked for, which their types do not tell. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** numcodecs' `gzip`: a member of RFC 1952; several after each other decode to all of them. @throws CO_CODEC_UNSUPPORTED */
export function createGzip(spec: CodecSpec): BytesCodec {
  return deflateCodec(spec, gzipSync, gunzipSync);
}

/** numcodecs' `zlib`: a stream of RFC 1950. @throws CO_CODEC_UNSUPPORTED */
export function createZlib(spec: CodecSpec): BytesCodec {
  return deflateCodec(spec, deflateSync, inflateSync);
}

/** Inflates all of `bytes`, to exactly `length` bytes where that is known. @throws CO_CODEC_DATA */
export function inflateBounded(
  codec: string,
  inflate: Transform,
  bytes: Uint8Array,
  length: number | undefined,
): Uint8Array {
  const { buffer: inflated, engine } = inflateOrThrow(codec, inflate, bytes, length);
  const rest = bytes.length - engine.bytesWritten;
  if (rest > 0) throw corrupt(codec, `${rest} bytes are left over`);
  if (length === undefined || inflated.length === length) return plain(inflated);
  throw corrupt(codec, `they hold ${inflated.length} bytes, expected ${length}`);
}

function deflateCodec(spec: CodecSpec, deflate: Transform, inflate: Transform): BytesCodec {
  checkSettings(spec, ['level']);
  const level = integerSetting(spec, 'level', 1, [-1, 9]);
  return {
    encode: (bytes) => plain(deflate(bytes, { level, chunkSize: chunkSizeFor(bytes.length) })),
    decode: (bytes, decodedLength) => inflateBounded(spec.name, inflate, bytes, decodedLength),
  };
}

function inflateOrThrow(codec: string, inflate: Transform, bytes: Uint8Array, length: number | undefined): Inflated {
  const maxOutputLength = Math.max(1, length ?? DECODED_LIMIT);
  try {
    const options = { maxOutputLength, chunkSize: chunkSizeFor(length ?? 4 * bytes.length), info: true };
    return inflate(bytes, options) as unknown as Inflated;
  } catch (cause) {
    throw corrupt(codec, reasonOf(cause, maxOutputLength), cause);
  }
}

function reasonOf(error: unknown, limit: number): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    ? `they hold more than ${limit} bytes`
    : error.message;
}

/** Output in one piece where that is possible: zlib then copies nothing. One byte more lets it see the end at once. */
function chunkSizeFor(length: number): number {
  return Math.min(Math.max(length + 1, 64), 2 ** 26);
}
