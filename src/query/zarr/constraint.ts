/**
 * What a selection asks of the places in a cube: flags over one or more of its dimensions.
 *
 * @module
 */
import { stridesOf } from '../../model/zarr/copy-box.js';
import { productPositions, upTo } from './positions.js';

/** Which places along `dimensions` fit: 1 for each that does, row-major. One flag where there are no dimensions. */
export interface Constraint {
  readonly dimensions: readonly string[];
  readonly flags: Uint8Array;
}

/** The places that fit: indices along each dimension, ascending, and masks over several dimensions at once. */
export interface Places {
  /** Whether no place fits, for what is asked of the whole cube does not hold. */
  readonly never: boolean;
  readonly indices: ReadonlyMap<string, Uint32Array>;
  readonly masks: readonly Mask[];
}

/** A constraint over two dimensions or more. */
export interface Mask extends Constraint {
  readonly strides: ReadonlyMap<string, number>;
}

/** The places along `lengths` that fit all `constraints`. Indices that no mask lets through are left out. */
export function placesOf(lengths: ReadonlyMap<string, number>, constraints: readonly Constraint[]): Places {
  const merged = merge(constraints);
  const masks = merged.filter(({ dimensions }) => dimensions.length > 1).map((mask) => withStrides(mask, lengths));
  const indices = new Map<string, Uint32Array>();
  const never = merged.some(({ dimensions, flags }) => dimensions.length === 0 && flags[0] === 0);
  for (const [name, length] of lengths) {
    const along = merged.find(({ dimensions }) => dimensions.length === 1 && dimensions[0] === name);
    indices.set(name, along ? setBits(along.flags) : upTo(length));
  }
  for (const mask of masks) project(mask, indices);
  return { never, indices, masks };
}

/** Constraints over the same dimensions become one. */
function merge(constraints: readonly Constraint[]): Constraint[] {
  const known = new Map<string, Constraint>();
  for (const { dimensions, flags } of constraints) {
    const key = dimensions.join('\0');
    const other = known.get(key)?.flags;
    known.set(key, { dimensions, flags: other ? flags.map((flag, at) => flag & (other[at] ?? 0)) : flags });
  }
  return [...known.values()];
}

function withStrides(constraint: Constraint, lengths: ReadonlyMap<string, number>): Mask {
  const { dimensions } = constraint;
  const strides = stridesOf(dimensions.map((name) => lengths.get(name) ?? 0));
  return { ...constraint, strides: new Map(dimensions.map((name, axis) => [name, strides[axis] ?? 1])) };
}

/** Keeps the indices of which the mask has a place. */
function project(mask: Mask, indices: Map<string, Uint32Array>): void {
  const lists = mask.dimensions.map((name) => indices.get(name) ?? new Uint32Array());
  const seen = lists.map((list) => new Uint8Array(list.length));
  const cells = productPositions(lists.map((list, axis) => ({ indices: list, stride: strideOf(mask, axis) })));
  const steps = stridesOf(lists.map(({ length }) => length));
  for (let at = 0; at < cells.length; at++) {
    if (mask.flags[cells[at] as number] !== 1) continue;
    for (let axis = 0; axis < steps.length; axis++) {
      const flags = seen[axis] as Uint8Array;
      flags[Math.floor(at / (steps[axis] as number)) % flags.length] = 1;
    }
  }
  mask.dimensions.forEach((name, axis) => {
    const flags = seen[axis] as Uint8Array;
    indices.set(
      name,
      (lists[axis] as Uint32Array).filter((_, at) => flags[at] === 1),
    );
  });
}

function strideOf({ dimensions, strides }: Mask, axis: number): number {
  return strides.get(dimensions[axis] ?? '') ?? 0;
}

function setBits(flags: Uint8Array): Uint32Array {
  return upTo(flags.length).filter((at) => flags[at] === 1);
}
