import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cubeDocuments, readCube, zarrReader } from '../../src/formats/zarr/index.js';
import type { StoredArray } from '../../src/model/data-type.js';
import type { Dataset } from '../../src/model/dataset.js';
import type { Cube } from '../../src/model/zarr/array.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { conformanceCube, LAYOUTS, maskedCube } from '../formats/zarr/cases.js';
import { bitsOf, type DatasetTold, tellDataset, textOf, type VariableTold } from '../formats/zarr/tell-dataset.js';
import { writeCube } from '../formats/zarr/write-cube.js';
import { PYTHON, runPython } from './python.js';

interface ArrayTold {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly shards: readonly number[] | null;
  readonly values: readonly string[];
}

interface DecodedTold extends VariableTold {
  readonly missing: number;
}

interface StoreTold {
  readonly zarr: { readonly consolidated: boolean; readonly arrays: Readonly<Record<string, ArrayTold>> };
  readonly xarray: {
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly variables: Readonly<Record<string, DecodedTold>>;
  };
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zarr-interop-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(path: string): Promise<Dataset> {
  return zarrReader.open({ uri: path, storage: new LocalStorage('/'), key: path.slice(1) }, {});
}

async function tell(...paths: readonly string[]): Promise<Record<string, StoreTold>> {
  return (await runPython('describe_zarr.py', ...paths)) as Record<string, StoreTold>;
}

async function written(name: string, { cube, values }: { cube: Cube; values: ReadonlyMap<string, StoredArray> }) {
  const path = join(folder, name);
  await writeCube(new LocalStorage(path), cube, values);
  return { path, told: (await tell(path))[path] as StoreTold };
}

describe.skipIf(!PYTHON)('what we write is what zarr-python and xarray read', () => {
  describe.each(LAYOUTS)('%s', (layout) => {
    it('all types and codecs', async () => {
      const made = conformanceCube(layout);
      const { told } = await written(`${layout}.zarr`, made);
      expect(told.zarr.consolidated).toBe(true);
      expect(Object.keys(told.zarr.arrays).sort()).toEqual([...made.cube.arrays.keys()].sort());
      for (const [name, array] of made.cube.arrays) {
        const expected = textOf(made.values.get(name) as StoredArray);
        expect(told.zarr.arrays[name]?.values, name).toEqual(expected);
        expect(told.zarr.arrays[name]).toMatchObject({ shape: array.shape, chunks: array.chunks });
        expect(told.zarr.arrays[name]?.shards, name).toEqual(array.shards ?? null);
        expect(told.xarray.variables[name]?.dims, name).toEqual(array.dimensions);
        expect(told.xarray.variables[name]?.values, name).toEqual(expected);
        expect(told.xarray.variables[name]?.attributes, name).toMatchObject({ units: 'str K', long_name: 'str größe' });
      }
      expect(told.xarray.attributes).toEqual({
        title: 'str conformance',
        version: 'int 1',
        scale: `float ${bitsOf(1)}`,
        parts: ['int 1', 'int 2'],
        large: `int ${2n ** 60n + 1n}`,
      });
    });

    it('xarray masks fill values', async () => {
      const made = maskedCube(layout);
      const { told } = await written(`${layout} masked.zarr`, made);
      for (const [name, array] of made.cube.arrays) {
        const fill = textOf(made.fills.get(name) as StoredArray)[0];
        const values = textOf(made.values.get(name) as StoredArray);
        // Bytes are not compared with the text of missing_value.
        const expected =
          layout !== 'v2' && array.type.startsWith('S') ? 0 : values.filter((value) => value === fill).length;
        expect(told.xarray.variables[name]?.missing, name).toBe(expected);
      }
    });
  });
});

describe.skipIf(!PYTHON)('attributes that are not finite', () => {
  it.each(LAYOUTS)('are texts, so that all documents are JSON for every reader: %s', async (layout) => {
    const { cube, values } = maskedCube(layout);
    const attributes = { nothing: Number.NaN, range: [Number.NEGATIVE_INFINITY, Float64Array.of(1)] };
    const { path, told } = await written(`${layout} infinite.zarr`, { cube: { ...cube, attributes }, values });
    expect(told.xarray.attributes).toEqual({ nothing: 'str NaN', range: ['str -Infinity', `float ${bitsOf(1)}`] });
    const root = await new LocalStorage(path).get(layout === 'v2' ? '.zmetadata' : 'zarr.json');
    expect(JSON.parse(new TextDecoder().decode(root))).toBeDefined();
  });
});

describe.skipIf(!PYTHON)('what zarr-python and xarray write is what we read', () => {
  it('every store', async () => {
    const made = (await runPython('make_zarr.py', folder)) as Record<string, DatasetTold>;
    expect(Object.keys(made).length).toBeGreaterThan(10);
    for (const [path, told] of Object.entries(made)) {
      const dataset = await open(path);
      expect(await tellDataset(dataset), path).toEqual(told);
    }
  });
});

describe.skipIf(!PYTHON)('what we tell of a store of xarray is what xarray told', () => {
  it('every document', async () => {
    const made = Object.keys((await runPython('make_zarr.py', folder)) as object).filter(
      (path) => !path.endsWith('.zip'),
    );
    const untold = new Set<string>();
    for (const path of made) {
      const storage = new LocalStorage(path);
      const cube = await readCube(storage);
      const { root, rest } = cubeDocuments(cube as Cube);
      for (const { key, data } of [root, ...rest]) {
        const theirs = await storage.get(key);
        if (theirs) expect(comparable(data), `${path} ${key}`).toEqual(comparable(theirs));
        else untold.add(key);
      }
    }
    // zarr-python leaves out documents of attributes where there are none.
    expect([...untold].filter((key) => !key.endsWith('.zattrs'))).toEqual([]);
  });
});

/** A document parsed, with what may be told in more than one way told in one. */
function comparable(data: Uint8Array): unknown {
  const text = new TextDecoder().decode(data).replaceAll(/([[:,]\s*)(NaN|-?Infinity)/g, '$1"$2"');
  return JSON.parse(text, (key, value) => {
    if (key === 'metadata') return withoutEmpty(value);
    if (key === 'dimension_names' && value.length === 0) return undefined;
    // zarr-python tells of inner groups that nothing is consolidated in them.
    if (key === 'consolidated_metadata' && JSON.stringify(value?.metadata ?? {}) === '{}') return undefined;
    if (key === 'configuration' && Object.keys(value).length === 0) return undefined;
    return value;
  });
}

function withoutEmpty(nodes: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(nodes).filter(([key, node]) => !/\.z(attrs|group)$/.test(key) || JSON.stringify(node) !== '{}'),
  );
}
