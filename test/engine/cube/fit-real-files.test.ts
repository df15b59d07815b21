import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { checkFit } from '../../../src/engine/cube/fit-check.js';
import { fitDataset } from '../../../src/engine/cube/fit-dataset.js';
import { readGrid } from '../../../src/engine/cube/grid.js';
import { gridOf, labelsFor } from '../../../src/engine/cube/labels-for.js';
import type { ArrayLayout } from '../../../src/engine/cube/layout.js';
import type { SourceOutline } from '../../../src/engine/cube/outline.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import { hdf5Reader } from '../../../src/formats/hdf5/index.js';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import { createObjectCoder, objectKey } from '../../../src/formats/zarr/index.js';
import { joinTexts } from '../../../src/model/cf/join-texts.js';
import type { NumericArray, StoredArray } from '../../../src/model/data-type.js';
import type { Dataset } from '../../../src/model/dataset.js';
import { LocalStorage } from '../../../src/storage/local-storage.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { layoutOf } from './fit-sources.js';

const FOLDER = join(process.env.CLOUD_OPTIMISED_TEST_DATA ?? '', 'netcdf');

interface Opened {
  readonly dataset: Dataset;
  readonly outline: SourceOutline;
}

async function open(path: string): Promise<Opened> {
  const source = { uri: path, storage: new LocalStorage(dirname(path)), key: basename(path) };
  const reader = path.includes('_20110901') ? netcdf3Reader : hdf5Reader;
  const dataset = joinTexts(await reader.open(source, {}));
  return { dataset, outline: await outlineDataset(dataset, 'TIME') };
}

function cubeOf({ outline }: Opened, arrays: Record<string, ArrayLayout> = {}) {
  const names = [...outline.variables.keys()];
  const over = { appendDimension: 'TIME', arrays: new Map(Object.entries(arrays)) };
  return designCube(outline, layoutOf(names, over));
}

const valuesOf = async (dataset: Dataset, name: string) => (await dataset.variables.get(name)?.read()) as NumericArray;

/** Count and sum of the values that are not `fill`, times `scale`. */
function sumOf(values: StoredArray, fill: number, scale = 1): [number, number] {
  const valid = Array.from(values as ArrayLike<number>).filter((value) => value !== fill && !Number.isNaN(value));
  return [valid.length, valid.reduce((sum, value) => sum + value * scale, 0)];
}

const SCALE = 0.00015259487586406848;

describe.skipIf(!process.env.CLOUD_OPTIMISED_TEST_DATA)('GSLA, NetCDF-3 and NetCDF-4', () => {
  let old: Opened;
  let recent: Opened;
  beforeAll(async () => {
    const [first = '', second = ''] = readdirSync(FOLDER)
      .filter((name) => name.includes('GSLA'))
      .sort();
    [old, recent] = await Promise.all([open(join(FOLDER, first)), open(join(FOLDER, second))]);
  });
  afterAll(async () => {
    await Promise.all([old?.dataset.close(), recent?.dataset.close()]);
  });

  it('Z03 share a grid, told in float32 and in float64', () => {
    for (const [first, second] of [
      [old, recent],
      [recent, old],
    ] as const) {
      const cube = cubeOf(first);
      const { missing, warnings } = checkFit(second.outline, cube, {
        appendDimension: 'TIME',
        grid: gridOf(first.outline, cube, 'TIME'),
      });
      expect(missing).toEqual(first === old ? [] : ['UCUR_MEAN', 'VCUR_MEAN']);
      expect(warnings.filter((warning) => !/is not in the cube|units/.test(warning))).toEqual([]);
    }
  });

  it('Z05 keep packing, fill value and numbers', async () => {
    const cube = cubeOf(old);
    expect(cube.arrays.get('GSLA')).toMatchObject({ type: 'int16', fillValue: -32766, masked: true });
    expect(cube.arrays.get('GSLA')?.attributes).toMatchObject({ scale_factor: SCALE, missing_value: -32766 });
    const fitted = fitDataset(recent.dataset, cube, 'TIME');
    expect(await valuesOf(fitted, 'GSLA')).toEqual(await valuesOf(recent.dataset, 'GSLA'));
    const [count, sum] = sumOf(await valuesOf(fitted, 'GSLA'), -32766, SCALE);
    expect([count, sum.toFixed(6)]).toEqual([200245, '14497.693834']);
    const [, oldSum] = sumOf(await valuesOf(fitDataset(old.dataset, cube, 'TIME'), 'GSLA'), -32766, SCALE);
    expect(oldSum.toFixed(6)).toBe('9308.353196');
  });

  it('Z07 have labels bit for bit', () => {
    const cube = cubeOf(old);
    expect(labelsFor(old.outline, cube, 'TIME')).toEqual(Float64Array.of(9739));
    expect(labelsFor(recent.outline, cube, 'TIME')).toBe(recent.outline.values.get('TIME'));
    expect(labelsFor(recent.outline, cube, 'TIME')).toEqual(Float64Array.of(14244));
    const seconds = cubeOf(old, { TIME: { type: 'int64', units: 'seconds since 1970-01-01' } });
    expect(labelsFor(recent.outline, seconds, 'TIME')).toEqual(BigInt64Array.of(BigInt(Date.UTC(2024, 0, 1)) / 1000n));
  });

  it('Z05 are unpacked and packed anew to the nearest step', async () => {
    const cube = cubeOf(old, { GSLA: { type: 'int32', scaleFactor: 1e-6, addOffset: 0, fillValue: -999999999 } });
    const stored = await valuesOf(fitDataset(recent.dataset, cube, 'TIME'), 'GSLA');
    const [count, sum] = sumOf(stored, -999999999, 1e-6);
    expect(count).toBe(200245);
    expect(Math.abs(sum - 14497.693834)).toBeLessThan(200245 * 5e-7);
  });

  it('have a grid that is read back from a store', async () => {
    const cube = cubeOf(old);
    const storage = new MemoryStorage();
    const grid = gridOf(old.outline, cube, 'TIME');
    expect([...grid.keys()]).toEqual(['LONGITUDE', 'LATITUDE']);
    for (const [name, values] of grid) {
      const array = cube.arrays.get(name) as never;
      const bytes = (await createObjectCoder(array)).encode(values) as Uint8Array;
      await storage.put(objectKey(name, array, [0]), bytes);
    }
    expect(await readGrid(storage, cube, 'TIME')).toEqual(grid);
  });
});

describe.skipIf(!process.env.CLOUD_OPTIMISED_TEST_DATA)('TURQ', () => {
  let files: Opened[];
  beforeAll(async () => {
    const names = readdirSync(FOLDER)
      .filter((name) => name.includes('TURQ'))
      .sort();
    files = await Promise.all(names.map((name) => open(join(FOLDER, name))));
  });
  afterAll(async () => {
    await Promise.all(files.map(({ dataset }) => dataset.close()));
  });

  it('fit into the cube of the first, value for value', async () => {
    const [first, ...others] = files as [Opened, ...Opened[]];
    const cube = cubeOf(first);
    const grid = gridOf(first.outline, cube, 'TIME');
    expect([...grid.keys()].sort()).toEqual(['I', 'J', 'LATITUDE', 'LONGITUDE']);
    for (const { dataset, outline } of others) {
      expect(checkFit(outline, cube, { appendDimension: 'TIME', grid }).missing).toEqual([]);
      const fitted = fitDataset(dataset, cube, 'TIME');
      for (const name of dataset.variables.keys())
        expect(await valuesOf(fitted, name), name).toEqual(await valuesOf(dataset, name));
    }
  });

  it('Z05 keep fill values, sums and chunks', async () => {
    const cube = cubeOf(files[0] as Opened);
    expect(cube.arrays.get('UCUR')).toMatchObject({
      type: 'float32',
      fillValue: 999999,
      masked: true,
      chunks: [1, 60, 59],
    });
    expect(cube.arrays.get('NOBS2')).toMatchObject({ type: 'int8', fillValue: -99, masked: true });
    const sums = await Promise.all(
      files.map(async ({ dataset }) => sumOf(await valuesOf(fitDataset(dataset, cube, 'TIME'), 'UCUR'), 999999)),
    );
    expect(sums.map(([count]) => count)).toEqual([1468, 1530, 1526, 1464]);
    [-110.06981, -71.90783, -44.77297, -25.70825].forEach((sum, i) => {
      expect(sums[i]?.[1]).toBeCloseTo(sum, 4);
    });
  });

  it('Z07 have labels bit for bit', () => {
    const cube = cubeOf(files[0] as Opened);
    const labels = files.flatMap(({ outline }) => Array.from(labelsFor(outline, cube, 'TIME') as Float64Array));
    expect(labels.map((label) => label.toFixed(8))).toEqual([
      '27028.00000000',
      '27028.04166667',
      '27028.08333333',
      '27028.12500000',
    ]);
    // The second is told 3 µs before the hour, so that whole seconds cannot tell it.
    const seconds = cubeOf(files[0] as Opened, { TIME: { type: 'int64', units: 'seconds since 2024-01-01' } });
    const whole = (file: number) => labelsFor((files[file] as Opened).outline, seconds, 'TIME');
    expect(whole(0)).toEqual(BigInt64Array.of(0n));
    expect(() => whole(1)).toThrow(/'27028.041666666628 days since/);
    const micro = cubeOf(files[0] as Opened, { TIME: { type: 'float64', units: 'hours since 2024-01-01' } });
    const hour = labelsFor((files[1] as Opened).outline, micro, 'TIME')[0] as number;
    expect(Math.abs(hour - 1) * 3.6e9).toBeCloseTo(3.3, 0);
  });

  it('lay GDOP out along time where it is asked for, and counts as floats', async () => {
    const arrays = { GDOP: { dimensions: ['TIME', 'I', 'J'] }, NOBS2: { type: 'float32' as const } };
    const cube = cubeOf(files[0] as Opened, arrays);
    const { dataset } = files[1] as Opened;
    const fitted = fitDataset(dataset, cube, 'TIME');
    expect(fitted.variables.get('GDOP')).toMatchObject({ shape: [1, 60, 59], dimensions: ['TIME', 'I', 'J'] });
    expect(await valuesOf(fitted, 'GDOP')).toEqual(await valuesOf(dataset, 'GDOP'));
    const counts = await valuesOf(dataset, 'NOBS2');
    expect(await valuesOf(fitted, 'NOBS2')).toEqual(Float32Array.from(counts as Int8Array));
  });
});
