import { stridesOf } from '../../model/zarr/copy-box.js';

/** Numbers, or texts, by what they stand for; not-a-number where there is none. */
export type Meaning = ArrayLike<number | bigint | string>;

/** What a float64 computed in another way may be off, relative to its size. */
const COMPUTED = 1e-12;
/** Half of what lies between two float32, relative to their size. */
const FLOAT32 = 2 ** -24;

/**
 * Gives how far a value at an index may be off: a part of the distance to its nearest neighbour along the axis along which values change most
 * there (on a curvilinear grid a latitude hardly changes along the other). Whole numbers have to be equal.
 *
 * @param tolerance the part
 * @param isFloat32 whether one side's values were rounded to float32
 */
export function toleranceAt(
  values: Meaning,
  shape: readonly number[],
  tolerance: number,
  isFloat32: boolean,
): (index: number) => number {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return () => 0;
  const strides = stridesOf(shape);
  return (index) => {
    const steps = shape.map((length, axis) => stepAt(values, index, length, strides[axis] as number));
    const rounding = Math.abs(values[index] as number) * (isFloat32 ? FLOAT32 : COMPUTED);
    return tolerance * Math.max(...steps, 0) + rounding;
  };
}

/** The distance to the nearer neighbour along an axis; 0 without any. */
function stepAt(values: ArrayLike<number>, index: number, length: number, stride: number): number {
  const place = Math.floor(index / stride) % length;
  const value = values[index] as number;
  const before = place > 0 ? Math.abs(value - (values[index - stride] as number)) : Number.POSITIVE_INFINITY;
  const after = place < length - 1 ? Math.abs(value - (values[index + stride] as number)) : Number.POSITIVE_INFINITY;
  const nearest = Math.min(before || after, after || before);
  return Number.isFinite(nearest) ? nearest : 0;
}
