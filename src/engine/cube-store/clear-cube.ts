import type { Companion } from '../../contracts/cube-store.js';
import type { Cube } from '../../model/zarr/array.js';
import { rootKeyOf, textOfCompanion, textsOf } from './commit-record.js';
import type { Clearing, Journal } from './journal.js';
import type { CubePlaces } from './kept-objects.js';
import { removeCube } from './roll.js';

/** What is to go, and what comes with its going. */
export interface ReplacedCube {
  readonly cube: Cube;
  readonly companions: readonly Companion[];
}

/**
 * Removes a cube: its documents, and all below the folders of its arrays. Nothing else in its folder. A crash amid it is finished by
 * the next run. The journal stays, so that the folder counts as ours, until the transaction that goes on with it writes its own state.
 *
 * @param before digest of the root document that was read
 */
export async function clearCube(
  places: CubePlaces,
  journal: Journal,
  { cube, companions }: ReplacedCube,
  before: string | null,
): Promise<void> {
  const state: Clearing = {
    state: 'clearing',
    root: { key: rootKeyOf(cube), before },
    documents: documentKeys(cube),
    folders: [...cube.arrays.keys()].map((name) => `${name}/`),
    companions: companions.map(textOfCompanion),
  };
  await journal.put(state);
  await removeCube(places, journal, state);
  await journal.put({ state: 'preparing', copies: [] });
}

/**
 * Root documents first, `.zgroup` foremost: without it zarr-python 3 sees no v2 cube, while zarr-python 2 still sees the whole one
 * through `.zmetadata`, until that goes. They are named whether the cube has them or not: a stale one must not outlive it.
 */
function documentKeys(cube: Cube): string[] {
  const first = cube.format === 2 ? ['.zgroup', '.zmetadata', '.zattrs'] : ['zarr.json'];
  const keys = textsOf(cube).map(({ key }) => key);
  return [...first, ...keys.filter((key) => !first.includes(key))];
}
