import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../src/codecs/index.js';
import type { CodecSpec } from '../../src/model/zarr/array.js';
import { itemsOf } from './golden.js';

const BYTES: readonly CodecSpec[] = [
  ...['lz4', 'lz4hc', 'blosclz', 'snappy', 'zlib', 'zstd'].flatMap((cname) =>
    [0, 1, 2, -1].map((shuffle) => ({ name: 'blosc', configuration: { cname, shuffle } })),
  ),
  { name: 'blosc', configuration: { blocksize: 256 } },
  { name: 'blosc', configuration: { blocksize: 256, shuffle: 2, cname: 'zstd', clevel: 9 } },
  { name: 'blosc', configuration: { clevel: 0 } },
  { name: 'zstd', configuration: {} },
  { name: 'zstd', configuration: { level: -5 } },
  { name: 'gzip', configuration: { level: 9 } },
  { name: 'zlib', configuration: { level: 0 } },
  { name: 'lz4', configuration: { acceleration: 3 } },
  { name: 'crc32c', configuration: {} },
  ...[1, 2, 3, 4, 8, 13].map((elementsize) => ({ name: 'shuffle', configuration: { elementsize } })),
];

/** Bytes from incompressible to nearly constant, of all lengths, at all alignments. */
const bytes = fc
  .tuple(
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 1, max: 256 }),
    fc.integer(),
    fc.integer({ min: 0, max: 7 }),
  )
  .map(([length, kinds, seed, offset]) => {
    const memory = new Uint8Array(offset + length);
    let state = seed | 1;
    for (let at = 0; at < memory.length; at++) {
      state = Math.imul(state, 1664525) + 1013904223;
      memory[at] = (state >>> 24) % kinds;
    }
    return memory.subarray(offset);
  });

describe('every codec of bytes', () => {
  it.each(BYTES)('$name $configuration gives back what it got', async (spec) => {
    for (const itemSize of [1, 2, 3, 4, 8, 12, 16, 255, 400]) {
      const codec = await createCodec(spec, itemsOf(itemSize));
      fc.assert(
        fc.property(bytes, (original) => {
          const encoded = codec.encode(original).slice();
          expect(Buffer.compare(codec.decode(encoded, original.length), original)).toBe(0);
          expect(Buffer.compare(codec.decode(encoded, undefined), original)).toBe(0);
        }),
        { numRuns: 12 },
      );
    }
  });
});

describe('R14 shuffle', () => {
  it.each([2, 3, 4, 8])(
    'of items of %i bytes leaves what follows the last whole one where it is',
    async (elementsize) => {
      const codec = await createCodec({ name: 'shuffle', configuration: { elementsize } }, itemsOf(elementsize));
      const content = Uint8Array.from({ length: 70 * elementsize + elementsize - 1 }, (_, at) => at);
      const encoded = codec.encode(content);
      expect(encoded.subarray(70 * elementsize)).toEqual(content.subarray(70 * elementsize));
      expect(encoded[1]).toBe(content[elementsize]);
      expect(codec.decode(encoded, content.length)).toEqual(content);
    },
  );

  it('of more than goes through the kernel at once is the same as of all', async () => {
    const codec = await createCodec({ name: 'shuffle', configuration: { elementsize: 4 } }, itemsOf(4));
    const content = Uint8Array.from({ length: 1_500_002 }, (_, at) => at / 7);
    const encoded = codec.encode(content);
    const count = 375_000;
    const wrong = encoded.findIndex(
      (byte, at) => at < 4 * count && byte !== content[4 * (at % count) + Math.floor(at / count)],
    );
    expect(wrong).toBe(-1);
    expect(Buffer.compare(codec.decode(encoded, content.length), content)).toBe(0);
  });
});
