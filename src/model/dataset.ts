/**
 * The hub model of array files: every reader of NetCDF, HDF5 and the like produces a `Dataset`, every writer consumes one.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import type { Attributes } from './attributes.js';
import type { StoredArray, StoredType } from './data-type.js';
import type { ZarrArray } from './zarr/array.js';

/** A box in a variable: `start` and `count` have one number for each dimension. */
export interface Region {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** One variable of a file. Nothing is read before `read` is called. */
export interface Variable {
  /** Its name; variables of a group carry the group's path: `group/name`. */
  readonly name: string;
  /** Its type in the file, before unpacking. */
  readonly type: StoredType;
  /** Names of its dimensions, slowest first; none for a scalar. */
  readonly dimensions: readonly string[];
  /** Length of each dimension. */
  readonly shape: readonly number[];
  readonly attributes: Attributes;
  /** Shape of its chunks in the file, where it has any. */
  readonly chunkShape?: readonly number[] | undefined;
  /** Its objects as they are encoded, where it comes from a Zarr store: a cube of the same encoding can take them over as they are. */
  readonly encoded?: EncodedArray | undefined;
  /** What its reader does not know about it: it is there, with a type that stands for another, and cannot be read. */
  readonly unsupported?: string | undefined;
  /**
   * Its values as stored (neither unpacked nor masked), row-major; all of them, or those of `region`.
   *
   * @throws CO_FILE_TRUNCATED, CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED, or a storage error
   */
  read(region?: Region): Promise<StoredArray>;
  /**
   * As `read`, in memory that comes back to the reader: who reads chunk after chunk then takes no more memory than one chunk does. Only
   * readers have it; who wraps a variable to change its values must not pass it on.
   */
  readonly lend?: ((region: Region) => Promise<LentValues>) | undefined;
}

/** Values in memory that is used again. */
export interface LentValues {
  readonly values: StoredArray;
  /** To be called once, when nobody uses the values any more; where it is not called, they stay. */
  giveBack(): void;
}

/** The encoded objects of a Zarr array. */
export interface EncodedArray {
  readonly array: ZarrArray;
  /** The object (chunk or shard) at `index` in the grid of objects, as it is stored; `undefined` where there is none. */
  read(index: readonly number[]): Promise<Uint8Array | undefined>;
}

/** An opened file of labelled arrays. */
export interface Dataset {
  readonly kind: 'dataset';
  /** Where it comes from, for messages. */
  readonly uri: string;
  /** Lengths by name, in the order in which the variables first use them. */
  readonly dimensions: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly attributes: Attributes;
  /** Releases the file. Closing twice is allowed. */
  close(): Promise<void>;
}

/** How many values an array of `shape` has; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** @throws CO_UNEXPECTED for a region that does not lie in the variable */
export function checkRegion({ name, shape }: Pick<Variable, 'name' | 'shape'>, { start, count }: Region): void {
  const fits =
    start.length === shape.length &&
    count.length === shape.length &&
    shape.every((length, axis) => isWithin(start[axis], count[axis], length));
  if (fits) return;
  const reason = `region [${start}] + [${count}] does not lie in variable '${name}' of shape [${shape}]`;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
}

function isWithin(start: number | undefined, count: number | undefined, length: number): boolean {
  if (!Number.isInteger(start) || !Number.isInteger(count)) return false;
  return Number(start) >= 0 && Number(count) >= 0 && Number(start) + Number(count) <= length;
}
