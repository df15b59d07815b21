/**
 * Reads the values of a variable at wanted places, and no chunk that has none of them.
 *
 * @module
 */
import { forEachBounded } from '../../formats/zarr/map-bounded.js';
import type { StoredArray } from '../../model/data-type.js';
import { sizeOf, type Variable } from '../../model/dataset.js';
import { filled, stridesOf } from '../../model/zarr/copy-box.js';
import { typeOf } from './cube-source.js';
import { productPositions } from './positions.js';

/** Parts of a variable that are read at once. */
const CONCURRENT = 8;

/** Neighbouring indices along a dimension, from `from` up to `to` in the list of wanted ones. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Whether any row needs the values at these indices, given as a list for each dimension of the variable. */
export type IsNeeded = (lists: readonly Uint32Array[], stretches: readonly Stretch[]) => boolean;

/**
 * Stored values at all combinations of `lists` (ascending indices for each dimension), row-major.
 *
 * @param isNeeded tells of a part that lies in one chunk whether it is needed; without it all are. What is not needed stays zero
 */
export async function readPlaces(
  variable: Variable,
  lists: readonly Uint32Array[],
  isNeeded?: IsNeeded,
): Promise<StoredArray> {
  const target = filled(typeOf(variable), sizeOf(lists.map(({ length }) => length)), null);
  if (target.length === 0) return target;
  const along = lists.map((list, axis) => stretchesOf(list, variable.chunkShape?.[axis] ?? Infinity, !isNeeded));
  const parts = combinations(along).filter((part) => isNeeded?.(lists, part) ?? true);
  if (parts.length === 1 && parts[0] && isWhole(parts[0], lists)) return variable.read(regionOf(lists, parts[0]));
  await forEachBounded(parts, CONCURRENT, async (part) => {
    const region = regionOf(lists, part);
    copyPart(await variable.read(region), region, lists, part, target as unknown[]);
  });
  return target;
}

/** Cuts a list where a chunk without wanted indices lies between two, or at the border of every chunk. */
function stretchesOf(list: Uint32Array, chunk: number, joinsChunks: boolean): Stretch[] {
  const stretches: Stretch[] = [];
  const chunkAt = (at: number) => Math.floor((list[at] as number) / chunk);
  for (let from = 0, to = 0; from < list.length; from = to) {
    to++;
    while (to < list.length && chunkAt(to) - chunkAt(to - 1) <= (joinsChunks ? 1 : 0)) to++;
    stretches.push({ from, to });
  }
  return stretches;
}

function combinations(along: readonly Stretch[][]): Stretch[][] {
  return along.reduce<Stretch[][]>(
    (parts, stretches) => parts.flatMap((part) => stretches.map((s) => [...part, s])),
    [[]],
  );
}

/** Whether a part is all that is wanted, and one box of neighbours. */
function isWhole(part: readonly Stretch[], lists: readonly Uint32Array[]): boolean {
  const { count } = regionOf(lists, part);
  return lists.every(
    ({ length }, axis) => count[axis] === length && part[axis]?.to === length && part[axis].from === 0,
  );
}

function regionOf(lists: readonly Uint32Array[], part: readonly Stretch[]) {
  const start = part.map(({ from }, axis) => lists[axis]?.[from] ?? 0);
  const count = part.map(({ to }, axis) => (lists[axis]?.[to - 1] ?? 0) - (start[axis] ?? 0) + 1);
  return { start, count };
}

function copyPart(
  values: StoredArray,
  region: { readonly start: readonly number[]; readonly count: readonly number[] },
  lists: readonly Uint32Array[],
  part: readonly Stretch[],
  target: unknown[],
): void {
  const strides = { from: stridesOf(region.count), to: stridesOf(lists.map(({ length }) => length)) };
  const from = productPositions(
    part.map(({ from, to }, axis) => ({
      indices: (lists[axis] as Uint32Array).subarray(from, to).map((index) => index - (region.start[axis] ?? 0)),
      stride: strides.from[axis] ?? 1,
    })),
  );
  const to = productPositions(
    part.map(({ from, to }, axis) => ({
      indices: Uint32Array.from({ length: to - from }, (_, at) => from + at),
      stride: strides.to[axis] ?? 1,
    })),
  );
  for (let at = 0; at < from.length; at++) target[to[at] as number] = values[from[at] as number];
}
