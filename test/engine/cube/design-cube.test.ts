import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import type { ArrayLayout, CubeLayout } from '../../../src/engine/cube/layout.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import type { ZarrArray } from '../../../src/model/zarr/array.js';
import { errorOf, layoutOf, sourceOf, type Told } from './fit-sources.js';

const times: Told = { dims: ['time'], values: Float64Array.of(0, 1), attributes: { units: 'days since 2000-01-01' } };

function variable(values: StoredArray, attributes: Record<string, AttributeValue> = {}, chunks?: number[]): Told {
  return { dims: ['time', 'x'], values, attributes, ...(chunks ? { chunks } : {}) };
}

/** Lays out a cube of `v`, which has two steps of three values. */
async function design(
  v: Told | undefined,
  asked: ArrayLayout = {},
  over: Partial<CubeLayout> = {},
): Promise<ZarrArray> {
  const source = sourceOf({ time: times, ...(v ? { v } : {}) }, { lengths: { x: 3 } });
  const layout = layoutOf(['v'], { arrays: new Map([['v', asked]]), ...over });
  return designCube(await outlineDataset(source, 'time'), layout).arrays.get('v') as ZarrArray;
}

describe('designCube', () => {
  it('has length 0 along the append dimension, and full length along the others', async () => {
    const array = await design(variable(Float32Array.of(1, 2, 3, 4, 5, 6)));
    expect(array).toEqual({
      type: 'float32',
      shape: [0, 3],
      chunks: [2, 3],
      dimensions: ['time', 'x'],
      fillValue: Number.NaN,
      masked: true,
      codecs: [{ name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 } }],
      attributes: {},
      keyEncoding: 'v2',
      separator: '.',
      byteOrder: 'little',
      order: 'C',
    });
    const { keyEncoding, separator } = await design(variable(new Float32Array(6)), {}, { format: 3 });
    expect([keyEncoding, separator]).toEqual(['default', '/']);
  });

  describe('fill values', () => {
    it('Z05 keeps declared ones, packing and exact numbers', async () => {
      const array = await design(
        variable(new Int16Array(6), {
          _FillValue: Int16Array.of(-32766),
          missing_value: Int16Array.of(-32766),
          scale_factor: Float64Array.of(0.00015259487586406848),
          add_offset: Float64Array.of(0),
          valid_max: Float32Array.of(0.1),
          flags: Int8Array.of(1, 2),
        }),
      );
      expect(array).toMatchObject({ type: 'int16', fillValue: -32766, masked: true });
      expect(array.attributes).toEqual({
        missing_value: -32766,
        scale_factor: 0.00015259487586406848,
        add_offset: Float64Array.of(0),
        valid_max: 0.10000000149011612,
        flags: [1, 2],
      });
    });

    it('Z05 keeps a float32 fill value as the float32 that it is', async () => {
      const { fillValue } = await design(variable(new Float32Array(6), { _FillValue: Float32Array.of(1e20) }));
      expect(fillValue).toBe(100000002004087730000);
      expect(fillValue).not.toBe(1e20);
    });

    it.each([
      [2, 'int16', new Int16Array(6), null],
      [3, 'int16', new Int16Array(6), 0],
      [3, 'int64', new BigInt64Array(6), 0n],
      [2, 'string', new Array<string>(6).fill('a'), null],
      [3, 'string', new Array<string>(6).fill('a'), ''],
    ] as const)('v%d %s without one have none that marks', async (format, type, values, fillValue) => {
      const array = await design(variable(values), {}, { format });
      expect(array).toMatchObject({ type, fillValue, masked: false });
    });

    it('Z04 A14 gives integers that the source lacks the fill value of netCDF, and says so', async () => {
      const made = (type: ArrayLayout['type']) => design(undefined, { type, dimensions: ['time', 'x'] });
      expect(await made('int32')).toMatchObject({ fillValue: -2147483647, masked: true, shape: [0, 3] });
      expect(await made('int8')).toMatchObject({ fillValue: -127, masked: true });
      expect(await made('uint64')).toMatchObject({ fillValue: 18446744073709551614n, masked: true });
      expect(await made('float32')).toMatchObject({ fillValue: Number.NaN, masked: true });
      const asked: ArrayLayout = { type: 'int32', dimensions: ['time', 'x'], fillValue: -9 };
      expect(await design(undefined, asked)).toMatchObject({ fillValue: -9, masked: true });
      expect((await errorOf(() => made('bool'))).code).toBe('CO_CUBE_LAYOUT');
      expect((await errorOf(() => design(undefined, { type: 'int8' }))).code).toBe('CO_CUBE_LAYOUT');
      const elsewhere: ArrayLayout = { type: 'int8', dimensions: ['time', 'depth'] };
      expect((await errorOf(() => design(undefined, elsewhere))).fields.reason).toMatch(/no dimension 'depth'/);
    });

    it('Z04 gives integers made of floats one too', async () => {
      const asked: ArrayLayout = { type: 'int16', scaleFactor: 0.1 };
      expect(await design(variable(new Float32Array(6)), asked)).toMatchObject({ fillValue: -32767, masked: true });
    });

    it.each([
      ['int8', 300],
      ['int8', Number.NaN],
      ['int16', 1.5],
      ['float32', 'nothing'],
      ['bool', 0],
      ['string', 0],
    ] as const)('refuses one that %s does not hold: %s', async (type, fillValue) => {
      const asked = { type, fillValue, dimensions: ['time', 'x'] };
      expect((await errorOf(() => design(undefined, asked))).code).toBe('CO_CUBE_LAYOUT');
    });

    it('takes null as none', async () => {
      const v = variable(new Float32Array(6), { _FillValue: Float32Array.of(9) });
      expect(await design(v, { fillValue: null })).toMatchObject({ fillValue: null, masked: false });
    });

    it('tells that of unsigned bytes by their own type', async () => {
      const bits = { _Unsigned: 'true', _FillValue: Uint8Array.of(255) };
      expect(await design(variable(new Int8Array(6), bits))).toMatchObject({
        type: 'int8',
        fillValue: -1,
        masked: true,
      });
      const wide = await design(variable(new Int8Array(6), bits), { type: 'int16' });
      expect(wide).toMatchObject({ fillValue: 255, masked: true, attributes: {} });
    });
  });

  describe('packing that is declared anew', () => {
    const packed = variable(new Int16Array(6), {
      _FillValue: Int16Array.of(-1),
      scale_factor: Float64Array.of(0.5),
      valid_min: Int16Array.of(0),
      long_name: 'v',
    });

    it('Z05 unpacks where floats are asked for', async () => {
      const array = await design(packed, { type: 'float32' });
      expect(array).toMatchObject({ type: 'float32', fillValue: Number.NaN, masked: true });
      expect(array.attributes).toEqual({ long_name: 'v' });
    });

    it('Z05 has the numbers asked for', async () => {
      const asked: ArrayLayout = { type: 'int32', scaleFactor: 2, addOffset: 0.25, fillValue: -99 };
      const array = await design(packed, asked);
      expect(array).toMatchObject({ type: 'int32', fillValue: -99 });
      expect(array.attributes).toEqual({ scale_factor: Float64Array.of(2), add_offset: 0.25, long_name: 'v' });
    });

    it('Z05 keeps it where another integer type alone is asked for', async () => {
      const array = await design(packed, { type: 'int32' });
      expect(array).toMatchObject({ type: 'int32', fillValue: -1, attributes: { scale_factor: 0.5, valid_min: 0 } });
    });

    it.each([{ scaleFactor: 0 }, { scaleFactor: Number.NaN }, { addOffset: Number.POSITIVE_INFINITY }])(
      'refuses a packing that is none: %j',
      async (asked) => {
        expect((await errorOf(() => design(packed, asked))).code).toBe('CO_CUBE_LAYOUT');
      },
    );

    it('refuses texts for numbers', async () => {
      expect((await errorOf(() => design(packed, { type: 'string' }))).code).toBe('CO_CUBE_TYPE');
      expect((await errorOf(() => design(variable(new Array<string>(6).fill('')), { type: 'int8' }))).code).toBe(
        'CO_CUBE_TYPE',
      );
    });
  });

  describe('types', () => {
    it('makes truth values of what is told to be some', async () => {
      const array = await design(variable(new Int8Array(6), { dtype: 'bool' }), {}, { format: 3 });
      expect(array).toMatchObject({ type: 'bool', fillValue: false, masked: false, attributes: {} });
    });

    it('keeps those of a Zarr source, its codecs and fill value', async () => {
      const zarr = {
        ...(await design(variable(new Array<string>(6).fill('')), { type: 'U7' })),
        codecs: [{ name: 'zstd', configuration: { level: 3 } }],
        chunks: [4, 2],
      };
      const encoded = { array: zarr, read: () => Promise.resolve(undefined) };
      const v: Told = { ...variable(new Array<string>(6).fill('')), encoded };
      expect(await design(v)).toMatchObject({ type: 'U7', chunks: [4, 2], codecs: zarr.codecs });
    });

    it('refuses chars that were not joined', async () => {
      const chars: Told = { ...variable(new Uint8Array(6)), type: 'char' };
      expect((await errorOf(() => design(chars))).code).toBe('CO_CUBE_VARIABLE');
    });
  });

  describe('chunks', () => {
    const v = variable(new Int8Array(6), {}, [1, 3]);

    it('are asked for, told by the source, or guessed, in this order', async () => {
      expect((await design(v)).chunks).toEqual([1, 3]);
      expect((await design(v, {}, { defaults: { chunks: [5, 2] } })).chunks).toEqual([5, 2]);
      expect((await design(v, { chunks: [7, null] }, { defaults: { chunks: [5, 2] } })).chunks).toEqual([7, 3]);
      expect((await design(v, { chunks: [null, 100] })).chunks).toEqual([2, 3]);
      expect((await design(variable(new Int8Array(6)))).chunks).toEqual([2, 3]);
    });

    it('are guessed near 256 KiB, whole along the append dimension', async () => {
      const source = sourceOf(
        { time: times, v: { dims: ['time', 'y', 'x'], values: new Int16Array(2 * 600 * 500) } },
        { lengths: { y: 600, x: 500 } },
      );
      const cube = designCube(await outlineDataset(source, 'time'), layoutOf(['v']));
      expect(cube.arrays.get('v')?.chunks).toEqual([2, 300, 250]);
    });

    it.each([[[1]], [[0, 1]], [[1.5, 1]], [[-1, 1]]])('refuses %j', async (chunks) => {
      expect((await errorOf(() => design(v, { chunks }))).code).toBe('CO_CUBE_LAYOUT');
    });

    it('lie in shards that are multiples', async () => {
      const three = { format: 3 } as const;
      expect((await design(v, { chunks: [2, 2], shards: [4, 100] }, three)).shards).toEqual([4, 4]);
      expect((await design(v, { chunks: [2, 2], shards: [4, null] }, three)).shards).toEqual([4, 4]);
      expect((await design(v, { chunks: [2, 2], shards: [3, 4] }, three)).shards).toEqual([4, 4]);
      expect((await errorOf(() => design(v, { chunks: [2, 2], shards: [4, 4] }))).fields.reason).toMatch(/v2/);
    });
  });

  it('lays a variable into more dimensions than it has', async () => {
    const array = await design({ dims: ['x'], values: new Int8Array(3) }, { dimensions: ['time', 'x'] });
    expect(array).toMatchObject({ dimensions: ['time', 'x'], shape: [0, 3] });
    expect((await errorOf(() => design(variable(new Int8Array(6)), { dimensions: ['x'] }))).code).toBe(
      'CO_CUBE_LAYOUT',
    );
  });

  it('works on plain data, which crosses threads', async () => {
    const source = sourceOf(
      { time: times, v: variable(new Int16Array(6), { scale_factor: Float64Array.of(2) }) },
      { lengths: { x: 3 } },
    );
    const outline = await outlineDataset(source, 'time');
    const copy = structuredClone(outline);
    expect(copy).toEqual(outline);
    const cube = designCube(copy, layoutOf(['time', 'v']));
    expect(structuredClone(cube)).toEqual(cube);
  });

  it('refuses a source without the append dimension', async () => {
    const outline = await outlineDataset(sourceOf({ x: { dims: ['x'], values: Float32Array.of(1) } }), 'time');
    const { code, fields } = await errorOf(() => designCube(outline, layoutOf(['x'])));
    expect([code, fields.dimension]).toEqual(['CO_CUBE_DIMENSION', 'time']);
  });

  it('puts the attributes asked for over those of the source', async () => {
    const v = variable(new Float32Array(6), { long_name: 'a', units: 'm' });
    const asked: ArrayLayout = { attributes: { long_name: 'b', _FillValue: -1, _ARRAY_DIMENSIONS: ['q'] } };
    const array = await design(v, asked, { defaults: { attributes: { comment: 'c', long_name: 'd' } } });
    expect(array.attributes).toEqual({ long_name: 'b', units: 'm', comment: 'c' });
    expect(array.fillValue).toBe(-1);
  });
});
