/**
 * Which chunks hold a wanted place, where that is told over several dimensions at once.
 *
 * @module
 */
import { stridesOf } from '../../model/zarr/copy-box.js';
import type { Block } from './blocks.js';
import type { Mask, Places } from './constraint.js';
import { productPositions, upTo } from './positions.js';
import type { IsNeeded } from './read-places.js';

/** For a variable over `dimensions`: whether a mask has a wanted place above a chunk. `undefined` where no mask says anything of it. */
export function neededByMasks(dimensions: readonly string[], { indices, masks }: Places): IsNeeded | undefined {
  const telling = masks.filter((mask) => mask.dimensions.some((name) => dimensions.includes(name)));
  if (telling.length === 0) return undefined;
  return (lists, stretches) =>
    telling.every((mask) =>
      hasFlag(
        mask.flags,
        mask.dimensions.map((name) => {
          const axis = dimensions.indexOf(name);
          const { from = 0, to } = stretches[axis] ?? {};
          const list = axis === -1 ? indices.get(name) : lists[axis]?.subarray(from, to);
          return { indices: list ?? [], stride: mask.strides.get(name) ?? 1 };
        }),
      ),
    );
}

/** For a variable that has all dimensions of the block: whether a row of a chunk fits. */
export function neededByRows(
  dimensions: readonly string[],
  block: Block,
  fits: Uint8Array | undefined,
): IsNeeded | undefined {
  if (!fits) return undefined;
  const strides = stridesOf([...block.values()].map(({ length }) => length));
  const names = [...block.keys()];
  return (_, stretches) =>
    hasFlag(
      fits,
      stretches.map(({ from, to }, axis) => ({
        indices: upTo(to - from).map((at) => at + from),
        stride: strides[names.indexOf(dimensions[axis] ?? '')] ?? 1,
      })),
    );
}

/** 1 for each row of a block that all masks let through; `undefined` where there are none. */
export function rowsByMasks(block: Block, masks: readonly Mask[]): Uint8Array | undefined {
  let fits: Uint8Array | undefined;
  for (const mask of masks) {
    const cells = productPositions(
      [...block].map(([name, indices]) => ({ indices, stride: mask.strides.get(name) ?? 0 })),
    );
    const flags = Uint8Array.from(cells, (cell) => mask.flags[cell] as number);
    fits = fits ? fits.map((flag, row) => flag & (flags[row] as number)) : flags;
  }
  return fits;
}

type Axes = Parameters<typeof productPositions>[0];

function hasFlag(flags: Uint8Array, axes: Axes): boolean {
  const search = (axis: number, at: number): boolean => {
    const along = axes[axis];
    if (!along) return flags[at] === 1;
    for (let index = 0; index < along.indices.length; index++)
      if (search(axis + 1, at + (along.indices[index] as number) * along.stride)) return true;
    return false;
  };
  return search(0, 0);
}
