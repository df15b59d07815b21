import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { checkFit, type FitOptions } from '../../../src/engine/cube/fit-check.js';
import { gridOf } from '../../../src/engine/cube/labels-for.js';
import type { CubeLayout } from '../../../src/engine/cube/layout.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import type { Cube } from '../../../src/model/zarr/array.js';
import { errorOf, layoutOf, sourceOf, type Told } from './fit-sources.js';

const LON = Float64Array.from({ length: 5 }, (_, i) => 150 + 0.2 * i);

function variables(more: Record<string, Told> = {}): Record<string, Told> {
  return {
    time: { dims: ['time'], values: Float64Array.of(1), attributes: { units: 'days since 2000-01-01' } },
    lon: { dims: ['lon'], values: LON, attributes: { units: 'degrees_east' } },
    v: { dims: ['time', 'lon'], values: Float32Array.of(1, 2, 3, 4, 5) },
    n: { dims: ['time'], values: Int16Array.of(1), attributes: { _FillValue: Int16Array.of(-9) } },
    ...more,
  };
}

const outline = (told: Record<string, Told>, lengths = {}) =>
  outlineDataset(sourceOf(told, { uri: 'mem:b.nc', lengths }), 'time');

async function cubeOf(told: Record<string, Told>, over: Partial<CubeLayout> = {}) {
  const first = await outline(told);
  const cube = designCube(first, layoutOf(Object.keys(told), over));
  return { cube, grid: gridOf(first, cube, 'time') };
}

type Made = Awaited<ReturnType<typeof cubeOf>>;

async function check(
  { cube, grid }: Made,
  told: Record<string, Told>,
  options: Partial<FitOptions> = {},
  lengths = {},
) {
  return checkFit(await outline(told, lengths), cube, { appendDimension: 'time', grid, ...options });
}

const failure = (...args: Parameters<typeof check>) => errorOf(() => check(...args));

describe('checkFit', () => {
  it('finds nothing where all is the same', async () => {
    expect(await check(await cubeOf(variables()), variables())).toEqual({ missing: [], warnings: [] });
  });

  describe('dimensions', () => {
    it('are there, with the same length', async () => {
      const made = await cubeOf(variables());
      const short = {
        lon: { dims: ['lon'], values: LON.slice(1) },
        v: { dims: ['time', 'lon'], values: new Float32Array(4) },
      };
      expect(await failure(made, variables(short))).toMatchObject({
        code: 'CO_CUBE_DIMENSION',
        fields: { uri: 'mem:b.nc', dimension: 'lon', expected: 5, found: 4 },
      });
      const { lon: _lon, v: _v, ...rest } = variables();
      const without = { ...rest, v: { dims: ['time'], values: Float32Array.of(1) } };
      expect((await failure(made, without)).fields).toMatchObject({ dimension: 'lon', expected: 5, found: 'none' });
      const { lon } = variables() as { lon: Told };
      expect((await failure(made, { lon })).fields).toMatchObject({ dimension: 'time', found: 'none' });
    });

    it('of variables are the same in any order, or some of them', async () => {
      const made = await cubeOf(variables());
      const turned: Told = { dims: ['lon', 'time'], values: new Float32Array(5) };
      expect((await check(made, variables({ v: turned }))).missing).toEqual([]);
      const fixed: Told = { dims: ['lon'], values: new Float32Array(5) };
      expect((await check(made, variables({ v: fixed }))).missing).toEqual([]);
      const other: Told = { dims: ['time', 'depth'], values: new Float32Array(2) };
      expect(await failure(made, variables({ v: other }), {}, { depth: 2 })).toMatchObject({
        code: 'CO_CUBE_DIMENSIONS',
        fields: { variable: 'v', expected: ['time', 'lon'], found: ['time', 'depth'] },
      });
    });
  });

  describe('variables', () => {
    it('A14 that are missing are reported, and refused without a fill value', async () => {
      const made = await cubeOf(variables());
      const { v: _v, n: _n, ...rest } = variables();
      expect((await check(made, rest)).missing).toEqual(['v', 'n']);
      const bare = await cubeOf(variables({ n: { dims: ['time'], values: Int16Array.of(1) } }));
      expect(await failure(bare, rest)).toMatchObject({
        code: 'CO_CUBE_NO_FILL',
        fields: { variable: 'n', type: 'int16' },
      });
    });

    it('A14 of text that are missing are empty', async () => {
      const made = await cubeOf(variables({ s: { dims: ['time'], values: ['a'] } }));
      expect((await check(made, variables())).missing).toEqual(['s']);
    });

    it('that the cube lacks, or that cannot be checked, are told', async () => {
      const { lon: _lon, ...rest } = variables();
      const told = { ...rest, w: { dims: ['time'], values: Float32Array.of(1) } };
      const { missing, warnings } = await check(await cubeOf(variables()), told, {}, { lon: 5 });
      expect(missing).toEqual([]);
      expect(warnings).toEqual([
        "variable 'lon' is not in the source; the cube keeps its own",
        "variable 'w' is not in the cube and is left out",
      ]);
    });

    it('of text do not become numbers, nor numbers text', async () => {
      const made = await cubeOf(variables({ s: { dims: ['time'], values: ['a'] } }));
      const text: Told = { dims: ['time'], values: ['1'] };
      expect(await failure(made, variables({ n: text }))).toMatchObject({
        code: 'CO_CUBE_TYPE',
        fields: { variable: 'n', expected: 'int16', found: 'string' },
      });
      const number: Told = { dims: ['time'], values: Int8Array.of(1) };
      expect((await failure(made, variables({ s: number }))).code).toBe('CO_CUBE_TYPE');
    });

    it('with other units are told, and those that are rounded', async () => {
      const packed: Told = {
        dims: ['time'],
        values: Int16Array.of(1),
        attributes: { scale_factor: Float64Array.of(0.1), units: 'm' },
      };
      const made = await cubeOf(variables({ n: packed }));
      const float: Told = { dims: ['time'], values: Float32Array.of(1), attributes: { units: 'cm' } };
      expect((await check(made, variables({ n: float }))).warnings).toEqual([
        "variable 'n' has the units 'cm', in the cube 'm'",
        "variable 'n' is 'float32' and is rounded to steps of 0.1",
      ]);
    });

    describe('that are packed otherwise', () => {
      const packed = (values: Told['values'], scale?: number, offset?: number): Record<string, Told> => ({
        n: {
          dims: ['time'],
          values,
          attributes: {
            ...(scale !== undefined && { scale_factor: Float64Array.of(scale) }),
            ...(offset !== undefined && { add_offset: Float64Array.of(offset) }),
          },
        },
      });
      const [short, long] = [Int16Array.of(1), Int32Array.of(1)];
      const rounded = "variable 'n' is 'int32', steps of 0.001, and is rounded to steps of 0.01";
      const CASES: [string, Record<string, Told>, Record<string, Told>, string[]][] = [
        ['finer', packed(short, 0.01), packed(long, 0.001), [rounded]],
        ['coarser', packed(long, 0.001), packed(short, 0.01), []],
        ['whole', packed(short, 0.01), packed(short), []],
        [
          'no multiple',
          packed(short, 0.3),
          packed(short, 0.4),
          ["variable 'n' is 'int16', steps of 0.4, and is rounded to steps of 0.3"],
        ],
        ['of an offset on a step', packed(short, 0.01), packed(short, 0.01, 273.15), []],
        [
          'of an offset between steps',
          packed(short, 0.01),
          packed(short, 0.01, 0.005),
          ["variable 'n' is 'int16', steps of 0.01 from 0.005, and is rounded to steps of 0.01 from 0"],
        ],
        [
          'doubles to floats',
          packed(Float32Array.of(1)),
          packed(Float64Array.of(1)),
          ["variable 'n' is 'float64' and is rounded to 'float32'"],
        ],
        [
          'packed to floats',
          packed(Float32Array.of(1)),
          packed(short, 0.01),
          ["variable 'n' is 'int16', steps of 0.01, and is rounded to 'float32'"],
        ],
        ['packed to doubles', packed(Float64Array.of(1)), packed(short, 0.01), []],
        ['floats to doubles', packed(Float64Array.of(1)), packed(Float32Array.of(1)), []],
      ];

      it.each(CASES)('%s', async (_, cube, source, warnings) => {
        const made = await cubeOf(variables(cube));
        expect((await check(made, variables(source))).warnings).toEqual(warnings);
      });
    });
  });

  it('Z03 refuses another calendar', async () => {
    const time = (calendar: string): Record<string, Told> => ({
      time: { dims: ['time'], values: Float64Array.of(1), attributes: { units: 'days since 2000-01-01', calendar } },
    });
    const made = await cubeOf(variables(time('standard')));
    expect(await check(made, variables(time('proleptic_gregorian')))).toMatchObject({ missing: [] });
    const { code, fields } = await failure(made, variables(time('noleap')));
    expect([code, fields.variable, fields.value]).toEqual(['CO_CUBE_TIME', 'time', 'days since 2000-01-01 (noleap)']);
  });

  describe('the grid', () => {
    const lon = (values: Told['values'], attributes: Told['attributes'] = { units: 'degrees_east' }) => ({
      lon: { dims: ['lon'], values, attributes },
    });

    it('Z03 of the same size with other values is refused, with the first', async () => {
      const made = await cubeOf(variables());
      const { code, fields } = await failure(made, variables(lon(LON.map((value, i) => value + (i > 2 ? 0.05 : 0)))));
      expect(code).toBe('CO_CUBE_GRID');
      expect(fields).toEqual({
        uri: 'mem:b.nc',
        coordinate: 'lon',
        index: 3,
        expected: String(LON[3]),
        found: '150.65',
      });
    });

    it('Z03 is compared within a part of the distance to the neighbour', async () => {
      const made = await cubeOf(variables());
      const off = (distance: number) => variables(lon(LON.map((value) => value + distance)));
      await check(made, off(0.2 * 0.9e-3));
      expect((await failure(made, off(0.2 * 1.1e-3))).code).toBe('CO_CUBE_GRID');
      await check(made, off(0.01), { tolerance: 0.1 });
      expect((await failure(made, off(1e-9), { tolerance: 0 })).code).toBe('CO_CUBE_GRID');
    });

    it('Z03 is the same in float32, and packed', async () => {
      const fine = Float64Array.from({ length: 5 }, (_, i) => 150 + 1e-4 * i);
      const made = await cubeOf(variables(lon(fine)));
      await check(made, variables(lon(Float32Array.from(fine))));
      expect((await failure(made, variables(lon(Float32Array.from(fine, (value) => value + 5e-5))))).code).toBe(
        'CO_CUBE_GRID',
      );
      const packing = { scale_factor: Float64Array.of(0.2), add_offset: Float64Array.of(150), units: 'degrees_east' };
      await check(await cubeOf(variables()), variables(lon(Int16Array.of(0, 1, 2, 3, 4), packing)));
    });

    it('Z03 of whole numbers and texts is the very same', async () => {
      for (const [one, other] of [
        [Int32Array.of(0, 1, 2, 3, 4), Int32Array.of(0, 1, 2, 3, 5)],
        [BigInt64Array.of(0n, 1n, 2n, 3n, 2n ** 53n), BigInt64Array.of(0n, 1n, 2n, 3n, 2n ** 53n + 1n)],
        [
          ['a', 'b', 'c', 'd', 'e'],
          ['a', 'b', 'c', 'd', 'E'],
        ],
      ] as const) {
        const made = await cubeOf(variables(lon(one, {})));
        await check(made, variables(lon(one, {})));
        expect((await failure(made, variables(lon(other, {})))).fields).toMatchObject({ index: 4 });
      }
    });

    it('Z03 of times is the same by its meaning', async () => {
      const made = await cubeOf(variables(lon(Int32Array.of(0, 1, 2, 3, 4), { units: 'days since 2000-01-01' })));
      const hours = (last: number) =>
        variables(lon(Int32Array.of(0, 24, 48, 72, last), { units: 'hours since 2000-01-01' }));
      await check(made, hours(96));
      expect(await failure(made, hours(120))).toMatchObject({ code: 'CO_CUBE_GRID', fields: { index: 4 } });
    });

    it('Z03 of two dimensions is compared in the order of the cube', async () => {
      const lat = Float64Array.from({ length: 10 }, (_, i) => -30 + Math.floor(i / 5) * 0.5 + (i % 5) * 1e-6);
      const field: Told = {
        dims: ['time', 'y', 'lon'],
        values: new Float32Array(10),
        attributes: { coordinates: 'position' },
      };
      const position = (values: Told['values'], dims = ['y', 'lon']): Record<string, Told> => ({
        v: field,
        position: { dims, values },
      });
      const first = await outline(variables(position(lat)), { y: 2 });
      const cube = designCube(first, layoutOf([...first.variables.keys()]));
      const made = { cube, grid: gridOf(first, cube, 'time') };
      const turned = Float64Array.from({ length: 10 }, (_, i) => lat[(i % 2) * 5 + Math.floor(i / 2)] as number);
      await check(made, variables(position(turned, ['lon', 'y'])), {}, { y: 2 });
      await check(made, variables(position(lat.map((value) => value + 4e-4))), {}, { y: 2 });
      const wrong = turned.with(3, -29);
      expect(await failure(made, variables(position(wrong, ['lon', 'y'])), {}, { y: 2 })).toMatchObject({
        code: 'CO_CUBE_GRID',
        fields: { coordinate: 'position', index: '[1, 1]', found: '-29' },
      });
    });

    it('Z03 has missing values in the same places', async () => {
      const gap = (fill: number, at: number) =>
        variables(lon(LON.with(at, fill), { units: 'degrees_east', _FillValue: Float64Array.of(fill) }));
      const made = await cubeOf(gap(-9, 2));
      await check(made, gap(-99, 2));
      expect((await failure(made, gap(-99, 3))).fields).toMatchObject({ index: 2, expected: 'NaN' });
    });

    it('Z03 tells of what it cannot compare', async () => {
      const place = (attributes: Told['attributes'] = {}): Record<string, Told> => ({
        place: { dims: ['lon', 'y'], values: new Float64Array(5), attributes },
      });
      const first = await outline(variables(place({ units: 'degrees_north' })), { y: 1 });
      const cube = designCube(first, layoutOf([...first.variables.keys()]));
      const made = { cube, grid: gridOf(first, cube, 'time') };
      expect((await check(made, variables(place()), {}, { y: 1 })).warnings).toContain(
        "variable 'place' is a coordinate in the cube alone, so that its values are not compared",
      );
    });

    it('lets scalar coordinates differ, and tells', async () => {
      const scalar = (value: number): Record<string, Told> => ({
        height: { dims: [], values: Float64Array.of(value) },
        n: { dims: ['time'], values: Int16Array.of(1), attributes: { coordinates: 'height' } },
      });
      const made = await cubeOf(variables(scalar(2)));
      expect((await check(made, variables(scalar(10)))).warnings).toEqual([
        "coordinate 'height' is '10'; the cube keeps '2'",
      ]);
    });
  });

  it('wants whole chunks where it is asked to', async () => {
    const chunked = variables({ v: { dims: ['time', 'lon'], values: new Float32Array(5), chunks: [2, 5] } });
    const made = await cubeOf(chunked);
    await check(made, variables());
    expect(await failure(made, variables(), { strictChunks: true })).toMatchObject({
      code: 'CO_CUBE_DIMENSION',
      fields: { dimension: 'time', expected: 2, found: 1 },
    });
    const two = {
      time: { dims: ['time'], values: Float64Array.of(1, 2), attributes: { units: 'days since 2000-01-01' } },
      v: { dims: ['time', 'lon'], values: new Float32Array(10) },
      n: { dims: ['time'], values: Int16Array.of(1, 2) },
    };
    const arrays: Cube['arrays'] = new Map([...made.cube.arrays].filter(([name]) => name !== 'n'));
    await check({ ...made, cube: { ...made.cube, arrays } }, variables(two), { strictChunks: true });
  });
});
