import type { Attributes } from '../../model/attributes.js';
import type { StoredArray, StoredType } from '../../model/data-type.js';
import type { ZarrArray } from '../../model/zarr/array.js';

/** What a variable of a source is, without its values. Plain data. */
export interface VariableOutline {
  readonly name: string;
  readonly type: StoredType;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly attributes: Attributes;
  readonly chunkShape?: readonly number[] | undefined;
  /** Its array, where it comes from a Zarr store. */
  readonly zarr?: ZarrArray | undefined;
}

/** What a source is, with the values of its coordinates: all that planning needs. Plain data: it crosses threads. */
export interface SourceOutline {
  readonly uri: string;
  readonly dimensions: ReadonlyMap<string, number>;
  readonly attributes: Attributes;
  readonly variables: ReadonlyMap<string, VariableOutline>;
  /** Values as stored, by name: the coordinate of the append dimension, and all coordinates that do not vary along it. */
  readonly values: ReadonlyMap<string, StoredArray>;
}
