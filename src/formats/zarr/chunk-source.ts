import type { StoredArray } from '../../model/data-type.js';
import type { ZarrArray } from '../../model/zarr/array.js';
import type { ChunkCoder } from './chunk-coder.js';
import type { StoreFolder } from './store-folder.js';

/** An array in a store. */
export interface StoredZarrArray {
  readonly folder: StoreFolder;
  readonly name: string;
  readonly array: ZarrArray;
}

/** What decodes the objects of an array, together with where they lie. */
export interface ChunkSource extends StoredZarrArray {
  readonly coder: ChunkCoder;
}

/** Takes the values of the chunk that begins at `origin`, `undefined` where it is not there. */
export type TakeChunk = (values: StoredArray | undefined, origin: readonly number[]) => void;
