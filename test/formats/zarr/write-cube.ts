import type { Storage } from '../../../src/contracts/storage.js';
import { createObjectCoder, cubeDocuments, objectKey } from '../../../src/formats/zarr/index.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import { type Cube, objectShape, type ZarrArray } from '../../../src/model/zarr/array.js';
import { copyBox, filled } from '../../../src/model/zarr/copy-box.js';

/** An array with all that one needs not say. */
export function arrayOf(
  given: Pick<ZarrArray, 'type' | 'shape' | 'chunks' | 'dimensions'> & Partial<ZarrArray>,
): ZarrArray {
  return {
    fillValue: null,
    masked: false,
    codecs: [],
    attributes: {},
    keyEncoding: 'v2',
    separator: '.',
    byteOrder: 'little',
    order: 'C',
    ...given,
  };
}

/** Writes documents and objects of a cube, as an engine would. Returns the keys of objects that were left out. */
export async function writeCube(
  storage: Storage,
  cube: Cube,
  values: ReadonlyMap<string, StoredArray>,
): Promise<string[]> {
  const elided: string[] = [];
  for (const [name, array] of cube.arrays) {
    for (const { key, bytes } of await encodedObjects(name, array, values.get(name) as StoredArray)) {
      if (bytes) await storage.put(key, bytes);
      else elided.push(key);
    }
  }
  const { root, rest } = cubeDocuments(cube);
  for (const { key, data } of [root, ...rest]) await storage.put(key, data);
  return elided;
}

async function encodedObjects(name: string, array: ZarrArray, values: StoredArray) {
  const coder = await createObjectCoder(array);
  const shape = objectShape(array);
  const grid = array.shape.map((length, axis) => Math.ceil(length / Number(shape[axis])));
  return indicesOf(grid).map((index) => {
    const start = index.map((at, axis) => at * Number(shape[axis]));
    const count = start.map((at, axis) => Math.min(Number(shape[axis]), Number(array.shape[axis]) - at));
    const box = filled(
      array.type,
      shape.reduce((a, b) => a * b, 1),
      array.fillValue,
    );
    copyBox(
      { values, shape: array.shape },
      start,
      { values: box, shape },
      start.map(() => 0),
      count,
    );
    return { key: objectKey(name, array, index), bytes: coder.encode(box) };
  });
}

/** All positions in a grid, row-major. */
export function indicesOf(grid: readonly number[]): number[][] {
  return grid.reduce<number[][]>(
    (found, length) => found.flatMap((index) => Array.from({ length }, (_, at) => [...index, at])),
    [[]],
  );
}
