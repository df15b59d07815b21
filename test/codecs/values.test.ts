import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfValues, createCodec, itemSizeOf, valuesOfBytes } from '../../src/codecs/index.js';
import { isHalf, nearestHalf } from '../../src/model/half.js';
import type { ElementType, ZarrType } from '../../src/model/zarr/array.js';
import { itemsOf } from './golden.js';

describe('values', () => {
  it('are not copied in native order', () => {
    const values = new Float32Array([1, 2, 3]).subarray(1);
    const bytes = bytesOfValues(values, 'float32', 'little');
    expect(bytes.buffer).toBe(values.buffer);
    expect(bytes).toHaveLength(8);
    expect(valuesOfBytes(bytes, 'float32', 'little')).toEqual(values);
    expect((valuesOfBytes(bytes, 'float32', 'little') as Float32Array).buffer).toBe(values.buffer);
  });

  it('are read at any alignment', () => {
    const bytes = new Uint8Array([9, 1, 0, 2, 0]).subarray(1);
    expect(valuesOfBytes(bytes, 'int16', 'little')).toEqual(new Int16Array([1, 2]));
    expect(valuesOfBytes(bytes, 'int16', 'big')).toEqual(new Int16Array([256, 512]));
    expect([...bytes]).toEqual([1, 0, 2, 0]);
  });

  it('of 16 bits are floats of 32 in memory, and come back bit for bit, each of them', () => {
    const halves = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
    const bytes = new Uint8Array(halves.buffer);
    const values = valuesOfBytes(bytes, 'float16', 'little') as Float32Array;
    expect([...values.subarray(1, 3), values[0x3c00], values[0x7bff], values[0xfc00]]).toEqual([
      2 ** -24,
      2 ** -23,
      1,
      65504,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(bytesOfValues(values, 'float16', 'little')).toEqual(bytes);
    expect(valuesOfBytes(bytesOfValues(values, 'float16', 'big'), 'float16', 'big')).toEqual(values);
    const numbers = [...values].filter((value) => !Number.isNaN(value));
    expect(numbers.every((value) => Object.is(nearestHalf(value), value) && isHalf(value))).toBe(true);
    expect(() => bytesOfValues(new Float64Array(1), 'float16', 'little')).toThrow('float16');
  });

  it('have a nearest one of 16 bits, the even one of two', () => {
    const pairs = [
      [1 + 2 ** -11, 1],
      [1 + 3 * 2 ** -11, 1 + 2 ** -9],
      [1 + 2 ** -11 + 2 ** -30, 1 + 2 ** -10],
      [2 ** -25, 0],
      [-(2 ** -25 + 2 ** -40), -(2 ** -24)],
      [65519, 65504],
      [65520, Number.POSITIVE_INFINITY],
      [1e30, Number.POSITIVE_INFINITY],
      [0.1, 0.0999755859375],
      [Number.NaN, Number.NaN],
    ] as const;
    for (const [value, nearest] of pairs) expect(nearestHalf(value), `${value}`).toBe(nearest);
    expect([0.1, 65520, 2 ** -25].some(isHalf)).toBe(false);
  });

  it.each([
    ['float32', 4],
    ['float16', 2],
    ['int64', 8],
    ['bool', 1],
    ['string', 1],
    ['U7', 28],
    ['S7', 7],
  ] as [ElementType, number][])('%s have %i bytes each', (type, size) => expect(itemSizeOf(type)).toBe(size));

  it.each(['string', 'U40', 'S160'] as ZarrType[])('of text come back as %s', (type) => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.endsWith('\0'));
    for (const byteOrder of ['little', 'big'] as const) {
      fc.assert(
        fc.property(fc.array(text), (texts) => {
          expect(valuesOfBytes(bytesOfValues(texts, type, byteOrder), type, byteOrder)).toEqual(texts);
        }),
      );
    }
  });

  it.each([
    [['Hobart'], 'U5', "Value 'Hobart' cannot be encoded as 'U5': it is longer, by 1 code points."],
    [['Straße'], 'S6', "Value 'Straße' cannot be encoded as 'S6': it is longer, by 1 bytes."],
    [['end\0'], 'U5', 'it ends in NUL'],
    [['\ud800'], 'U5', 'it has a lone surrogate'],
    [['\ud800'], 'string', 'it has a lone surrogate'],
    [Int8Array.of(2), 'bool', "Value '2' cannot be encoded as 'bool': it is neither 0 nor 1."],
    [Int8Array.of(-1), 'bool', "Value '-1'"],
    [Float32Array.of(0.5), 'bool', "Value '0.5'"],
    [Float32Array.of(1, 0.1), 'float16', "Value '0.10000000149011612' cannot be encoded as 'float16': it is no float"],
    [Float32Array.of(65520), 'float16', "Value '65520'"],
    [Float32Array.of(2 ** -25), 'float16', "Value '2.9802322387695312e-8'"],
    [Float32Array.of(2 ** -140), 'float16', "Value '7"],
  ] as const)('%o are refused as %s', (values, type, message) => {
    const encoding = () => bytesOfValues(values, type, 'little');
    expect(encoding).toThrow(
      expect.objectContaining({ code: 'CO_CODEC_VALUE', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    ['float64', [0, 0, 0]],
    ['bool', [0, 2]],
    ['U1', [0, 0xd8, 0, 0]],
    ['U1', [0, 0, 17, 0]],
    ['U1', [1, 0]],
    ['S1', [255]],
    ['string', [1, 0]],
    ['string', [255, 255, 255, 255]],
    ['string', [1, 0, 0, 0, 9, 0, 0, 0, 65]],
    ['string', [1, 0, 0, 0, 1, 0, 0, 0, 255]],
    ['string', [1, 0, 0, 0, 0, 0, 0, 0, 0]],
  ] as [ZarrType, number[]][])('of %s are refused in %o', (type, bytes) => {
    const decoding = () => valuesOfBytes(Uint8Array.from(bytes), type, 'little');
    expect(decoding).toThrow(expect.objectContaining({ code: 'CO_CODEC_DATA' }));
  });

  it('X05 of text are refused before there is memory for as many as they claim', () => {
    const decoding = () => valuesOfBytes(Uint8Array.of(255, 255, 255, 255), 'string', 'little');
    expect(decoding).toThrow("'vlen-utf8' cannot be decoded: 4 bytes cannot hold 4294967295 texts.");
  });

  it('of another type are a defect of ours', () => {
    expect(() => bytesOfValues(new Float64Array(1), 'float32', 'little')).toThrow(
      /'Float64Array' given for .*'float32'/,
    );
    expect(() => bytesOfValues(new Float64Array(1), 'string', 'little')).toThrow(/'Float64Array' given for texts/);
  });
});

describe('delta', () => {
  const deltaOf = (dtype: string, astype = dtype) =>
    createCodec({ name: 'delta', configuration: { dtype, astype } }, itemsOf(1));

  it.each([
    ['<i4', Int32Array.of(2 ** 31 - 1, -(2 ** 31), 0)],
    ['<u4', Uint32Array.of(0, 2 ** 32 - 1, 5)],
    ['<u8', BigUint64Array.of(0n, 2n ** 64n - 1n, 5n)],
    ['<f4', Float32Array.of(-0, 1, 1.5, -3)],
    ['<f8', Float64Array.of(Number.NaN, Number.NaN)],
    ['<i2', new Int16Array(0)],
  ])('of %s comes back exactly', async (dtype, values) => {
    const bytes = new Uint8Array(values.buffer);
    const codec = await deltaOf(dtype);
    expect(codec.decode(codec.encode(bytes), bytes.length)).toEqual(bytes);
  });

  it.each([
    ['<f4', '<f4', Float32Array.of(0, 1e8, 0.1)],
    ['<f8', '<f8', Float64Array.of(1, -0)],
    ['<f8', '<f8', Float64Array.of(Number.NaN, 1)],
    ['<i4', '|i1', Int32Array.of(0, 1, 200)],
    ['<i4', '|i1', Int32Array.of(1000, 1001)],
    ['<i2', '|u1', Int16Array.of(5, 4)],
  ])('of %s as %s is refused where it would not', async (dtype, astype, values) => {
    const codec = await deltaOf(dtype, astype);
    const encoding = () => codec.encode(new Uint8Array(values.buffer));
    expect(encoding).toThrow(expect.objectContaining({ code: 'CO_CODEC_VALUE' }));
  });
});

describe('fixedscaleoffset', () => {
  it.each([
    [3276.75, "Value '3276.75' cannot be encoded as 'fixedscaleoffset int16': it is out of range."],
    [Number.NaN, 'it is no number'],
    [Number.POSITIVE_INFINITY, 'it is out of range'],
  ])('refuses %d', async (value, message) => {
    const configuration = { dtype: '<f8', astype: '<i2', offset: 0, scale: 10 };
    const codec = await createCodec({ name: 'fixedscaleoffset', configuration }, itemsOf(8));
    const encoding = () => codec.encode(new Uint8Array(Float64Array.of(1, value).buffer));
    expect(encoding).toThrow(
      expect.objectContaining({ code: 'CO_CODEC_VALUE', message: expect.stringContaining(message) }),
    );
  });
});
