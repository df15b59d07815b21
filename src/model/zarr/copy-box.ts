import { CloudOptimisedError } from '../../errors/index.js';
import { allocate, type NumericType, type StoredArray } from '../data-type.js';
import type { FillValue, ZarrType } from './array.js';

/** Values of an array of `shape`, row-major. */
export interface Box {
  readonly values: StoredArray;
  readonly shape: readonly number[];
}

/**
 * Copies a box of `count` values along each axis from `source`, where it begins at `from`, to `target`, where it begins at `to`. Both
 * are of the same type and hold the box; an array of text must be a mutable one.
 */
export function copyBox(
  source: Box,
  from: readonly number[],
  target: Box,
  to: readonly number[],
  count: readonly number[],
): void {
  if (count.some((length) => length === 0)) return;
  const run = runLength(source.shape, target.shape, count);
  const copy = copier(source.values, target.values, run.length);
  const strides = { source: stridesOf(source.shape), target: stridesOf(target.shape) };
  const walk = (axis: number, at: number, into: number): void => {
    if (axis === run.axis) {
      copy(at, into);
      return;
    }
    const stepFrom = strides.source[axis] ?? 1;
    const stepTo = strides.target[axis] ?? 1;
    for (let index = 0; index < (count[axis] ?? 0); index++)
      walk(axis + 1, at + index * stepFrom, into + index * stepTo);
  };
  walk(0, offsetOf(from, strides.source), offsetOf(to, strides.target));
}

/** The axes from `axis` on lie in one piece in both arrays, `length` values of them. */
function runLength(source: readonly number[], target: readonly number[], count: readonly number[]) {
  let axis = count.length;
  let length = 1;
  while (axis > 0) {
    axis--;
    length *= count[axis] ?? 1;
    if (count[axis] !== source[axis] || count[axis] !== target[axis]) break;
  }
  return { axis, length };
}

function copier(source: StoredArray, target: StoredArray, length: number): (from: number, to: number) => void {
  if (isTyped(source) && isTyped(target)) {
    const [values, into] = [source, target] as [Float64Array, Float64Array];
    return (from, to) => into.set(values.subarray(from, from + length), to);
  }
  const into = target as string[];
  return (from, to) => {
    for (let index = 0; index < length; index++) into[to + index] = source[from + index] as string;
  };
}

function isTyped(values: StoredArray): boolean {
  return ArrayBuffer.isView(values);
}

/** Distance between neighbours along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

function offsetOf(index: readonly number[], strides: readonly number[]): number {
  return index.reduce((offset, position, axis) => offset + position * (strides[axis] ?? 1), 0);
}

/** `length` values of `type`, each the fill value; zeros, or empty texts, where that is `null`. */
export function filled(type: ZarrType, length: number, fillValue: FillValue): StoredArray {
  if (type === 'string' || /^[US]\d/.test(type)) return new Array<string>(length).fill(String(fillValue ?? ''));
  const values = allocate(type === 'bool' ? 'int8' : (type as NumericType), length);
  if (fillValue === null) return values;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return values.fill(BigInt(fillValue));
  return isZero(Number(fillValue)) ? values : values.fill(Number(fillValue));
}

function isZero(value: number): boolean {
  return Object.is(value, 0);
}

/** A part `[start, start + count)` of each axis of `box`, as values of its own. @throws CO_UNEXPECTED where it does not lie in it */
export function boxOf(box: Box, type: ZarrType, start: readonly number[], count: readonly number[]): StoredArray {
  if (start.some((from, axis) => from < 0 || from + (count[axis] ?? 0) > (box.shape[axis] ?? 0))) {
    throw new CloudOptimisedError('CO_UNEXPECTED', { reason: `box [${start}] + [${count}] is not in [${box.shape}]` });
  }
  const length = count.reduce((product, along) => product * along, 1);
  const values = filled(type, length, null);
  copyBox(
    box,
    start,
    { values, shape: count },
    count.map(() => 0),
    count,
  );
  return values;
}
