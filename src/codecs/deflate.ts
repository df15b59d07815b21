import { deflateSync, gunzip, gunzipSync, gzipSync, inflate, inflateSync, type ZlibOptions } from 'node:zlib';
import { type CloudOptimisedError, isCoded } from '../errors/index.js';
import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, corrupt, DECODED_LIMIT, plain } from './codec.js';
import { checkSettings, integerSetting } from './settings.js';

type Transform = (bytes: Uint8Array, options: ZlibOptions) => Buffer;

/** Node's functions of the same name: in the calling thread, and by the pool of threads. */
interface Inflaters {
  readonly sync: Transform;
  readonly aside: typeof inflate;
}

/** Below so many bytes, going to another thread and back takes longer than inflating. */
const LEAST_ASIDE = 16 << 10;

/** What Node's functions return when `info` is asked for, which their types do not tell. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** numcodecs' `gzip`: a member of RFC 1952; several after each other decode to all of them. @throws CO_CODEC_UNSUPPORTED */
export function createGzip(spec: CodecSpec): BytesCodec {
  return deflateCodec(spec, gzipSync, { sync: gunzipSync, aside: gunzip });
}

/** numcodecs' `zlib`: a stream of RFC 1950. @throws CO_CODEC_UNSUPPORTED */
export function createZlib(spec: CodecSpec): BytesCodec {
  return deflateCodec(spec, deflateSync, { sync: inflateSync, aside: inflate });
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

async function inflateAside(
  codec: string,
  inflater: typeof inflate,
  bytes: Uint8Array,
  length: number | undefined,
): Promise<Uint8Array> {
  const options = optionsFor(bytes, length);
  const inflated = new Promise<Inflated>((resolve, reject) => {
    inflater(bytes, options, (error, result) => (error ? reject(error) : resolve(result as unknown as Inflated)));
  });
  try {
    return checked(codec, await inflated, bytes, length);
  } catch (cause) {
    throw refusal(codec, cause, options);
  }
}

function deflateCodec(spec: CodecSpec, deflate: Transform, { sync, aside }: Inflaters): BytesCodec {
  checkSettings(spec, ['level']);
  const level = integerSetting(spec, 'level', 1, [-1, 9]);
  const decode = (bytes: Uint8Array, length: number | undefined) => inflateBounded(spec.name, sync, bytes, length);
  return {
    encode: (bytes) => plain(deflate(bytes, { level, chunkSize: chunkSizeFor(bytes.length) })),
    decode,
    decodeAside: async (bytes, length) =>
      bytes.length < LEAST_ASIDE ? decode(bytes, length) : inflateAside(spec.name, aside, bytes, length),
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
