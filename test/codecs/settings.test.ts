import { describe, expect, it } from 'vitest';
import { createCodec, createCodecChain } from '../../src/codecs/index.js';
import { itemsOf } from './golden.js';

describe('settings', () => {
  it.each([
    ['pcodec', {}, "The codec 'pcodec' cannot be used: it is not known."],
    [
      'blosc',
      { cname: 'lz5' },
      "'cname' is 'lz5', expected one of 'lz4', 'lz4hc', 'blosclz', 'snappy', 'zlib', 'zstd'",
    ],
    ['blosc', { clevel: 10 }, "'clevel' is '10', expected an integer from 0 to 9"],
    ['blosc', { shuffle: 3 }, "'shuffle' is '3', expected one of '0', '1', '2', '-1'"],
    ['blosc', { block: 3 }, "'block' is not one of its settings (cname, clevel, shuffle, blocksize, typesize)"],
    ['zstd', { level: 1.5 }, "'level' is '1.5', expected an integer from -131072 to 22"],
    ['gzip', { level: '1' }, "'level' is '1', expected an integer"],
    ['shuffle', { elementsize: 0 }, "'elementsize' is '0'"],
    ['delta', {}, "'dtype' is 'undefined', expected a type of numbers like '<f4'"],
    ['delta', { dtype: '<i8', astype: '<i4' }, 'both have 64-bit integers, or neither'],
    ['fixedscaleoffset', { dtype: '<f4', offset: 0 }, "'scale' is 'undefined', expected a number"],
    ['fixedscaleoffset', { dtype: '<f4', offset: 0, scale: 0 }, 'by which nothing can be divided'],
    ['fixedscaleoffset', { dtype: '<f8', astype: '<i8', offset: 0, scale: 1 }, "'int64' holds integers"],
    ['crc32c', { location: 'start' }, "'location' is 'start', expected one of 'end'"],
  ])('%s refuses %o', async (name, configuration, message) => {
    const creation = createCodec({ name, configuration }, itemsOf(4));
    await expect(creation).rejects.toMatchObject({
      code: 'CO_CODEC_UNSUPPORTED',
      message: expect.stringContaining(message),
    });
  });

  it('reads the id that numcodecs writes beside them', async () => {
    expect(await createCodec({ name: 'zlib', configuration: { id: 'zlib', level: 1 } }, itemsOf(4))).toBeDefined();
  });
});

describe('several codecs', () => {
  const float32 = { type: 'float32', itemSize: 4, byteOrder: 'little' } as const;
  const scaled = { name: 'fixedscaleoffset', configuration: { offset: 0, scale: 10, dtype: '<f4', astype: '<i2' } };
  const values = new Uint8Array(Float32Array.from({ length: 1000 }, (_, index) => index / 10).buffer);

  it('each know what the one before leaves', async () => {
    const blosc = { name: 'blosc', configuration: {} };
    const chain = await createCodecChain([scaled, blosc, { name: 'crc32c', configuration: {} }], float32);
    const encoded = chain.encode(values);
    expect(encoded[3]).toBe(2);
    expect(chain.decode(encoded, values.length)).toEqual(values);
  });

  it('X05 are each bounded by the length that the array tells', async () => {
    const chain = await createCodecChain([scaled, { name: 'zlib', configuration: {} }], float32);
    const encoded = chain.encode(values);
    expect(() => chain.decode(encoded, 3996)).toThrow(
      "Bytes encoded by 'zlib' cannot be decoded: they hold more than 1998",
    );
  });

  it('none leave bytes as they are', async () => {
    const chain = await createCodecChain([], float32);
    expect(chain.decode(chain.encode(values), values.length)).toBe(values);
  });

  it('must fit each other', async () => {
    const delta = { name: 'delta', configuration: { dtype: '<f4' } };
    await expect(createCodecChain([scaled, delta], float32)).rejects.toThrow(
      "its 'dtype' is 'float32', but it is given 'int16'",
    );
  });
});
