import { indicesOf, objectGrid } from '../engine/cube/object-grid.js';
import type { CubePlan } from '../engine/cube/plan.js';
import { objectKey } from '../formats/zarr/index.js';
import type { Cube } from '../model/zarr/array.js';
import type { TargetShape } from './target-shape.js';

/**
 * The plan of a new cube in the place of another: objects that both have are kept aside until the commit, which also makes all others of
 * the old one go. Until then readers have the old cube; where nothing is committed it stays.
 */
export function replacing(old: Cube, plan: CubePlan, shape: TargetShape): CubePlan {
  const before = new Set(keysOf(old));
  const now = new Set(plan.changes.created);
  const documents = new Set(keysBeside(shape, plan.next));
  const changes = {
    created: plan.changes.created.filter((key) => !before.has(key)),
    replaced: plan.changes.created.filter((key) => before.has(key)),
    removed: [
      ...[...before].filter((key) => !now.has(key)),
      ...keysBeside(shape, old).filter((key) => !documents.has(key)),
    ],
  };
  return { ...plan, changes };
}

/** The keys of all objects that a cube may have. */
function keysOf({ arrays }: Cube): string[] {
  return [...arrays].flatMap(([name, array]) => {
    const grid = objectGrid(array);
    const first = grid.map(() => 0);
    return Array.from(indicesOf(first, grid), (index) => objectKey(name, array, index));
  });
}

function keysBeside(shape: TargetShape, cube: Cube): string[] {
  return shape.companions(cube).flatMap(({ key, inDataset }) => (inDataset ? [key] : []));
}
