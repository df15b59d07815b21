import type { NumericArray, StoredArray } from '../../model/data-type.js';
import { stridesOf } from '../../model/zarr/copy-box.js';

/** Row-major values of `shape` in the order of columns first (Fortran's). */
export function toColumns(values: StoredArray, shape: readonly number[]): StoredArray {
  return reorder(values, shape, columnStrides(shape), stridesOf(shape));
}

/** Values of `shape` that are in the order of columns, row-major. */
export function fromColumns(values: StoredArray, shape: readonly number[]): StoredArray {
  return reorder(values, shape, stridesOf(shape), columnStrides(shape));
}

function columnStrides(shape: readonly number[]): number[] {
  return stridesOf([...shape].reverse()).reverse();
}

function reorder(
  values: StoredArray,
  shape: readonly number[],
  to: readonly number[],
  from: readonly number[],
): StoredArray {
  const target = emptyLike(values) as string[];
  const walk = (axis: number, into: number, at: number): void => {
    const stepTo = to[axis] ?? 1;
    const stepFrom = from[axis] ?? 1;
    const length = shape[axis] ?? 1;
    const isLast = axis >= shape.length - 1;
    for (let index = 0; index < length; index++) {
      if (isLast) target[into + index * stepTo] = values[at + index * stepFrom] as string;
      else walk(axis + 1, into + index * stepTo, at + index * stepFrom);
    }
  };
  walk(0, 0, 0);
  return target;
}

function emptyLike(values: StoredArray): StoredArray {
  if (!ArrayBuffer.isView(values)) return new Array<string>(values.length);
  return new (values.constructor as new (length: number) => NumericArray)(values.length);
}
