import lz4 from 'lz4-napi';
import { describe, expect, it } from 'vitest';
import { compressLz4, kernelInput, LARGEST_BLOCK, runKernel } from '../../../src/codecs/simd/kernel.js';

/** A generator of the same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const KINDS: Readonly<Record<string, (length: number) => Uint8Array>> = {
  zeros: (length) => new Uint8Array(length),
  noise: (length) => {
    const next = numbers(length);
    return Uint8Array.from({ length }, () => next() * 256);
  },
  'few letters': (length) => {
    const next = numbers(length + 1);
    return Uint8Array.from({ length }, () => next() * 3);
  },
  'runs and noise': (length) => {
    const next = numbers(length + 2);
    let byte = 0;
    return Uint8Array.from({ length }, (_, at) => {
      if (next() < 0.05) byte = next() * 256;
      return at % 1000 < 300 ? next() * 256 : byte;
    });
  },
  'a far repetition': (length) => {
    const next = numbers(length + 3);
    const text = Uint8Array.from({ length: Math.min(length, 65_540) }, () => next() * 256);
    return Uint8Array.from({ length }, (_, at) => text[at % text.length] ?? 0);
  },
};

/** Decoded by LZ4's own code. */
function decoded(block: Uint8Array, length: number): Uint8Array {
  const prefixed = Buffer.alloc(4 + block.length);
  prefixed.writeUInt32LE(length);
  prefixed.set(block, 4);
  return lz4.uncompressSync(prefixed);
}

describe.each(Object.entries(KINDS))("LZ4's blocks of %s", (_, make) => {
  it.each([
    ['short', Array.from({ length: 300 }, (_, length) => length)],
    ['about 64 KiB', [65_535, 65_536, 65_537, 65_600, 131_072]],
    ['large', [518_400, LARGEST_BLOCK - 1, LARGEST_BLOCK]],
  ])('are read by another decoder: %s', (_name, lengths) => {
    for (const length of lengths) {
      const bytes = make(length);
      const block = compressLz4(bytes).slice();
      expect(block.length).toBeLessThanOrEqual(length + length / 255 + 16);
      expect(Buffer.compare(decoded(block, length), bytes), `${length} bytes`).toBe(0);
    }
  });
});

it('compresses what the kernel has shuffled where it lies, and leaves it as it is', () => {
  const bytes = Uint8Array.from({ length: 40_000 }, (_, at) => (at % 4 === 0 ? at * 7 : at >> 9));
  kernelInput(bytes.length).set(bytes);
  const shuffled = runKernel('shuffle', bytes.length / 4, 4);
  const before = shuffled.slice();
  const block = compressLz4(shuffled).slice();
  expect(Buffer.compare(shuffled, before)).toBe(0);
  expect(Buffer.compare(decoded(block, before.length), before)).toBe(0);
});
