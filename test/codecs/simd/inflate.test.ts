import { deflateRawSync, deflateSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shuffle, unshuffle } from '../../../src/codecs/shuffle.js';
import { inflateInKernel, inflatePairInKernel, LARGEST_INFLATED } from '../../../src/codecs/simd/kernel.js';
import { adler32, inflateGuarded, mended, type Stream } from './inflate-guarded.js';
import { CONTENTS, flushed, random, WAYS } from './streams.js';

/** Mutated streams in each test; many more were tried by hand. */
const MUTATIONS = Number(process.env.INFLATE_MUTATIONS ?? 600);
const SIZES = [32_767, 32_768, 32_769, 65_535, 65_536, 65_537];

const matches = (decoded: Uint8Array | undefined, content: Uint8Array) =>
  decoded !== undefined && Buffer.compare(decoded, content) === 0;

describe.each(Object.entries(CONTENTS))('inflating %s', (_, make) => {
  it('takes every small size', () => {
    for (let size = 0; size <= 300; size++) {
      const content = make(size);
      const wrong = WAYS.filter((way) => !matches(inflateInKernel(deflateSync(content, way), size), content));
      expect([size, wrong]).toEqual([size, []]);
    }
  });

  it('takes every way of compressing, in blocks of all kinds', () => {
    for (const content of [...SIZES, 518_400].map(make)) {
      const streams = [...WAYS.map((way) => deflateSync(content, way)), flushed(content)];
      expect(streams.map((stream) => matches(inflateInKernel(stream, content.length), content))).not.toContain(false);
    }
  });

  it('takes two streams at once, whatever the other one is', () => {
    const others = Object.values(CONTENTS).flatMap((other) => [0, 300, 70_000].map(other));
    const content = make(100_000);
    const stream = deflateSync(content);
    for (const other of others) {
      const both = inflatePairInKernel([stream, deflateSync(other)], [content.length, other.length]);
      expect([matches(both[0], content), matches(both[1], other)]).toEqual([true, true]);
      const turned = inflateGuarded([
        [deflateSync(other), other.length],
        [stream, content.length],
      ]);
      expect(turned.map(({ right }) => right)).toEqual([true, true]);
      expect([matches(turned[0]?.bytes, other), matches(turned[1]?.bytes, content)]).toEqual([true, true]);
    }
  });

  it('leaves them where they are unshuffled from', () => {
    for (const [size, length] of [
      [4, 100_003],
      [8, 4000],
      [1, 50],
      [4, 600_001],
      [3, 524_289],
    ] as const) {
      const contents = [make(length), make(length - 40)];
      const shuffled = contents.map((content) => {
        const target = new Uint8Array(content.length);
        shuffle(content, target, size);
        return deflateSync(target, { level: 1 });
      });
      const views = inflatePairInKernel(shuffled as [Buffer, Buffer], [length, length - 40]);
      const isSmall = length < 500_000;
      for (const [at, content] of isSmall ? contents.entries() : [[1, contents[1] as Uint8Array] as const]) {
        const target = new Uint8Array(content.length);
        unshuffle(views[at] as Uint8Array, target, size);
        expect([size, length, at, matches(target, content)]).toEqual([size, length, at, true]);
      }
    }
  });

  it('refuses another length, and leaves the other stream alone', () => {
    const content = make(5000);
    const stream = deflateSync(content);
    for (const length of [0, 1, 4680, 4999, 5001, 10_000]) {
      expect(inflateInKernel(stream, length)).toBeUndefined();
      const [one, other] = inflateGuarded([
        [stream, 5000],
        [stream, length],
      ]);
      expect([one?.right, matches(one?.bytes, content), other?.right]).toEqual([true, true, false]);
      const turned = inflateGuarded([
        [stream, length],
        [stream, 5000],
      ]);
      expect(turned.map(({ right }) => right)).toEqual([false, true]);
    }
  });

  it('gives of damaged streams what zlib gives, or nothing, and writes to no other place', () => {
    const next = random(11);
    const streams = [60, 900, 20_000].map(make).flatMap((content) => {
      const ways = [...WAYS.slice(0, 2), ...WAYS.slice(4, 5), ...WAYS.slice(10)].map((way) =>
        deflateSync(content, way),
      );
      return [...ways, flushed(content)].map((stream): Stream => [stream, content.length]);
    });
    let accepted = 0;
    for (let i = 0; i < MUTATIONS; i++) {
      const [one, other] = [i, next() * 7].map((at) => mutated(streams[at % streams.length] as Stream, next));
      const [first, second] = [i % 3 ? (one as Stream) : refitted(one as Stream), mended(other as Stream)];
      const decoded = inflateGuarded(i % 2 ? [first, second] : [first]);
      for (const [at, { right, bytes }] of decoded.entries()) {
        if (!right) continue;
        accepted += 1;
        expectSame(bytes, at === 0 ? first : second);
      }
    }
    expect(accepted).toBeGreaterThan(MUTATIONS / 20);
  });
});

describe('what is not a stream', () => {
  it('is refused: of another format, with a dictionary, or with bytes left over', () => {
    const content = CONTENTS.text?.(1000) as Uint8Array;
    const stream = deflateSync(content);
    const dictionary = deflateSync(content, { dictionary: Buffer.from('temperature of the sea') });
    const others = [deflateRawSync(content), gzipSync(content), dictionary, Buffer.concat([stream, stream])];
    for (const other of [...others, Buffer.concat([stream, Buffer.alloc(1)]), new Uint8Array(), stream.subarray(0, 5)])
      expect(inflateInKernel(other, content.length)).toBeUndefined();
  });

  it('is refused, as are streams that are too large', () => {
    const largest = new Uint8Array(LARGEST_INFLATED).fill(3);
    expect(matches(inflateInKernel(deflateSync(largest), largest.length), largest)).toBe(true);
    const larger = new Uint8Array(LARGEST_INFLATED + 1);
    expect(inflateInKernel(deflateSync(larger), larger.length)).toBeUndefined();
  });
});

/** What Node gives when `info` is asked for. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** The stream, where its blocks are right, with the length and the sum that they have now. */
function refitted([bytes, length]: Stream): Stream {
  try {
    const { buffer, engine } = inflateRawSync(bytes.subarray(2), {
      info: true,
      maxOutputLength: 100_000,
    }) as unknown as Inflated;
    const stream = Buffer.concat([bytes.subarray(0, 2 + engine.bytesWritten), adler32(buffer)]);
    // What zlib takes, the kernel takes.
    if (isRight(stream)) expect(inflateGuarded([[stream, buffer.length]])[0]?.right).toBe(true);
    return [stream, buffer.length];
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [bytes, length];
    throw error;
  }
}

function isRight(stream: Uint8Array): boolean {
  try {
    return inflateSync(stream).length >= 0;
  } catch {
    return false;
  }
}

/** Some bits turned, bytes put in, cut off or added, or another length. */
function mutated([bytes, length]: Stream, next: () => number): Stream {
  const at = (among: number) => (next() * 65_536 + next() * 256 + next()) % Math.max(1, among);
  const result = Buffer.from(bytes);
  const kind = next() % 8;
  if (kind < 4) for (let i = 0; i <= kind; i++) result[at(kind % 2 ? 120 : result.length)]! ^= 1 << (next() % 8);
  else if (kind === 4) result.fill(next(), at(result.length), at(result.length));
  if (kind === 5) return [result.subarray(0, at(result.length)), length];
  if (kind === 6) return [Buffer.concat([result, Buffer.alloc(1 + (next() % 9), next())]), length];
  return [result, length + (next() % 5 === 0 ? (next() % 7) - 3 : 0)];
}

function expectSame(decoded: Uint8Array, [bytes, length]: Stream): void {
  const { buffer, engine } = inflateSync(bytes, { info: true }) as unknown as Inflated;
  expect([engine.bytesWritten, buffer.length, buffer.equals(decoded)]).toEqual([bytes.length, length, true]);
}
