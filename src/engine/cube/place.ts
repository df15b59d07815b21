/**
 * Finds the place of the rows that the sources of a batch bring, by their labels.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Label } from './labels.js';
import { type Direction, directionOf, LabelAxis, labelsIn } from './place-axis.js';
import { addRun, type Piece, type Placement, type Run } from './placement.js';

/** The labels that one source brings, as the cube stores them. */
export interface SourceLabels {
  /** Position of the source in the batch; by default its position here. */
  readonly source?: number;
  readonly labels: StoredArray;
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

/** How many rows of a source went where. */
export interface SourceCounts {
  readonly source: number;
  /** Rows after all rows of the cube. */
  readonly appended: number;
  /** Rows among or before those of the cube. */
  readonly inserted: number;
  /** Rows that take the place of rows of the cube. */
  readonly replaced: number;
  /** Rows left out because the cube has their labels. */
  readonly skipped: number;
}

/** Where the rows of a batch go. */
export interface BatchPlacement {
  readonly placement: Placement;
  readonly refused: readonly Refusal[];
  /** Of each source that is not refused. */
  readonly counts: readonly SourceCounts[];
}

/** A row of a source and the row of the cube that it replaces, or before which it goes. */
interface Claim {
  readonly source: number;
  readonly row: number;
  readonly label: Label;
  readonly at: number;
  readonly replaces: boolean;
}

/**
 * Places the rows of a batch. Sources are looked at one after the other: one with a label that has no place, or that an earlier source of
 * the batch brings, is refused as a whole, and the others go on. (A refused source may well fit into the next batch, where the policy
 * for labels that the cube has applies.) Rows need not be in order within a source.
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
  batch.forEach(({ source, labels }, position) => {
    claims.add(source ?? position, labelsIn(labels));
  });
  return { placement: claims.place(), refused: claims.refused, counts: claims.counts };
}

/** The error that tells why a source was refused. @param label how the label reads, where its stored value tells little */
export function refusalError(
  { label, reason }: Refusal,
  place: { readonly uri: string; readonly dimension: string; readonly label?: string },
): CloudOptimisedError {
  return new CloudOptimisedError('CO_CUBE_LABEL', { label: String(label), ...place, reason: REASONS[reason] });
}

/** Who brings which label. */
class ClaimBook {
  readonly refused: Refusal[] = [];
  readonly counts: SourceCounts[] = [];
  readonly #axis: LabelAxis;
  readonly #policy: PlacePolicy;
  readonly #takers = new Map<Label, number>();
  readonly #claims: Claim[] = [];

  constructor(axis: LabelAxis, policy: PlacePolicy) {
    this.#axis = axis;
    this.#policy = policy;
  }

  add(source: number, labels: readonly Label[]): void {
    const own = new Map<Label, Claim | undefined>();
    for (const [row, label] of labels.entries()) {
      const reason = own.has(label) ? 'repeated' : this.#refuses(label);
      if (reason) {
        this.refused.push({ source, row, label, reason, by: reason === 'taken' ? this.#takers.get(label) : undefined });
        return;
      }
      own.set(label, this.#claim(source, row, label));
    }
    this.#accept(source, [...own.values()]);
  }

  #refuses(label: Label): RefusalReason | undefined {
    if (Number.isNaN(label)) return 'invalid';
    if (this.#takers.has(label)) return 'taken';
    const { at, times } = this.#axis.find(label);
    return times === 0 ? this.#refusesNew(at) : this.#refusesKnown(times);
  }

  #refusesNew(at: number): RefusalReason | undefined {
    const { placement } = this.#policy;
    if (placement === 'none') return 'absent';
    if (placement === 'as-given') return undefined;
    if (!this.#axis.ordered) return 'unordered';
    return placement === 'end' && at < this.#axis.length ? 'late' : undefined;
  }

  #refusesKnown(times: number): RefusalReason | undefined {
    if (this.#policy.ifExists === 'error') return 'exists';
    return this.#policy.ifExists === 'replace' && times > 1 ? 'ambiguous' : undefined;
  }

  #claim(source: number, row: number, label: Label): Claim | undefined {
    const { at, times } = this.#axis.find(label);
    if (times > 0) return this.#policy.ifExists === 'skip' ? undefined : { source, row, label, at, replaces: true };
    const end = this.#policy.placement === 'as-given';
    return { source, row, label, at: end ? this.#axis.length : at, replaces: false };
  }

  #accept(source: number, own: readonly (Claim | undefined)[]): void {
    const claims = own.filter((claim) => claim !== undefined);
    for (const claim of claims) this.#takers.set(claim.label, source);
    for (const claim of claims) this.#claims.push(claim);
    const replaced = claims.filter((claim) => claim.replaces).length;
    const appended = claims.filter((claim) => !claim.replaces && claim.at === this.#axis.length).length;
    const inserted = claims.length - replaced - appended;
    this.counts.push({ source, appended, inserted, replaced, skipped: own.length - claims.length });
  }

  place(): Placement {
    const ordered = this.#policy.placement !== 'as-given';
    const claims = this.#claims.toSorted(
      (a, b) =>
        a.at - b.at || Number(a.replaces) - Number(b.replaces) || (ordered ? this.#axis.compare(a.label, b.label) : 0),
    );
    return weave(this.#axis.length, claims);
  }
}

/** Goes along the cube's rows and puts the claimed ones in their places. */
function weave(length: number, claims: readonly Claim[]): Placement {
  const kept: Run[] = [];
  const pieces = new Map<number, Run[]>();
  let [next, to] = [0, 0];
  const keepUpTo = (end: number) => {
    addRun(kept, { from: next, to, count: end - next });
    to += end - next;
    next = end;
  };
  for (const { source, row, at, replaces } of claims) {
    keepUpTo(at);
    const runs = pieces.get(source) ?? [];
    addRun(runs, { from: row, to: to++, count: 1 });
    pieces.set(source, runs);
    if (replaces) next = at + 1;
  }
  keepUpTo(length);
  return { length: to, kept, pieces: toPieces(pieces) };
}

function toPieces(runs: ReadonlyMap<number, readonly Run[]>): Piece[] {
  return [...runs].map(([source, own]) => ({ source, runs: own })).toSorted((a, b) => a.source - b.source);
}
