import { describe, expect, it } from 'vitest';
import { createCodecChain, decodeAside } from '../../src/codecs/index.js';

const COUNT = 50_000;
const numbers = Float32Array.from({ length: COUNT }, (_, i) => Math.sin(i) * i);
const bytes = new Uint8Array(numbers.buffer);
const element = { type: 'float32', itemSize: 4, byteOrder: 'little' } as const;
const CHAINS = {
  'shuffle, zlib': [
    { name: 'shuffle', configuration: { elementsize: 4 } },
    { name: 'zlib', configuration: {} },
  ],
  gzip: [{ name: 'gzip', configuration: {} }],
  blosc: [{ name: 'blosc', configuration: { cname: 'lz4' } }],
};

describe.each(Object.entries(CHAINS))('decoding aside: %s', (_, specs) => {
  it('gives what decoding gives, many at a time', async () => {
    const codec = await createCodecChain(specs, element);
    const pieces = Array.from({ length: 30 }, (_, i) => bytes.slice(0, bytes.length - 4000 * i));
    const encoded = pieces.map((piece) => codec.encode(piece).slice());
    const decoded = await Promise.all(encoded.map((each, i) => decodeAside(codec, each, pieces[i]?.length)));
    expect(decoded.map((each, i) => Buffer.from(each).equals(pieces[i] as Uint8Array))).toEqual(pieces.map(() => true));
  });

  it('refuses what decoding refuses', async () => {
    const codec = await createCodecChain(specs, element);
    const encoded = codec.encode(bytes).slice();
    const damaged = [encoded.subarray(0, encoded.length / 2), new Uint8Array(40_000).fill(7)];
    if (specs[0]?.name !== 'blosc') damaged.push(new Uint8Array([...encoded, 1]));
    for (const each of damaged) {
      expect(() => codec.decode(each, bytes.length)).toThrow();
      await expect(decodeAside(codec, each, bytes.length)).rejects.toMatchObject({ code: 'CO_CODEC_DATA' });
    }
    await expect(decodeAside(codec, encoded, bytes.length - 4)).rejects.toMatchObject({ code: 'CO_CODEC_DATA' });
  });
});
