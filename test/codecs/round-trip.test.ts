import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../src/codecs/index.js';
import type { CodecSpec, ZarrType } from '../../src/model/zarr/array.js';

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
      const codec = await createCodec(spec, { type: `S${itemSize}` as ZarrType, itemSize, byteOrder: 'little' });
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
