import { describe, expect, it } from 'vitest';
import { type BytesCodec, createCodecChain, PairDecoder } from '../../src/codecs/index.js';

const COUNT = 50_000;
const element = { type: 'float32', itemSize: 4, byteOrder: 'little' } as const;
const shuffle = { name: 'shuffle', configuration: { elementsize: 4 } };
const zlib = { name: 'zlib', configuration: {} };
const CHAINS = {
  'shuffle, zlib': { specs: [shuffle, zlib], inPairs: true },
  zlib: { specs: [zlib], inPairs: true },
  'blosc, zlib': { specs: [{ name: 'blosc', configuration: { cname: 'lz4' } }, zlib], inPairs: false },
  'shuffle, gzip': { specs: [shuffle, { name: 'gzip', configuration: {} }], inPairs: false },
};

function chunk(seed: number): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: COUNT }, (_, i) => Math.sin(i * seed) * i).buffer);
}

/** A codec, and how often it decoded one or two. */
function counted(codec: BytesCodec) {
  const calls = { one: 0, two: 0 };
  const { decodePair } = codec;
  const decode: BytesCodec['decode'] = (bytes, length) => {
    calls.one++;
    return codec.decode(bytes, length);
  };
  const both: BytesCodec['decodePair'] = (pair, length) => {
    calls.two++;
    return decodePair?.(pair, length);
  };
  return { calls, codec: { encode: codec.encode, decode, ...(decodePair && { decodePair: both }) } };
}

describe.each(Object.entries(CHAINS))('decoding two chunks at once: %s', (_, { specs, inPairs }) => {
  it('gives what decoding one gives, for as many as are asked for', async () => {
    const { codec, calls } = counted(await createCodecChain(specs, element));
    const decoder = new PairDecoder(codec, 4 * COUNT);
    const chunks = Array.from({ length: 7 }, (_each, i) => chunk(i + 1));
    const encoded = chunks.map((each) => codec.encode(each).slice());
    const decoded = await Promise.all(encoded.map((each) => decoder.decode(each)));
    expect(decoded.map((each, i) => Buffer.compare(each, chunks[i] as Uint8Array))).toEqual(chunks.map(() => 0));
    expect(calls).toEqual(inPairs ? { one: 1, two: 3 } : { one: 7, two: 0 });
  });

  it('refuses the one that decoding refuses, and no other', async () => {
    const codec = await createCodecChain(specs, element);
    const decoder = new PairDecoder(codec, 4 * COUNT);
    const good = codec.encode(chunk(1)).slice();
    const short = codec.encode(chunk(2).slice(0, 4 * COUNT - 4)).slice();
    for (const bad of [good.subarray(0, good.length / 2), new Uint8Array([...good, 1]), short, new Uint8Array(9)]) {
      const results = await Promise.allSettled([good, bad, bad, good].map((each) => decoder.decode(each)));
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect(results[1]).toMatchObject({ reason: { code: 'CO_CODEC_DATA' } });
    }
  });

  it('decodes at once what is alone', async () => {
    const codec = await createCodecChain(specs, element);
    const decoder = new PairDecoder(codec, 4 * COUNT);
    for (const seed of [1, 2, 3])
      expect(Buffer.compare(await decoder.decode(codec.encode(chunk(seed)).slice()), chunk(seed))).toBe(0);
  });
});
