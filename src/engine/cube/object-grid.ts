import type { Region } from '../../model/dataset.js';
import { type Cube, objectShape, type ZarrArray } from '../../model/zarr/array.js';

/** Bytes of one text of any length, for want of better knowledge. */
const TEXT_BYTES = 32;

/** How many objects an array has along each axis. */
export function objectGrid(array: Pick<ZarrArray, 'shape' | 'chunks' | 'shards'>): number[] {
  const shape = objectShape(array);
  return array.shape.map((length, axis) => Math.ceil(length / (shape[axis] ?? 1)));
}

/** The values of an object that lie within the array's shape. */
export function regionOfObject(array: ZarrArray, index: readonly number[]): Region {
  const shape = objectShape(array);
  const start = index.map((position, axis) => position * (shape[axis] ?? 1));
  return { start, count: start.map((at, axis) => Math.min(shape[axis] ?? 1, (array.shape[axis] ?? 0) - at)) };
}

/** Bytes that one value takes before encoding, roughly for texts. */
export function valueBytes({ type }: Pick<ZarrArray, 'type'>): number {
  if (type === 'string') return TEXT_BYTES;
  if (type === 'bool') return 1;
  const [, kind, digits] = /^([A-Za-z]+?)(\d+)$/.exec(type) ?? [];
  if (kind === 'U') return 4 * Number(digits);
  return kind === 'S' ? Number(digits) : Number(digits) / 8;
}

/** The indices of the box from `from` up to `to`, with `fast` as the axis that changes fastest, and then the last one. */
export function* indicesOf(from: readonly number[], to: readonly number[], fast = -1): Generator<number[]> {
  if (from.some((first, axis) => first >= (to[axis] ?? 0))) return;
  const index = [...from];
  const axes = from.map((_, axis) => axis).filter((axis) => axis !== fast);
  const order = fast >= 0 ? [...axes, fast] : axes;
  for (let done = false; !done; done = !advance(index, { from, to, order })) yield [...index];
}

interface Walk {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly order: readonly number[];
}

/** Steps to the next index of a box, and tells whether there was one. */
function advance(index: number[], { from, to, order }: Walk): boolean {
  for (const axis of order.toReversed()) {
    const next = (index[axis] ?? 0) + 1;
    if (next < (to[axis] ?? 0)) {
      index[axis] = next;
      return true;
    }
    index[axis] = from[axis] ?? 0;
  }
  return false;
}

/** The cube with `length` rows along its append dimension. */
export function withLength(cube: Cube, appendDimension: string, length: number): Cube {
  const resize = (array: ZarrArray): ZarrArray => ({
    ...array,
    shape: array.shape.map((old, axis) => (array.dimensions[axis] === appendDimension ? length : old)),
  });
  return { ...cube, arrays: new Map([...cube.arrays].map(([name, array]) => [name, resize(array)])) };
}
