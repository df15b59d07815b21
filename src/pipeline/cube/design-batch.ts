import { designCube } from '../../engine/cube/design-cube.js';
import { dimensionsOfCube } from '../../engine/cube/fit-dimensions.js';
import type { SourceOutline } from '../../engine/cube/outline.js';
import type { Cube } from '../../model/zarr/array.js';
import type { CubeHandler } from './cube-handler.js';
import { hasCoordinate } from './same-coordinates.js';

/**
 * The cube that a batch is to become part of: the one that is there, with arrays for variables that it does not have yet, or a new one.
 * It is laid out by the first source, and by later ones for what the first lacks, so that each variable keeps the type and packing that
 * files have.
 *
 * @throws CO_CUBE_LAYOUT, CO_CUBE_DIMENSION, CO_CUBE_VARIABLE, CO_CUBE_TYPE, CO_CUBE_TIME, told of the first source
 */
export function designBatch(
  base: Cube | undefined,
  first: SourceOutline,
  others: readonly SourceOutline[],
  handler: CubeHandler,
): Cube {
  const complete = others.reduce(withMissing, first);
  const known = base ? dimensionsOfCube(base) : new Map();
  const names = [...complete.variables.keys()].filter(
    (name) => base?.arrays.has(name) || !(known.has(name) && hasCoordinate(complete.variables, name)),
  );
  if (base && names.every((name) => base.arrays.has(name))) return base;
  const layout = handler.layout(complete);
  if (!base) return designCube(complete, layout);
  const { format, consolidated } = base;
  const added = names.filter((name) => !base.arrays.has(name));
  const wanted = designCube(complete, {
    ...layout,
    format,
    consolidated,
    names: [...base.arrays.keys()].filter((name) => complete.variables.has(name)).concat(added),
  });
  const arrays = new Map(base.arrays);
  for (const name of added) {
    const array = wanted.arrays.get(name);
    if (array) arrays.set(name, array);
  }
  return { ...base, arrays };
}

/** An outline with the variables of another that it lacks, but for coordinates of dimensions that are there without. */
function withMissing(outline: SourceOutline, other: SourceOutline): SourceOutline {
  const isLabel = (name: string) => outline.dimensions.has(name) && hasCoordinate(other.variables, name);
  const missing = [...other.variables].filter(([name]) => !outline.variables.has(name) && !isLabel(name));
  if (missing.length === 0) return outline;
  const values = missing.flatMap(([name]) => {
    const own = other.values.get(name);
    return own === undefined ? [] : [[name, own] as const];
  });
  return {
    ...outline,
    variables: new Map([...outline.variables, ...missing]),
    values: new Map([...outline.values, ...values]),
    dimensions: new Map([...other.dimensions, ...outline.dimensions]),
  };
}
