import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { fitDataset } from '../../../src/engine/cube/fit-dataset.js';
import type { ArrayLayout, CubeLayout } from '../../../src/engine/cube/layout.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import type { Dataset, Variable } from '../../../src/model/dataset.js';
import type { Cube } from '../../../src/model/zarr/array.js';
import { boxOf } from '../../../src/model/zarr/copy-box.js';
import { errorOf, layoutOf, sourceOf, type Told } from './fit-sources.js';

type Attributes = Record<string, AttributeValue>;

/** One step of three values, `v`, in a source of its own. */
function source(values: StoredArray, attributes: Attributes = {}, more: Record<string, Told> = {}): Dataset {
  const v: Told = { dims: ['time', 'x'], values, attributes };
  return sourceOf({ v, ...more }, { lengths: { time: values.length / 3, x: 3 }, uri: 'mem:b.nc' });
}

async function cubeOf(first: Dataset, asked: ArrayLayout = {}, over: Partial<CubeLayout> = {}): Promise<Cube> {
  const layout = layoutOf([...first.variables.keys()], { arrays: new Map([['v', asked]]), ...over });
  return designCube(await outlineDataset(first, 'time'), layout);
}

async function stored(from: Dataset, cube: Cube, region?: { start: number[]; count: number[] }): Promise<StoredArray> {
  return (fitDataset(from, cube, 'time').variables.get('v') as Variable).read(region);
}

const packed = (scale: number, fill: number) => ({
  scale_factor: Float64Array.of(scale),
  _FillValue: Int16Array.of(fill),
});

describe('fitDataset', () => {
  describe('passes stored values on', () => {
    it('Z05 where the encoding is the same', async () => {
      const values = Int16Array.of(1, -32768, -99);
      const from = source(values, packed(0.01, -99));
      const cube = await cubeOf(from);
      expect(await stored(from, cube)).toBe(values);
    });

    it('Z07 times bit for bit, whatever they are', async () => {
      const values = Float64Array.of(27028.041666666668, 1e300, Number.NaN);
      const units = { units: 'days since 1950-01-01 00:00:00 UTC', calendar: 'gregorian' };
      const cube = await cubeOf(source(values, units));
      const from = source(values, { units: 'days since 1950-01-01T00:00:00Z' });
      expect(await stored(from, cube)).toBe(values);
    });

    it('with chunks and encoded objects, only then', async () => {
      const first = source(Int16Array.of(1, 2, 3), packed(0.01, -99));
      const cube = await cubeOf(first);
      const encoded = { array: cube.arrays.get('v') as never, read: () => Promise.resolve(undefined) };
      const told = (fill: number): Told => ({
        dims: ['time', 'x'],
        values: Int16Array.of(1, 2, 3),
        attributes: packed(0.01, fill),
        chunks: [1, 3],
        encoded,
      });
      const [same, other] = [-99, -98].map((fill) => {
        const from = sourceOf({ v: told(fill) }, { lengths: { time: 1, x: 3 } });
        return fitDataset(from, cube, 'time').variables.get('v') as Variable;
      });
      expect(same).toMatchObject({ chunkShape: [1, 3], encoded });
      expect([other?.chunkShape, other?.encoded]).toEqual([undefined, undefined]);
    });

    it('of signed and unsigned bytes under the same attributes', async () => {
      const values = Int8Array.of(-1, 0, 127);
      const from = source(values, { _Unsigned: 'true', _FillValue: Int8Array.of(-1) });
      expect(await stored(from, await cubeOf(from))).toBe(values);
    });
  });

  describe('encodes anew', () => {
    it('Z05 from another packing, with the fill value of the cube', async () => {
      const cube = await cubeOf(source(Int16Array.of(0, 0, 0), packed(0.01, -99)));
      expect(await stored(source(Int16Array.of(5, -1, 7), packed(0.1, -1)), cube)).toEqual(Int16Array.of(50, -99, 70));
      expect(await stored(source(Float32Array.of(0.5, Number.NaN, -1)), cube)).toEqual(Int16Array.of(50, -99, -100));
    });

    it('A13 refuses what overflows, with value and index', async () => {
      const cube = await cubeOf(source(Int16Array.of(0, 0, 0), packed(0.01, -99)));
      const from = source(Float64Array.of(0, 1, 2, 3, 70000, 5));
      const { code, fields } = await errorOf(() => stored(from, cube));
      expect(code).toBe('CO_CUBE_VALUE');
      expect(fields).toEqual({
        uri: 'mem:b.nc',
        variable: 'v',
        value: '70000',
        index: [1, 1],
        type: 'int16 (scale_factor 0.01, fill value -99)',
      });
      const inRegion = await errorOf(() => stored(from, cube, { start: [1, 1], count: [1, 2] }));
      expect(inRegion.fields.index).toEqual([1, 1]);
      expect(await stored(from, cube, { start: [1, 2], count: [1, 1] })).toEqual(Int16Array.of(500));
    });

    it('A13 refuses a value that the cube takes for missing', async () => {
      const cube = await cubeOf(source(Int16Array.of(0, 0, 0), { _FillValue: Int16Array.of(-99) }));
      expect((await errorOf(() => stored(source(Int16Array.of(1, 2, -99)), cube))).fields.index).toEqual([0, 2]);
    });

    it('Z04 refuses a missing value where the cube has no mark for it', async () => {
      const cube = await cubeOf(source(Int32Array.of(0, 0, 0)));
      const from = source(Int32Array.of(1, -9, 3), { _FillValue: Int32Array.of(-9) });
      expect(await errorOf(() => stored(from, cube))).toMatchObject({ code: 'CO_CUBE_VALUE', fields: { value: '-9' } });
    });

    it('truth values, and nothing else as such', async () => {
      const cube = await cubeOf(source(Int8Array.of(1, 0, 1), { dtype: 'bool' }));
      expect(await stored(source(Uint8Array.of(1, 0, 1)), cube)).toEqual(Int8Array.of(1, 0, 1));
      expect((await errorOf(() => stored(source(Int8Array.of(0, 2, 0), { dtype: 'bool' }), cube))).fields.value).toBe(
        '2',
      );
    });

    it('A09 times exactly, or not at all', async () => {
      const cube = await cubeOf(source(Int32Array.of(1, 2, 3), { units: 'days since 2024-01-01' }));
      const hours = (values: BigInt64Array) => source(values, { units: 'hours since 2024-01-01' });
      expect(await stored(hours(BigInt64Array.of(0n, 24n, -48n)), cube)).toEqual(Int32Array.of(0, 1, -2));
      const { code, fields } = await errorOf(() => stored(hours(BigInt64Array.of(0n, 24n, 6n)), cube));
      expect([code, fields.value]).toEqual(['CO_CUBE_TIME', '6 hours since 2024-01-01']);
      expect(fields.reason).toMatch(/\[0, 2\]/);
    });

    it('Z07 bounds by the units of what they bound', async () => {
      const time = (units: string, values: StoredArray): Record<string, Told> => ({
        time: { dims: ['time'], values, attributes: { units, bounds: 'v' } },
      });
      const cube = await cubeOf(source(Int32Array.of(0, 1, 2), {}, time('days since 2024-01-01', Int32Array.of(0))));
      const from = source(Int32Array.of(0, 24, 48), {}, time('hours since 2024-01-01', Int32Array.of(0)));
      expect(await stored(from, cube)).toEqual(Int32Array.of(0, 1, 2));
    });

    it('refuses numbers for times, and another calendar', async () => {
      const cube = await cubeOf(source(Int32Array.of(1, 2, 3), { units: 'days since 2024-01-01' }));
      const others: Attributes[] = [{}, { units: 'K' }, { units: 'days since 2024-01-01', calendar: '360_day' }];
      for (const attributes of others)
        expect((await errorOf(() => stored(source(Int32Array.of(1, 2, 3), attributes), cube))).code).toBe(
          'CO_CUBE_TIME',
        );
    });
  });

  describe('texts', () => {
    const texts = (...values: string[]) => source(values);

    it('Z06 are never cut', async () => {
      const cube = await cubeOf(texts('ab', '', 'c'), { type: 'U3' });
      expect(await stored(texts('äöü', '🐟🐟🐟', ''), cube)).toEqual(['äöü', '🐟🐟🐟', '']);
      const { code, fields } = await errorOf(() => stored(texts('a', 'abcd', ''), cube));
      expect([code, fields.value, fields.index]).toEqual(['CO_CUBE_VALUE', 'abcd', [0, 1]]);
      const bytes = await cubeOf(texts('ab', '', 'c'), { type: 'S3' });
      expect((await errorOf(() => stored(texts('a', 'äö', ''), bytes))).fields.value).toBe('äö');
    });

    it('Z06 of fixed length do not lose NULs at their end', async () => {
      const cube = await cubeOf(texts('ab', '', 'c'), { type: 'U3' });
      expect((await errorOf(() => stored(texts('a\0', '', ''), cube))).code).toBe('CO_CUBE_VALUE');
    });

    it('of any length stay what they are', async () => {
      const values = ['a\0', '', 'a much longer one'];
      expect(await stored(source(values), await cubeOf(texts('ab', '', 'c')))).toBe(values);
    });

    it('that stand for missing ones become those of the cube', async () => {
      const cube = await cubeOf(texts('a', 'b', 'c'), { fillValue: '?' });
      expect(await stored(source(['a', '-', ''], { _FillValue: '-' }), cube)).toEqual(['a', '?', '']);
      expect((await errorOf(() => stored(texts('a', '?', 'c'), cube))).fields.value).toBe('?');
    });
  });

  describe('dimensions', () => {
    it('are put in the order of the cube', async () => {
      const cube = await cubeOf(source(Int16Array.of(1, 2, 3, 4, 5, 6)));
      const from = sourceOf(
        { v: { dims: ['x', 'time'], values: Int16Array.of(1, 4, 2, 5, 3, 6) } },
        { lengths: { time: 2, x: 3 } },
      );
      expect(await stored(from, cube)).toEqual(Int16Array.of(1, 2, 3, 4, 5, 6));
      expect(await stored(from, cube, { start: [1, 0], count: [1, 2] })).toEqual(Int16Array.of(4, 5));
    });

    it('that the source does not vary along are repeated', async () => {
      const cube = await cubeOf(source(Int16Array.of(1, 2, 3)));
      const from = sourceOf({ v: { dims: ['x'], values: Float64Array.of(1, 2, 3) } }, { lengths: { time: 2 } });
      expect(await stored(from, cube)).toEqual(Int16Array.of(1, 2, 3, 1, 2, 3));
      expect(fitDataset(from, cube, 'time').variables.get('v')?.shape).toEqual([2, 3]);
      const bad = sourceOf({ v: { dims: ['x'], values: Float64Array.of(1, 0.5, 3) } }, { lengths: { time: 2 } });
      expect((await errorOf(() => stored(bad, cube, { start: [1, 1], count: [1, 1] }))).fields.index).toEqual([1]);
    });

    it('give the same in regions as in the whole', async () => {
      const names = ['time', 'y', 'x'] as const;
      const lengths = { time: 2, y: 3, x: 4 };
      const first: Told = { dims: names, values: new Int32Array(24) };
      const cube = designCube(await outlineDataset(sourceOf({ v: first }, { lengths }), 'time'), layoutOf(['v']));
      const dims = fc.shuffledSubarray([...names]);
      const along = (length: number) =>
        fc.tuple(fc.nat(length), fc.nat(length)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b)]);
      const regions = fc.tuple(along(2), along(3), along(4));
      await fc.assert(
        fc.asyncProperty(dims, regions, async (order, box) => {
          const size = order.reduce((product, name) => product * lengths[name], 1);
          const values = Float64Array.from({ length: size }, (_, i) => i);
          const from = sourceOf({ v: { dims: order, values } }, { lengths });
          const [start, count] = [box.map(([a]) => a as number), box.map(([, n]) => n as number)];
          const whole = await stored(from, cube);
          const shape = names.map((name) => lengths[name]);
          expect(await stored(from, cube, { start, count })).toEqual(
            boxOf({ values: whole, shape }, 'int32', start, count),
          );
          // By the definition: a place is found by its names.
          for (let i = 0; i < 24; i++) {
            const place = { time: Math.floor(i / 12), y: Math.floor(i / 4) % 3, x: i % 4 };
            const at = order.reduce((offset, name) => offset * lengths[name] + place[name], 0);
            expect(whole[i]).toBe(at);
          }
        }),
      );
    });

    it('are refused where they are others', async () => {
      const cube = await cubeOf(source(Int16Array.of(1, 2, 3)));
      const from = sourceOf(
        { v: { dims: ['time', 'y'], values: Int16Array.of(1) } },
        { lengths: { time: 1, y: 1, x: 3 } },
      );
      expect((await errorOf(() => stored(from, cube))).code).toBe('CO_CUBE_DIMENSIONS');
    });
  });

  it('has only what both have', async () => {
    const first = source(Int16Array.of(1, 2, 3), {}, { a: { dims: ['x'], values: Int8Array.of(1, 2, 3) } });
    const from = source(Int16Array.of(1, 2, 3), {}, { b: { dims: ['x'], values: Int8Array.of(1, 2, 3) } });
    expect([...fitDataset(from, await cubeOf(first), 'time').variables.keys()]).toEqual(['v']);
  });
});
