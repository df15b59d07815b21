import type { StoredArray } from '../../model/data-type.js';
import { sizeOf } from '../../model/dataset.js';

/** The values at `positions` along one axis, in that order; row-major, as `values` is over `shape`. */
export function gather(
  values: StoredArray,
  shape: readonly number[],
  axis: number,
  positions: readonly number[],
): StoredArray {
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const length = shape[axis] ?? 0;
  const into = emptyLike(values, outer * positions.length * inner);
  let to = 0;
  for (let block = 0; block < outer; block++)
    for (const position of positions) {
      const from = (block * length + position) * inner;
      for (let i = 0; i < inner; i++) (into as unknown[])[to++] = values[from + i];
    }
  return into;
}

/** An array of the same kind, for `length` values. */
export function emptyLike(values: StoredArray, length: number): StoredArray {
  if (Array.isArray(values)) return new Array<string>(length);
  const Kind = values.constructor as unknown as new (length: number) => Exclude<StoredArray, readonly string[]>;
  return new Kind(length);
}
