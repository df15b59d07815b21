import type { CodecSpec } from '../model/zarr/array.js';
import { type BytesCodec, type CodecElement, corrupt } from './codec.js';
import { checkSettings, integerSetting } from './settings.js';
import { shuffle, unshuffle } from './shuffle.js';
import { decodedMemory, encodedMemory, type SpareMemory } from './spare-memory.js';

type Transform = typeof shuffle;

/** numcodecs' `shuffle`. Bytes left over at the end stay as they are, as in HDF5's filter. @throws CO_CODEC_UNSUPPORTED */
export function createShuffle(spec: CodecSpec, _element: CodecElement): BytesCodec {
  checkSettings(spec, ['elementsize']);
  const itemSize = integerSetting(spec, 'elementsize', 4, [1, 2 ** 31 - 1]);
  return {
    encode: (bytes) => transformed(shuffle, bytes, itemSize, encodedMemory),
    decode: (bytes, decodedLength) => {
      if (bytes.length === (decodedLength ?? bytes.length))
        return transformed(unshuffle, bytes, itemSize, decodedMemory);
      throw corrupt(spec.name, `they hold ${bytes.length} bytes, expected ${decodedLength}`);
    },
  };
}

function transformed(transform: Transform, bytes: Uint8Array, itemSize: number, memory: SpareMemory): Uint8Array {
  if (itemSize === 1) return bytes;
  const result = memory.take(bytes.length);
  transform(bytes, result, itemSize);
  return result;
}
