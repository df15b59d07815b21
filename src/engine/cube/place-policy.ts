import type { Label } from './labels.js';
import type { Direction } from './place-axis.js';

/** What becomes of labels, by where they are. */
export interface PlacePolicy {
  /** For labels that the cube has: take the new rows, keep the old ones, or refuse the source. */
  readonly ifExists: 'replace' | 'skip' | 'error';
  /**
   * For labels that the cube does not have: `ordered` puts each in its place; `end` takes only those that come after all of the cube;
   * `as-given` puts them at the end in the order given, without a look at it; `none` takes none.
   */
  readonly placement: 'ordered' | 'end' | 'as-given' | 'none';
  /** By default that of the cube, or of a new one's sources; see `directionOf`. */
  readonly direction?: Direction | undefined;
  /**
   * For labels that an earlier source of the batch brings: `refuse` the source, whatever `ifExists` says, or place it `in-turn`, as if
   * the earlier ones were in the cube already, so that the outcome does not depend on which sources make a batch. By default `refuse`.
   */
  readonly overlaps?: 'refuse' | 'in-turn' | undefined;
}

/** Why a source is refused. */
export type RefusalReason = 'exists' | 'taken' | 'repeated' | 'late' | 'absent' | 'ambiguous' | 'unordered' | 'invalid';

/** A source that brings nothing, because of its first label that has no place. */
export interface Refusal {
  readonly source: number;
  /** Position of the label in the source. */
  readonly row: number;
  readonly label: Label;
  readonly reason: RefusalReason;
  /** The source that has the label, for `taken`. */
  readonly by?: number | undefined;
}

/** How many rows of a source went where, when it was its turn. */
export interface SourceCounts {
  readonly source: number;
  /** Rows after all rows of the cube. */
  readonly appended: number;
  /** Rows among or before those of the cube. */
  readonly inserted: number;
  /** Rows that take the place of rows of others, in the cube or the batch. */
  readonly replaced: number;
  /** Rows left out because the cube, or an earlier source, has their labels. */
  readonly skipped: number;
}
