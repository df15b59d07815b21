import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { type Region, sizeOf } from '../../model/dataset.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { copyBox, filled, stridesOf } from '../../model/zarr/copy-box.js';
import type { Part } from './write-part.js';

/** What a part brings to an object: `count` values along each axis, from where they are to where they go in the object. */
interface Bringing {
  readonly part: Part;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: readonly number[];
}

/** Puts the values of objects together, one after the other. */
export class Assembler {
  readonly #array: ZarrArray;
  readonly #shape: readonly number[];
  /** Memory for the next object. */
  #spare: StoredArray | undefined;

  constructor(array: ZarrArray) {
    this.#array = array;
    this.#shape = objectShape(array);
  }

  /**
   * The values of one object; what no part brings, and what is beyond the array's shape, is fill. Where one part has them in one piece,
   * they are not copied. They are valid until `release`.
   *
   * @param parts apart from each other
   * @throws CO_UNEXPECTED for values of another type than the array's
   */
  assemble(region: Region, parts: readonly Part[]): StoredArray {
    for (const { values } of parts) checkType(this.#array, values);
    const bringings = parts.flatMap((part) => bringingOf(part, region));
    const [only] = bringings;
    if (bringings.length === 1 && only && isOnePiece(only, this.#shape)) return pieceOf(only);
    const values = this.#memory(bringings.reduce((sum, { count }) => sum + sizeOf(count), 0));
    for (const { part, from, to, count } of bringings) copyBox(part, from, { values, shape: this.#shape }, to, count);
    return values;
  }

  /** Takes memory back for the next object, unless what it was encoded to lies in it: that is still to be put. */
  release(values: StoredArray, encoded: Uint8Array | undefined): void {
    if (!ArrayBuffer.isView(values) || values.buffer === encoded?.buffer) this.#spare = undefined;
  }

  /** Fill values, or anything where `brought` is all of an object. */
  #memory(brought: number): StoredArray {
    const { type, fillValue } = this.#array;
    const size = sizeOf(this.#shape);
    if (brought < size) return filled(type, size, fillValue);
    this.#spare ??= filled(type, size, null);
    return this.#spare;
  }
}

function bringingOf(part: Part, region: Region): Bringing[] {
  const first = region.start.map((start, axis) => Math.max(start, part.start[axis] ?? 0));
  const count = first.map((start, axis) => Math.min(endOf(region, axis), endOf(part, axis)) - start);
  if (count.some((length) => length <= 0)) return [];
  const from = first.map((start, axis) => start - (part.start[axis] ?? 0) + (part.offset[axis] ?? 0));
  return [{ part, from, to: first.map((start, axis) => start - (region.start[axis] ?? 0)), count }];
}

function endOf({ start, count }: Region, axis: number): number {
  return (start[axis] ?? 0) + (count[axis] ?? 0);
}

/** Whether what is brought is all of an object of `shape`, and lies in one piece: long along one axis, and whole along those after it. */
function isOnePiece({ part, count }: Bringing, shape: readonly number[]): boolean {
  const axis = count.findIndex((length) => length !== 1);
  return (
    count.every((length, at) => length === shape[at]) &&
    (axis < 0 || count.every((length, at) => at <= axis || length === part.shape[at]))
  );
}

function pieceOf({ part: { values, shape }, from, count }: Bringing): StoredArray {
  const strides = stridesOf(shape);
  const begin = from.reduce((sum, position, axis) => sum + position * (strides[axis] ?? 1), 0);
  const end = begin + sizeOf(count);
  return Array.isArray(values) ? values.slice(begin, end) : (values as Uint8Array).subarray(begin, end);
}

function checkType(array: ZarrArray, values: StoredArray): void {
  if (values instanceof filled(array.type, 0, null).constructor) return;
  const reason = `values of ${values.constructor.name} for an array of '${array.type}'`;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
}
