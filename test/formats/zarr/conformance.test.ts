import { describe, expect, it } from 'vitest';
import { readArray, readCube, zarrReader } from '../../../src/formats/zarr/index.js';
import type { NumericArray, StoredArray } from '../../../src/model/data-type.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { conformanceCube, LAYOUTS } from './cases.js';
import { writeCube } from './write-cube.js';
import { readWithZarrita } from './zarrita.js';

describe.each(LAYOUTS)('cubes laid out as %s', async (layout) => {
  const storage = new MemoryStorage();
  const { cube, values } = conformanceCube(layout);
  const elided = await writeCube(storage, cube, values);
  const read = await readCube(storage);

  it('come back with all their metadata', () => {
    expect(read).toEqual(cube);
    expect([...(read?.arrays.keys() ?? [])]).toEqual([...cube.arrays.keys()]);
  });

  it('leave out objects that are all fill', () => {
    const names = new Set(elided.map((key) => key.split('/')[0]));
    const expected = [...cube.arrays].filter(([, { fillValue }]) => fillValue !== null);
    expect([...names]).toEqual(expected.map(([name]) => name));
  });

  it.each([...values.keys()])('%s comes back', async (name) => {
    const array = cube.arrays.get(name);
    if (!array) throw new Error(name);
    expect(await readArray(storage, name, array)).toEqual(values.get(name));
    const row = await readArray(storage, name, array, { start: [4, 3], count: [1, 6] });
    expect(row).toEqual(values.get(name)?.slice(43, 49));
  });

  it('are datasets to the reader', async () => {
    const dataset = await zarrReader.open({ uri: 'memory://memory/', storage, key: '' }, {});
    expect([...dataset.dimensions]).toEqual([
      ['y', 7],
      ['x', 10],
    ]);
    expect(dataset.attributes.get('scale')).toEqual(Float64Array.of(1));
    expect(dataset.attributes.get('large')).toEqual(BigInt64Array.of(2n ** 60n + 1n));
    const float = dataset.variables.get('float32_blosc-lz4');
    expect(float?.attributes.get('_FillValue')).toEqual(Float32Array.of(Number.NaN));
    expect(float?.chunkShape).toEqual([2, 4]);
    expect(dataset.variables.get('bool_zstd')?.attributes.get('dtype')).toBe('bool');
    expect(await float?.read({ start: [6, 0], count: [1, 10] })).toEqual(
      (values.get('float32_zstd') as NumericArray).slice(60),
    );
  });

  it.each([...values.keys()])('%s is what zarrita reads', async (name) => {
    const { values: found, limit } = await readWithZarrita(storage, name, cube);
    if (limit) expect(limit).toMatch(/known limit/);
    else expect(found).toEqual(withRoundedFill(values.get(name)));
  });
});

/** zarrita takes fill values through doubles: in chunks that are not there, those of 64 bits come out rounded. */
function withRoundedFill(values: StoredArray | undefined): StoredArray | undefined {
  const isAbsent = (index: number) => Math.floor(index / 10) < 4 && index % 10 < 8;
  const isWide = values instanceof BigInt64Array || values instanceof BigUint64Array;
  return isWide
    ? (values.map((value, index) => (isAbsent(index) ? BigInt(Number(value)) : value) as never) as StoredArray)
    : values;
}
