import { CloudOptimisedError } from '../../errors/index.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';

/** What is asked of a source, be it a dataset or its outline. */
export interface SourceDimensions {
  readonly uri: string;
  readonly dimensions: ReadonlyMap<string, number>;
}

/**
 * Checks that a variable can be laid into an array: its dimensions are the array's in any order, or some of them, and all of the array's
 * are in the source with the lengths of the cube.
 *
 * @throws CO_CUBE_DIMENSIONS, CO_CUBE_DIMENSION
 */
export function checkDimensions(
  source: SourceDimensions,
  variable: { readonly name: string; readonly dimensions: readonly string[] },
  array: Pick<ZarrArray, 'dimensions' | 'shape'>,
  appendDimension: string,
): void {
  const { dimensions: found, name } = variable;
  const expected = array.dimensions;
  if (!found.every((dimension) => expected.includes(dimension)) || new Set(found).size < found.length)
    throw new CloudOptimisedError('CO_CUBE_DIMENSIONS', { uri: source.uri, variable: name, expected, found });
  expected.forEach((dimension, axis) => {
    checkLength(source, dimension, dimension === appendDimension ? undefined : array.shape[axis]);
  });
}

/** @param expected `undefined` where any length will do @throws CO_CUBE_DIMENSION */
export function checkLength({ uri, dimensions }: SourceDimensions, dimension: string, expected?: number): void {
  const found = dimensions.get(dimension);
  if (found !== undefined && (expected === undefined || found === expected)) return;
  const fields = { uri, dimension, expected: expected ?? 'any length', found: found ?? 'none' };
  throw new CloudOptimisedError('CO_CUBE_DIMENSION', fields);
}

/** Lengths of a cube's dimensions. */
export function dimensionsOfCube(cube: Cube): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const { dimensions, shape } of cube.arrays.values())
    dimensions.forEach((name, axis) => {
      lengths.set(name, shape[axis] as number);
    });
  return lengths;
}
