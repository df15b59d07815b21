import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../src/codecs/index.js';
import { isCoded } from '../../src/errors/index.js';
import { bytesOf, golden, itemsOf } from './golden.js';

const COMPRESSORS = ['blosc', 'zstd', 'gzip', 'zlib', 'lz4'].map((name) => ({ name, configuration: {} }));

describe('X05 a chunk that inflates without bound', () => {
  it.each(COMPRESSORS)('$name refuses more bytes than the chunk has', async (spec) => {
    const codec = await createCodec(spec, itemsOf(4));
    const encoded = codec.encode(new Uint8Array(8_000_000));
    const before = process.memoryUsage().arrayBuffers;
    expect(() => codec.decode(encoded, 1000)).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000);
  });

  it.each(COMPRESSORS)('$name refuses fewer bytes than the chunk has', async (spec) => {
    const codec = await createCodec(spec, itemsOf(4));
    const encoded = codec.encode(new Uint8Array(996));
    expect(() => codec.decode(encoded, 1000)).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
  });

  it.each([
    ['lz4', new Uint8Array([255, 255, 255, 255, 0, 0])],
    ['zstd', new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0])],
  ])('%s refuses a claim beyond all bounds, where the chunk does not tell', async (name, bytes) => {
    const codec = await createCodec({ name, configuration: {} }, itemsOf(4));
    expect(() => codec.decode(bytes, undefined)).toThrow('are more than 1073741824.');
  });

  it('stops inflating at the chunk, and before the whole of a bomb is there', async () => {
    const codec = await createCodec({ name: 'gzip', configuration: {} }, itemsOf(4));
    const member = gzipSync(Buffer.alloc(2 ** 24));
    const bomb = Buffer.concat(Array.from({ length: 256 }, () => member));
    const start = performance.now();
    expect(() => codec.decode(bomb, 4_000_000)).toThrow('more than 4000000 bytes');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('bytes that are damaged', () => {
  const chunks = golden.bytes.filter(({ content }) => content === 'float32' || content === 'items of 3');

  it.each(chunks)('$name $configuration never throws without a code', async ({ name, configuration, ...chunk }) => {
    const { checksum: _, ...settings } = configuration;
    const codec = await createCodec({ name, configuration: settings }, itemsOf(chunk.itemSize));
    const { length } = bytesOf(golden.contents[chunk.content] as string);
    const sound = bytesOf(chunk.encoded);
    const place = fc.oneof(fc.nat({ max: 63 }), fc.nat({ max: sound.length - 1 }));
    const damage = fc.array(fc.tuple(place, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.option(fc.nat({ max: sound.length })), (changes, end) => {
        const bytes = sound.slice(0, end ?? sound.length);
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        const result = resultOf(() => codec.decode(bytes, length));
        if (result instanceof Uint8Array) expect(result.length).toBe(length);
        else expect(isCoded(result, 'CO_CODEC_DATA')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['gzip', 'zlib', 'zstd', 'lz4', 'blosc', 'crc32c'])('%s refuses nothing at all', async (name) => {
    const codec = await createCodec({ name, configuration: {} }, itemsOf(4));
    expect(() => codec.decode(new Uint8Array(0), 4)).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
  });

  it.each(['gzip', 'zlib', 'zstd', 'blosc', 'crc32c'])('%s refuses bytes that follow', async (name) => {
    const codec = await createCodec({ name, configuration: {} }, itemsOf(4));
    const encoded = Buffer.concat([codec.encode(new Uint8Array(400)), Buffer.from('more')]);
    for (const length of [400, undefined]) {
      expect(() => codec.decode(encoded, length)).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
    }
  });

  it.each(['gzip', 'zlib', 'zstd', 'lz4', 'blosc', 'crc32c'])('%s refuses bytes cut short', async (name) => {
    const codec = await createCodec({ name, configuration: {} }, itemsOf(4));
    const encoded = codec.encode(Buffer.from('cut short '.repeat(40)));
    for (let end = 0; end < encoded.length; end++) {
      const decoding = () => codec.decode(encoded.subarray(0, end), undefined);
      expect(decoding, `at ${end}`).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
    }
  });

  it('tells of a wrong checksum', async () => {
    const codec = await createCodec({ name: 'crc32c', configuration: {} }, itemsOf(1));
    const encoded = codec.encode(Buffer.from('123456789'));
    expect(Buffer.from(encoded.subarray(9)).readUInt32LE()).toBe(0xe3069283);
    encoded[0] = 0;
    expect(() => codec.decode(encoded, 9)).toThrow(
      "Bytes encoded by 'crc32c' cannot be decoded: the checksum is 3808858755",
    );
  });
});

describe('Zstandard without the length of its content', () => {
  const raw = (length: number) => {
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0, 0, 0]);
    header.writeUIntLE(length * 8 + 1, 6, 3);
    return Buffer.concat([header, Buffer.alloc(length, 7)]);
  };

  it('is decoded with a known length, and refused with another', async () => {
    const codec = await createCodec({ name: 'zstd', configuration: {} }, itemsOf(1));
    expect(codec.decode(raw(100), 100)).toEqual(new Uint8Array(100).fill(7));
    for (const length of [99, 101]) {
      expect(() => codec.decode(raw(100), length)).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
    }
  });

  it('is refused when bytes follow it', async () => {
    const codec = await createCodec({ name: 'zstd', configuration: {} }, itemsOf(1));
    expect(() => codec.decode(Buffer.concat([raw(100), raw(100)]), 200)).toThrow('218 bytes are not one whole frame');
  });

  it('is refused when it is cut short, though nothing tells its length', async () => {
    const codec = await createCodec({ name: 'zstd', configuration: {} }, itemsOf(1));
    expect(() => codec.decode(raw(100).subarray(0, 60), undefined)).toThrow(
      "'zstd' cannot be decoded: 60 bytes are not one",
    );
  });

  it('is decoded without a known length', async () => {
    const codec = await createCodec({ name: 'zstd', configuration: {} }, itemsOf(1));
    expect(Buffer.compare(codec.decode(raw(100_000), undefined), new Uint8Array(100_000).fill(7))).toBe(0);
  });
});

function resultOf(run: () => Uint8Array): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
