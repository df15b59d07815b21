import type { StoredArray } from '../../model/data-type.js';
import type { FillValue } from '../../model/zarr/array.js';

/**
 * Whether all values are the fill value, such that leaving the chunk out loses nothing: bit for bit, except that any NaN is as good as
 * another. Never where there is no fill value.
 */
export function isAllFill(values: StoredArray, fillValue: FillValue): boolean {
  if (fillValue === null) return false;
  if (values instanceof Float32Array || values instanceof Float64Array) return isAllFloat(values, Number(fillValue));
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return isAll(values, BigInt(fillValue));
  return ArrayBuffer.isView(values) ? isAll(values, Number(fillValue)) : isAll(values, String(fillValue));
}

function isAll<T>(values: ArrayLike<T>, fillValue: T): boolean {
  for (let index = 0; index < values.length; index++) if (values[index] !== fillValue) return false;
  return true;
}

function isAllFloat(values: Float32Array | Float64Array, fillValue: number): boolean {
  if (Number.isNaN(fillValue)) return isAllNan(values);
  if (Object.is(fillValue, 0)) return isAll(new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4), 0);
  if (fillValue === 0) return values.every((value) => Object.is(value, -0));
  return isAll(values, values instanceof Float32Array ? Math.fround(fillValue) : fillValue);
}

function isAllNan(values: Float32Array | Float64Array): boolean {
  for (let index = 0; index < values.length; index++) if (!Number.isNaN(values[index])) return false;
  return true;
}
