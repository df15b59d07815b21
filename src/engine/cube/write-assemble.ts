import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { type Region, sizeOf } from '../../model/dataset.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { copyBox, filled, stridesOf } from '../../model/zarr/copy-box.js';
import type { Part } from './write-parts.js';

/** The values of a region of an array, within its shape. */
export function regionOfObject(array: ZarrArray, index: readonly number[]): Region {
  const shape = objectShape(array);
  const start = index.map((position, axis) => position * (shape[axis] ?? 1));
  return { start, count: start.map((at, axis) => Math.min(shape[axis] ?? 1, (array.shape[axis] ?? 0) - at)) };
}

/** Puts the values of one object together; what no part brings, and what is beyond the array's shape, is fill. */
export function assemble(array: ZarrArray, region: Region, parts: readonly Part[]): StoredArray {
  const shape = objectShape(array);
  for (const part of parts) checkType(array, part.values);
  const whole = parts.length === 1 && parts[0] ? wholeObject(parts[0], region, shape) : undefined;
  if (whole) return whole;
  const values = filled(array.type, sizeOf(shape), array.fillValue);
  for (const part of parts) copyPart(part, region, { values, shape });
  return values;
}

function copyPart(part: Part, region: Region, target: { values: StoredArray; shape: readonly number[] }): void {
  const first = region.start.map((start, axis) => Math.max(start, part.start[axis] ?? 0));
  const count = first.map((start, axis) => endOf(region, axis, part) - start);
  if (count.some((length) => length <= 0)) return;
  const from = first.map((start, axis) => start - (part.start[axis] ?? 0) + (part.offset[axis] ?? 0));
  const to = first.map((start, axis) => start - (region.start[axis] ?? 0));
  copyBox(part, from, target, to, count);
}

function endOf(region: Region, axis: number, part: Part): number {
  const ends = [region, part].map(({ start, count }) => (start[axis] ?? 0) + (count[axis] ?? 0));
  return Math.min(...ends);
}

/** The values of an object without copying, where they lie in one piece in what was read. */
function wholeObject(part: Part, region: Region, shape: readonly number[]): StoredArray | undefined {
  const isFull = shape.every((length, axis) => region.count[axis] === length);
  const isCovered = region.start.every(
    (start, axis) => start >= (part.start[axis] ?? 0) && start + (region.count[axis] ?? 0) <= endOf(region, axis, part),
  );
  if (!isFull || !isCovered || !isOnePiece(part.shape, shape)) return undefined;
  const strides = stridesOf(part.shape);
  const begin = region.start.reduce(
    (sum, start, axis) => sum + (start - (part.start[axis] ?? 0) + (part.offset[axis] ?? 0)) * (strides[axis] ?? 1),
    0,
  );
  const size = sizeOf(shape);
  const { values } = part;
  return Array.isArray(values)
    ? values.slice(begin, begin + size)
    : (values as Uint8Array).subarray(begin, begin + size);
}

/** Whether a box of `count` lies in one piece in an array of `shape`: one long up to some axis, and whole after it. */
function isOnePiece(shape: readonly number[], count: readonly number[]): boolean {
  const axis = count.findIndex((length) => length !== 1);
  return axis < 0 || count.every((length, at) => at <= axis || length === shape[at]);
}

function checkType(array: ZarrArray, values: StoredArray): void {
  if (values instanceof filled(array.type, 0, null).constructor) return;
  const reason = `values of ${values.constructor.name} for an array of '${array.type}'`;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
}
