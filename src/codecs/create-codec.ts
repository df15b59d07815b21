import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, type CodecElement, type CodecFactory, type CodecUse, unsupported } from './codec.js';

/** By name; a codec's library is loaded when an array first asks for it. */
const FACTORIES = new Map<string, () => Promise<CodecFactory>>([
  ['blosc', async () => (await import('./blosc/codec.js')).createBlosc],
  ['zstd', async () => (await import('./zstd/codec.js')).createZstd],
  ['gzip', async () => (await import('./deflate.js')).createGzip],
  ['zlib', async () => (await import('./deflate.js')).createZlib],
  ['lz4', async () => (await import('./lz4.js')).createLz4],
  ['shuffle', async () => (await import('./shuffle-codec.js')).createShuffle],
  ['delta', async () => (await import('./delta.js')).createDelta],
  ['fixedscaleoffset', async () => (await import('./fixed-scale-offset.js')).createFixedScaleOffset],
  ['crc32c', async () => (await import('./crc32c.js')).createCrc32c],
]);

/**
 * The codec that `spec` tells, for bytes that hold `element`; see `createCodecChain` for several after each other.
 *
 * @throws CO_CODEC_UNSUPPORTED for a codec or a setting that is not known
 */
export async function createCodec(spec: CodecSpec, element: CodecElement, use: CodecUse = 'both'): Promise<BytesCodec> {
  const load = FACTORIES.get(spec.name);
  if (!load) throw unsupported(spec.name, 'it is not known');
  return (await load())(spec, element, use);
}
