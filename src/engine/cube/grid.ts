/**
 * The grid of a cube: the values of its coordinates that do not vary along the append dimension.
 *
 * @module
 */
import type { Storage } from '../../contracts/storage.js';
import { readArray } from '../../formats/zarr/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { attributesOfArray } from './fit-encoding.js';
import { isCoordinate, namedCoordinates } from './outline-dataset.js';

/**
 * The values as stored of a cube's fixed coordinates, by name.
 *
 * @throws CO_ZARR_CHUNK, or a storage error
 */
export async function readGrid(
  storage: Storage,
  cube: Cube,
  appendDimension: string,
): Promise<ReadonlyMap<string, StoredArray>> {
  const grid = new Map<string, StoredArray>();
  for (const [name, array] of gridArrays(cube, appendDimension)) grid.set(name, await readArray(storage, name, array));
  return grid;
}

/** The arrays of a cube that make its grid. */
export function gridArrays(cube: Cube, appendDimension: string): [string, ZarrArray][] {
  const variables = new Map([...cube.arrays].map(([name, array]) => [name, { attributes: attributesOfArray(array) }]));
  const named = namedCoordinates({ variables });
  return [...cube.arrays].filter(([name, array]) => {
    if (array.dimensions.includes(appendDimension)) return false;
    return isCoordinate({ name, dimensions: array.dimensions, attributes: attributesOfArray(array) }, named);
  });
}
