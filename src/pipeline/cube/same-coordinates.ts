import { dimensionsOfCube } from '../../engine/cube/fit-dimensions.js';
import type { SourceOutline } from '../../engine/cube/outline.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Cube } from '../../model/zarr/array.js';

type Dimensioned = ReadonlyMap<string, { readonly dimensions: readonly string[] }>;

/** Whether a dimension has a coordinate: a variable of its own name that varies along it alone. */
export function hasCoordinate(variables: Dimensioned, dimension: string): boolean {
  const { dimensions } = variables.get(dimension) ?? {};
  return dimensions?.length === 1 && dimensions[0] === dimension;
}

/**
 * A dimension has a coordinate in the cube and in each file, or in none of them: labels that one file alone has tell nothing of the
 * others, and without labels nobody sees that a file is on another grid.
 *
 * @throws CO_CUBE_COORDINATE
 */
export function checkCoordinates({ uri, dimensions, variables }: SourceOutline, cube: Cube): void {
  for (const dimension of dimensionsOfCube(cube).keys()) {
    if (!dimensions.has(dimension)) continue;
    const [found, expected] = [hasCoordinate(variables, dimension), hasCoordinate(cube.arrays, dimension)];
    if (found === expected) continue;
    const because = expected ? 'absent' : 'unexpected';
    throw new CloudOptimisedError('CO_CUBE_COORDINATE', { uri, dimension, because, template: undefined });
  }
}
