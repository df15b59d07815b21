import type { CodecSpec } from '../../model/zarr/array.js';
import { type BytesCodec, checkClaim, corrupt, DECODED_LIMIT, unsupported } from '../codec.js';
import { checkSettings, choiceSetting, integerSetting } from '../settings.js';
import { loadZstd, type ZstdEngine } from './engine.js';
import { readZstdFrame } from './frame.js';

/** Output that is tried first when nothing tells how much there is. */
const FIRST_GUESS = 2 ** 20;

/** numcodecs' `zstd`: one frame that tells its content's length. @throws CO_CODEC_UNSUPPORTED */
export async function createZstd(spec: CodecSpec): Promise<BytesCodec> {
  checkSettings(spec, ['level', 'checksum']);
  const level = integerSetting(spec, 'level', 0, [-(2 ** 17), 22]);
  const checksum = choiceSetting(spec, 'checksum', false, [false, true]);
  const engine = await loadZstd();
  if (checksum && !engine.addsChecksums)
    throw unsupported(spec.name, "'checksum' is 'true', which needs Node 22.15 or later");
  return {
    encode: (bytes) => engine.compress(bytes, level, checksum),
    decode: (bytes, decodedLength) => decodeZstd(engine, spec.name, bytes, decodedLength),
  };
}

/** Decodes one frame, to exactly `decodedLength` bytes where that is known. @throws CO_CODEC_DATA */
export function decodeZstd(
  engine: ZstdEngine,
  codec: string,
  bytes: Uint8Array,
  decodedLength: number | undefined,
): Uint8Array {
  // Node takes neither the end of the bytes within a frame nor bytes after it amiss (22 the one, 22 and 24 the other).
  const frame = readZstdFrame(bytes);
  if (frame?.end !== bytes.length) throw corrupt(codec, `${bytes.length} bytes are not one whole frame`);
  const claimed = frame.contentSize;
  if (claimed !== undefined) checkClaim(codec, claimed, decodedLength);
  const expected = decodedLength ?? claimed;
  const decoded = expected === undefined ? guessing(engine, codec, bytes) : decompress(engine, codec, bytes, expected);
  if (decoded.length === (expected ?? decoded.length)) return decoded;
  throw corrupt(codec, `they hold ${decoded.length} bytes, expected ${expected}`);
}

/** With room four times as large each time, since nothing tells whether it was too small or the frame is broken. */
function guessing(engine: ZstdEngine, codec: string, bytes: Uint8Array): Uint8Array {
  for (let limit = FIRST_GUESS; limit < DECODED_LIMIT; limit *= 4) {
    try {
      return engine.decompress(bytes, limit);
    } catch {}
  }
  return decompress(engine, codec, bytes, DECODED_LIMIT);
}

function decompress(engine: ZstdEngine, codec: string, bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return engine.decompress(bytes, limit);
  } catch (cause) {
    throw corrupt(codec, cause instanceof Error ? cause.message : String(cause), cause);
  }
}
