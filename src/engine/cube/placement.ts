/**
 * Which rows of a cube come from where, along its append dimension. A row is one step of that dimension, over all arrays.
 *
 * @module
 */

/** `count` rows that go from `from` to `to`. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The rows that one source of a batch fills. */
export interface Piece {
  /** Its position in the batch. */
  readonly source: number;
  readonly runs: readonly Run[];
}

/** Where all rows of a cube come from, once a batch is committed. */
export interface Placement {
  /** Rows of the cube afterwards. */
  readonly length: number;
  /** Rows of the cube of before that stay, perhaps in another place. */
  readonly kept: readonly Run[];
  readonly pieces: readonly Piece[];
}
