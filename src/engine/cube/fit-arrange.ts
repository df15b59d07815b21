import type { NumericArray, StoredArray } from '../../model/data-type.js';
import { sizeOf } from '../../model/dataset.js';
import { stridesOf } from '../../model/zarr/copy-box.js';

/** Dimensions by name, and how many values lie along each. */
export interface Arrangement {
  readonly dimensions: readonly string[];
  readonly count: readonly number[];
}

/** Whether values lie in the same order in both. */
export function isArranged(from: Arrangement['dimensions'], to: Arrangement['dimensions']): boolean {
  return from.length === to.length && from.every((name, axis) => name === to[axis]);
}

/** Row-major values in another order of dimensions, and repeated along those that they do not have. */
export function arrange(values: StoredArray, from: Arrangement, to: Arrangement): StoredArray {
  if (isArranged(from.dimensions, to.dimensions)) return values;
  const strides = stridesOf(from.count);
  const steps = to.dimensions.map((name) => strides[from.dimensions.indexOf(name)] ?? 0);
  const arranged = emptyLike(values, sizeOf(to.count));
  let next = 0;
  const walk = (axis: number, at: number): void => {
    if (axis === steps.length) {
      (arranged as unknown[])[next++] = values[at];
      return;
    }
    const step = steps[axis] as number;
    for (let i = 0; i < (to.count[axis] as number); i++) walk(axis + 1, at + i * step);
  };
  walk(0, 0);
  return arranged;
}

function emptyLike(values: StoredArray, length: number): StoredArray {
  if (Array.isArray(values)) return new Array<string>(length);
  return new (values.constructor as new (length: number) => NumericArray)(length);
}

/** Gives the index of a value in a box by its place in row-major order. */
export function locateIn(start: readonly number[], count: readonly number[]): (place: number) => readonly number[] {
  const strides = stridesOf(count);
  return (place) =>
    start.map((first, axis) => first + (Math.floor(place / (strides[axis] as number)) % (count[axis] as number)));
}
