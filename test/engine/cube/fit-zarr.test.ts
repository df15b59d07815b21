import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { checkFit } from '../../../src/engine/cube/fit-check.js';
import { fitDataset } from '../../../src/engine/cube/fit-dataset.js';
import { gridOf } from '../../../src/engine/cube/labels-for.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import { createObjectCoder, cubeDocuments, objectKey, readCube, zarrReader } from '../../../src/formats/zarr/index.js';
import type { Dataset, Variable } from '../../../src/model/dataset.js';
import type { Cube, ZarrFormat } from '../../../src/model/zarr/array.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { layoutOf, sourceOf, type Told } from './fit-sources.js';

/** One of each kind of encoding, of one step. */
const VARIABLES: Record<string, Told> = {
  time: {
    dims: ['time'],
    values: BigInt64Array.of(5n),
    attributes: { units: 'days since 2000-01-01', calendar: 'standard' },
  },
  x: { dims: ['x'], values: Float32Array.of(0.1, 0.2) },
  packed: {
    dims: ['time', 'x'],
    values: Int16Array.of(-32766, 7),
    attributes: {
      _FillValue: Int16Array.of(-32766),
      missing_value: Int16Array.of(-32766),
      scale_factor: Float64Array.of(2),
      add_offset: Float64Array.of(0.1),
    },
  },
  float: { dims: ['time', 'x'], values: Float32Array.of(1e20, 1), attributes: { _FillValue: Float32Array.of(1e20) } },
  bare: { dims: ['time', 'x'], values: Float64Array.of(Number.NaN, 1) },
  count: { dims: ['time', 'x'], values: Int32Array.of(0, 1) },
  long: {
    dims: ['time', 'x'],
    values: BigInt64Array.of(2n ** 60n, 1n),
    attributes: { _FillValue: BigInt64Array.of(2n ** 60n) },
  },
  bits: {
    dims: ['time', 'x'],
    values: Int8Array.of(-1, 1),
    attributes: { _Unsigned: 'true', _FillValue: Int8Array.of(-1) },
  },
  marked: { dims: ['time', 'x'], values: Int16Array.of(-9, 1), attributes: { missing_value: Int16Array.of(-9) } },
  truth: { dims: ['time', 'x'], values: Int8Array.of(1, 0), attributes: { dtype: 'bool' } },
  text: { dims: ['time'], values: ['ä'] },
  code: { dims: ['time'], values: ['ab'], attributes: { _FillValue: '--' } },
};

/** Writes a dataset of one step as a store. */
async function write(dataset: Dataset, cube: Cube): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const shape = ({ dimensions, shape: lengths }: { dimensions: readonly string[]; shape: readonly number[] }) =>
    lengths.map((length, axis) => (dimensions[axis] === 'time' ? 1 : length));
  const arrays = new Map([...cube.arrays].map(([name, array]) => [name, { ...array, shape: shape(array) }]));
  const { root, rest } = cubeDocuments({ ...cube, arrays });
  for (const { key, data } of [root, ...rest]) await storage.put(key, data);
  const fitted = fitDataset(dataset, cube, 'time');
  for (const [name, array] of arrays) {
    const values = await (fitted.variables.get(name) as Variable).read();
    const bytes = (await createObjectCoder(array)).encode(values);
    const index = array.shape.map(() => 0);
    if (bytes) await storage.put(objectKey(name, array, index), bytes);
  }
  return storage;
}

describe.each<ZarrFormat>([2, 3])('a cube of Zarr v%d', (format) => {
  it('Z05 is laid out by its own store as it is, and takes its objects over', async () => {
    const source = sourceOf(VARIABLES);
    const names = Object.keys(VARIABLES);
    const layout = layoutOf(names, { format, arrays: new Map([['code', { type: 'U4' }]]) });
    const cube = designCube(await outlineDataset(source, 'time'), layout);
    const storage = await write(source, cube);

    const read = (await readCube(storage)) as Cube;
    const dataset = await zarrReader.open({ uri: storage.root, storage, key: '' }, {});
    const outline = await outlineDataset(dataset, 'time');
    const again = designCube(outline, layoutOf(names, { format }));
    for (const [name, array] of cube.arrays) {
      expect({ ...read.arrays.get(name), shape: array.shape }, name).toMatchObject(array);
      expect(again.arrays.get(name), name).toEqual(array);
    }
    const report = checkFit(outline, read, { appendDimension: 'time', grid: gridOf(outline, read, 'time') });
    expect(report).toEqual({ missing: [], warnings: [] });

    const fitted = fitDataset(dataset, read, 'time');
    for (const [name, { values }] of Object.entries(VARIABLES)) {
      const variable = fitted.variables.get(name) as Variable;
      expect(await variable.read(), name).toEqual(values);
      expect(variable.encoded, name).toBeDefined();
    }
  });
});

describe('attributes of a Zarr source', () => {
  const attributes = {
    flag: true,
    none: null,
    list: [5],
    mixed: [1, 2.5, 'a'],
    nested: { a: [1, { b: null }] },
    big: 2n ** 63n,
  };

  it('that the hub has no shape for stay as they are', async () => {
    const { outline, cube } = await copied();
    expect(designCube(outline, layoutOf(['v'])).arrays.get('v')?.attributes).toEqual(attributes);
    expect(cube.arrays.get('v')?.attributes).toEqual(attributes);
  });

  it('are those of the hub where a handler has changed them', async () => {
    const { outline } = await copied();
    const v = outline.variables.get('v');
    if (!v) throw new Error('no variable');
    const changed = new Map(v.attributes).set('flag', Int8Array.of(0));
    changed.delete('none');
    const variables = new Map([['v', { ...v, attributes: changed }]]);
    const found = designCube({ ...outline, variables }, layoutOf(['v'])).arrays.get('v')?.attributes;
    expect(found).toMatchObject({ flag: 0, list: [5] });
    expect(found).not.toHaveProperty('none');
  });

  async function copied() {
    const source = sourceOf({ v: { dims: ['time'], values: Int16Array.of(1) } });
    const layout = layoutOf(['v'], { arrays: new Map([['v', { attributes }]]) });
    const storage = await write(source, designCube(await outlineDataset(source, 'time'), layout));
    const dataset = await zarrReader.open({ storage, key: '', uri: 'copy.zarr' }, {});
    return { outline: await outlineDataset(dataset, 'time'), cube: (await readCube(storage)) as Cube };
  }
});
