/**
 * Finds the place of the rows that the sources of a batch bring, by their labels.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Label } from './labels.js';
import { type Direction, directionOf, LabelAxis, labelsIn } from './place-axis.js';
import { ClaimBook } from './place-claims.js';
import type { Placement } from './placement.js';

/** The labels that one source brings, as the cube stores them. */
export interface SourceLabels {
  /** Position of the source in the batch; by default its position here. */
  readonly source?: number;
  readonly labels: StoredArray;
  /** Rows of the cube that an earlier version of the source brought. They go, unless a source brings their labels anew. */
  readonly gives?: Iterable<number>;
}

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

const REASONS = {
  exists: 'is in the cube already',
  taken: 'is brought by another source of the same batch too',
  repeated: 'is there more than once',
  late: 'does not come after the last label of the cube',
  absent: 'is not in the cube',
  ambiguous: 'is in the cube more than once',
  unordered: 'has no place, because the labels of the cube are not in strict order',
  invalid: 'is no label',
} as const;

/** What to tell people to do about it. */
const FAULTS = {
  exists: 'exists',
  taken: 'exists',
  repeated: 'repeated',
  late: 'late',
  absent: 'absent',
  ambiguous: 'unordered',
  unordered: 'unordered',
  invalid: 'missing',
} as const;

/** Why a source is refused. */
export type RefusalReason = keyof typeof REASONS;

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

/** Where the rows of a batch go. */
export interface BatchPlacement {
  readonly placement: Placement;
  readonly refused: readonly Refusal[];
  /** Of each source that is not refused. */
  readonly counts: readonly SourceCounts[];
  /** Rows of sources whose labels a later source of the batch took. */
  readonly lost: ReadonlyMap<number, readonly number[]>;
}

/**
 * Places the rows of a batch. Sources are looked at one after the other: one with a label that has no place is refused as a whole, and the
 * others go on. Rows need not be in order within a source.
 *
 * @param existing the cube's labels, without repetitions and in strict order unless nobody asks for order
 */
export function placeByLabels(
  existing: StoredArray,
  batch: readonly SourceLabels[],
  policy: PlacePolicy,
): BatchPlacement {
  const direction =
    policy.direction ??
    directionOf(
      existing,
      batch.map(({ labels }) => labels),
    );
  const claims = new ClaimBook(new LabelAxis(existing, direction), policy);
  batch.forEach(({ source, labels, gives = [] }, position) => {
    claims.add(source ?? position, labelsIn(labels), gives);
  });
  return { placement: claims.place(), refused: claims.refused, counts: claims.counts, lost: claims.lost };
}

/** The error that tells why a source was refused. @param label how the label reads, where its stored value tells little */
export function refusalError(
  { label, reason }: Refusal,
  place: { readonly uri: string; readonly dimension: string; readonly label?: string },
): CloudOptimisedError {
  const told = { reason: REASONS[reason], fault: FAULTS[reason] };
  return new CloudOptimisedError('CO_CUBE_LABEL', { label: String(label), ...place, ...told });
}
