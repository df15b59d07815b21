import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteLabels } from '../../../src/app/append-slices.js';
import type { AppendConfigObject } from '../../../src/append/config/index.js';
import { memoryDataset } from '../../../src/append/slices/memory-dataset.js';
import { readCube } from '../../../src/formats/zarr/index.js';
import { LocalStorage } from '../../../src/storage/index.js';
import { appendTo, FoundCube, slice, testFolder } from '../fixture.js';

const LEVELS: AppendConfigObject = { levels: { tile_size: [256, 128] } };
const large = (index: number) => slice({ index, steps: 1, y: 1024, x: 2048 });
const target = () => join(testFolder(), 'x.levels');
const levelAt = (cube: string, level: number) => FoundCube.at(join(cube, `${level}.zarr`));

describe('a pyramid', () => {
  it('halves until a level fits into a tile', { timeout: 60_000 }, async () => {
    const cube = target();
    await appendTo(cube, [large(0), large(1)], LEVELS);
    expect(readFileSync(join(cube, '.zlevels'), 'utf8')).toBe(
      JSON.stringify({ version: '1.0', num_levels: 4, agg_methods: null, use_saved_levels: false }, null, 2),
    );
    for (let level = 0; level < 4; level++) {
      const found = await levelAt(cube, level);
      expect(found.sizes).toEqual({ time: 2, y: 1024 / 2 ** level, x: 2048 / 2 ** level });
      expect(found.array('chl').chunks).toEqual([1, 128, 256]);
      expect(await found.steps('chl')).toEqual([0, 1]);
      expect(await found.values('time')).toEqual([0n, 1n]);
    }
    expect(existsSync(join(cube, '4.zarr'))).toBe(false);
  });

  const cells = (time: bigint, values: number[]) =>
    memoryDataset({
      variables: {
        time: { dims: ['time'], values: BigInt64Array.of(time), attributes: { units: 'days since 2024-01-01' } },
        y: { dims: ['y'], values: Float64Array.of(0, 1, 2) },
        x: { dims: ['x'], values: Float64Array.of(10, 20, 30, 40) },
        a: { dims: ['time', 'y', 'x'], values: Float64Array.from(values) },
        b: {
          dims: ['time', 'y', 'x'],
          values: Int16Array.from(values, (value) => (Number.isNaN(value) ? -9 : value)),
          attributes: { scale_factor: 0.5, _FillValue: Int16Array.of(-9) },
        },
        flag: { dims: ['time', 'y', 'x'], values: Int8Array.from(values, (_, n) => n) },
      },
    });
  const FIRST = [1, 2, 3, Number.NaN, 4, 6, Number.NaN, Number.NaN, 9, 10, 11, 12];
  const levels = (more: object): AppendConfigObject => ({ levels: { num_levels: 2, ...more } });

  it.each([
    [{}, [3.25, 3, 9.5, 11.5], [3, 3, 10, 12], [0, 2, 8, 10]],
    [{ agg_methods: 'first' }, [1, 3, 9, 11], [1, 3, 9, 11], [0, 2, 8, 10]],
    [{ agg_methods: { '*': 'max', flag: 'first' } }, [6, 3, 10, 12], [6, 3, 10, 12], [0, 2, 8, 10]],
    [{ agg_methods: { '*': 'min', flag: 'first' } }, [1, 3, 9, 11], [1, 3, 9, 11], [0, 2, 8, 10]],
    [{ agg_methods: { '*': 'median', flag: 'first' } }, [3, 3, 9.5, 11.5], [3, 3, 10, 12], [0, 2, 8, 10]],
  ])('aggregates by %j', async (more, a, b, flag) => {
    const cube = target();
    await appendTo(cube, [cells(0n, FIRST)], levels(more));
    const found = await levelAt(cube, 1);
    expect(found.sizes).toEqual({ time: 1, y: 2, x: 2 });
    expect(await found.values('a')).toEqual(a);
    expect(await found.values('b')).toEqual(b);
    expect(await found.values('flag')).toEqual(flag);
    const isFirst = 'agg_methods' in more && more.agg_methods === 'first';
    expect(await found.values('x')).toEqual(isFirst ? [10, 30] : [15, 35]);
    expect(await found.values('y')).toEqual(isFirst ? [0, 2] : [0.5, 2]);
  });

  it('has no value where no cell has one', async () => {
    const cube = target();
    await appendTo(cube, [cells(0n, new Array(12).fill(Number.NaN))], levels({}));
    expect(await (await levelAt(cube, 1)).values('a')).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(await (await levelAt(cube, 1)).values('b')).toEqual([-9, -9, -9, -9]);
  });

  it('goes on as it was begun, without a word in the config', async () => {
    const cube = target();
    await appendTo(cube, [cells(0n, FIRST)], levels({ agg_methods: 'max', use_saved_levels: true }));
    await appendTo(cube, [cells(1n, FIRST)]);
    expect((await levelAt(cube, 1)).sizes).toEqual({ time: 2, y: 2, x: 2 });
    expect(await (await levelAt(cube, 1)).values('a')).toEqual([6, 3, 10, 12, 6, 3, 10, 12]);
    expect(JSON.parse(readFileSync(join(cube, '.zlevels'), 'utf8'))).toMatchObject({
      agg_methods: { '*': 'max' },
      use_saved_levels: true,
    });
  });

  it('may be Zarr v3', async () => {
    const cube = target();
    await appendTo(cube, [cells(0n, FIRST), cells(1n, FIRST)], { ...levels({}), zarr_version: 3 });
    const found = await levelAt(cube, 1);
    expect(found.array('a').shape).toEqual([2, 2, 2]);
    expect((await readCube(new LocalStorage(join(cube, '1.zarr'))))?.consolidated).toBe(true);
  });

  it('keeps all levels as they were where a slice fails', async () => {
    const cube = target();
    await appendTo(cube, [cells(0n, FIRST)], levels({}));
    const bad = cells(1n, FIRST);
    const a = { ...bad.variables.get('a'), read: () => Promise.reject(new Error('broken')) } as never;
    const broken = { ...bad, variables: new Map([...bad.variables, ['a', a]]) };
    await expect(appendTo(cube, [broken])).rejects.toThrow('broken');
    for (const level of [0, 1]) expect((await levelAt(cube, level)).sizes.time).toBe(1);
  });

  it('loses labels at all levels, and is replaced whole', async () => {
    const cube = target();
    await appendTo(cube, [cells(0n, FIRST), cells(1n, FIRST), cells(2n, FIRST)], levels({}));
    await deleteLabels(['2024-01-02'], { target_dir: cube }, { workers: 1 });
    for (const level of [0, 1]) expect(await (await levelAt(cube, level)).values('time')).toEqual([0n, 2n]);
    await appendTo(cube, [cells(7n, FIRST)], { ...levels({}), force_new: true });
    for (const level of [0, 1]) expect(await (await levelAt(cube, level)).values('time')).toEqual([7n]);
  });

  it('is a slice by its full resolution', async () => {
    const cube = target();
    await appendTo(cube, [cells(0n, FIRST)], levels({}));
    const plain = join(testFolder(), 'y.zarr');
    await appendTo(plain, [cube]);
    expect(await (await FoundCube.at(plain)).values('a')).toEqual(FIRST);
    rmSync(plain, { recursive: true });
  });
});
