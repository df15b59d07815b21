/**
 * Finds the place of the rows that the sources of a batch bring, by their labels.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { directionOf, LabelAxis, labelsIn } from './place-axis.js';
import { ClaimBook } from './place-claims.js';
import type { PlacePolicy, Refusal, RefusalReason, SourceCounts } from './place-policy.js';
import type { Placement } from './placement.js';

export type { PlacePolicy, Refusal, RefusalReason, SourceCounts } from './place-policy.js';

/** The labels that one source brings, as the cube stores them. */
export interface SourceLabels {
  /** Position of the source in the batch; by default its position here. */
  readonly source?: number;
  readonly labels: StoredArray;
  /** Rows of the cube that an earlier version of the source brought. They go, unless a source brings their labels anew. */
  readonly gives?: Iterable<number>;
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
} as const satisfies Record<RefusalReason, string>;

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
