import type { ZarrArray } from '../../model/zarr/array.js';
import type { Run } from './placement.js';

/**
 * A box of objects (chunks or shards) of one array that are written together: the unit of work of a cube. No two units touch the same
 * object. Plain data: it crosses threads.
 */
export interface ChunkRun {
  /** Name of the array. */
  readonly name: string;
  /** The array as it will be. */
  readonly array: ZarrArray;
  /** The array as it is; `undefined` where it is new. */
  readonly before: ZarrArray | undefined;
  /** Position of the append dimension among the array's, or -1 for an array that does not have it. */
  readonly appendAxis: number;
  /** First object of the box in the grid of objects, and one past the last, along each axis. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Rows in the box that come from the cube as it is. */
  readonly kept: readonly Run[];
  /**
   * Rows in the box that come from sources that have the array, by their position in the batch. Nothing fills a row twice. An array
   * without the append dimension comes from one source, without runs: all of it.
   */
  readonly pieces: readonly { readonly source: number; readonly runs: readonly Run[] }[];
}

/** What came of a unit of work. Plain data. */
export interface ChunkRunResult {
  /** Objects written. */
  readonly written: number;
  /** Objects left out because all their values are the fill value. */
  readonly elided: number;
  /** Objects taken over as they are. */
  readonly copied: number;
  /** Bytes of values before encoding. */
  readonly bytes: number;
}
