import { deflateSync, gunzipSync, gzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import { type CloudOptimisedError, isCoded } from '../errors/index.js';
import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, corrupt, DECODED_LIMIT, type Pair, plain } from './codec.js';
import { checkSettings, integerSetting } from './settings.js';
import { inflatePairInKernel } from './simd/kernel.js';

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
  return { ...deflateCodec(spec, deflateSync, inflateSync), decodePair: inflatePair };
}

/** Inflates all of `bytes`, to exactly `length` bytes where that is known. @throws CO_CODEC_DATA */
export function inflateBounded(
  codec: string,
  inflater: Transform,
  bytes: Uint8Array,
  length: number | undefined,
): Uint8Array {
  const options = optionsFor(bytes, length);
  try {
    return checked(codec, inflater(bytes, options) as unknown as Inflated, bytes, length);
  } catch (cause) {
    throw refusal(codec, cause, options);
  }
}

/** The kernel does in two streams' time little more than in one's: it looks up a code of one while that of the other is on its way. */
function inflatePair(both: Pair, length: number | undefined): Pair | undefined {
  if (length === undefined) return undefined;
  const [one, other] = inflatePairInKernel(both, [length, length]);
  return one && other && [one, other];
}

function deflateCodec(spec: CodecSpec, deflate: Transform, inflate: Transform): BytesCodec {
  checkSettings(spec, ['level']);
  const level = integerSetting(spec, 'level', 1, [-1, 9]);
  return {
    encode: (bytes) => plain(deflate(bytes, { level, chunkSize: chunkSizeFor(bytes.length) })),
    decode: (bytes, length) => inflateBounded(spec.name, inflate, bytes, length),
  };
}

interface InflateOptions extends ZlibOptions {
  readonly maxOutputLength: number;
}

function optionsFor(bytes: Uint8Array, length: number | undefined): InflateOptions {
  const maxOutputLength = Math.max(1, length ?? DECODED_LIMIT);
  return { maxOutputLength, chunkSize: chunkSizeFor(length ?? 4 * bytes.length), info: true };
}

function checked(
  codec: string,
  { buffer, engine }: Inflated,
  bytes: Uint8Array,
  length: number | undefined,
): Uint8Array {
  const rest = bytes.length - engine.bytesWritten;
  if (rest > 0) throw corrupt(codec, `${rest} bytes are left over`);
  if (length === undefined || buffer.length === length) return plain(buffer);
  throw corrupt(codec, `they hold ${buffer.length} bytes, expected ${length}`);
}

function refusal(codec: string, cause: unknown, { maxOutputLength }: InflateOptions): CloudOptimisedError {
  return isCoded(cause) ? cause : corrupt(codec, reasonOf(cause, maxOutputLength), cause);
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
