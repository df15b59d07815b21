/**
 * Codecs: what stands between the values of a chunk and the bytes of an object, by the names and settings of numcodecs.
 *
 * @module
 */
export { createCodecChain } from './chain.js';
export type { ByteOrder, BytesCodec, CodecElement, CodecUse } from './codec.js';
export { crc32c } from './crc32c.js';
export { createCodec } from './create-codec.js';
export { PairDecoder } from './pair-decoder.js';
export { decodedMemory, encodedMemory, SpareMemory } from './spare-memory.js';
export { itemSizeOf } from './values/item-size.js';
export { bytesOfValues, valuesOfBytes } from './values/values.js';
