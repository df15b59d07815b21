import type { Label } from './labels.js';
import type { LabelAxis } from './place-axis.js';
import type { PlacePolicy, Refusal, RefusalReason, SourceCounts } from './place-policy.js';
import { addRun, type Piece, type Placement, type Run } from './placement.js';

/** A row of a source and the row of the cube that it replaces, or before which it goes. */
interface Claim {
  readonly source: number;
  readonly row: number;
  readonly label: Label;
  readonly at: number;
  /** Whether the row of the cube at `at` has the label. */
  readonly replaces: boolean;
}

/** Who brings which label, after each source in its turn. */
export class ClaimBook {
  readonly refused: Refusal[] = [];
  readonly counts: SourceCounts[] = [];
  readonly lost = new Map<number, number[]>();
  readonly #axis: LabelAxis;
  readonly #policy: PlacePolicy;
  readonly #claims = new Map<Label, Claim>();
  /** Rows of the cube that were given up. One whose label came back is replaced. */
  readonly #given = new Set<number>();
  /** Rows that the source whose turn it is gives up. */
  #gives: ReadonlySet<number> = new Set();

  constructor(axis: LabelAxis, policy: PlacePolicy) {
    this.#axis = axis;
    this.#policy = policy;
  }

  add(source: number, labels: readonly Label[], gives: Iterable<number>): void {
    this.#gives = new Set(gives);
    const own = new Map<Label, Claim | undefined>();
    for (const [row, label] of labels.entries()) {
      const reason = own.has(label) ? 'repeated' : this.#refuses(label);
      if (reason) {
        const by = reason === 'taken' ? this.#claims.get(label)?.source : undefined;
        this.refused.push({ source, row, label, reason, by });
        return;
      }
      own.set(label, this.#claim(source, row, label));
    }
    this.#accept(source, [...own.values()]);
  }

  #refuses(label: Label): RefusalReason | undefined {
    if (Number.isNaN(label)) return 'invalid';
    if (this.#claims.has(label)) return this.#refusesTaken();
    const { at, times } = this.#axis.find(label);
    if (times === 0) return this.#refusesNew(at);
    return this.#isGiven(at) ? undefined : this.#refusesKnown(times);
  }

  #refusesTaken(): RefusalReason | undefined {
    const { ifExists, overlaps } = this.#policy;
    return overlaps !== 'in-turn' || ifExists === 'error' ? 'taken' : undefined;
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

  #isGiven(row: number): boolean {
    return this.#given.has(row) || this.#gives.has(row);
  }

  /** Whether a label is there when it is the turn of the source. */
  #isThere(label: Label): boolean {
    const { at, times } = this.#axis.find(label);
    return this.#claims.has(label) || (times > 0 && !this.#isGiven(at));
  }

  #claim(source: number, row: number, label: Label): Claim | undefined {
    if (this.#policy.ifExists === 'skip' && this.#isThere(label)) return undefined;
    const { at, times } = this.#axis.find(label);
    if (times > 0) return { source, row, label, at, replaces: true };
    const end = this.#policy.placement === 'as-given';
    return { source, row, label, at: end ? this.#axis.length : at, replaces: false };
  }

  #accept(source: number, own: readonly (Claim | undefined)[]): void {
    const claims = own.filter((claim) => claim !== undefined);
    const end = this.#end();
    const replaced = claims.filter(({ label }) => this.#isThere(label)).length;
    const appended = claims.filter(({ label, at }) => at >= end && !this.#isThere(label)).length;
    const inserted = claims.length - replaced - appended;
    this.counts.push({ source, appended, inserted, replaced, skipped: own.length - claims.length });
    for (const row of this.#gives) this.#given.add(row);
    for (const claim of claims) this.#take(claim);
  }

  /** The row after the last one that stays. */
  #end(): number {
    let end = this.#axis.length;
    while (end > 0 && this.#isGiven(end - 1)) end--;
    return end;
  }

  #take(claim: Claim): void {
    const before = this.#claims.get(claim.label);
    if (before) this.#lose(before);
    this.#claims.set(claim.label, claim);
  }

  #lose({ source, row }: Claim): void {
    const rows = this.lost.get(source);
    if (rows) rows.push(row);
    else this.lost.set(source, [row]);
  }

  place(): Placement {
    const ordered = this.#policy.placement !== 'as-given';
    const claims = [...this.#claims.values()].sort(
      (a, b) =>
        a.at - b.at || Number(a.replaces) - Number(b.replaces) || (ordered ? this.#axis.compare(a.label, b.label) : 0),
    );
    return weave(this.#axis.length, claims, this.#given);
  }
}

/** Goes along the cube's rows, leaves out those that are given up, and puts the claimed ones in their places. */
function weave(length: number, claims: readonly Claim[], given: ReadonlySet<number>): Placement {
  const kept: Run[] = [];
  const pieces = new Map<number, Run[]>();
  const gone = [...given].sort((a, b) => a - b).values();
  let left = gone.next().value ?? length;
  let [next, to] = [0, 0];
  const keep = (end: number) => {
    const count = Math.max(0, end - next);
    addRun(kept, { from: next, to, count });
    to += count;
    next += count;
  };
  const keepUpTo = (end: number) => {
    for (; left < end; left = gone.next().value ?? length) {
      keep(left);
      next = Math.max(next, left + 1);
    }
    keep(end);
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
