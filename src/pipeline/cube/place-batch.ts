import { placeByLabels, type Refusal, type SourceCounts } from '../../engine/cube/place.js';
import { placeWithout } from '../../engine/cube/place-rows.js';
import { addRun, type Placement, type Run } from '../../engine/cube/placement.js';
import type { StoredArray } from '../../model/data-type.js';
import type { CubeRules } from './cube-handler.js';
import { labelTexts } from './cube-state.js';
import { gather } from './gather.js';

/** What a batch asks for. */
export interface BatchRequest {
  /** Labels of the cube. */
  readonly existing: StoredArray;
  /** Labels of each source. */
  readonly brought: readonly StoredArray[];
  /** Labels of the steps that an earlier version of each source brought, and that go. */
  readonly replaced: readonly (readonly string[])[];
  readonly ifExists: CubeRules['ifExists'];
}

/** Where the steps of a batch go. */
export interface PlacedBatch {
  readonly placement: Placement;
  /** Sources that bring nothing; the others are not placed before these are taken away. */
  readonly refused: readonly Refusal[];
  readonly counts: readonly SourceCounts[];
}

/**
 * Takes out what earlier versions of the sources brought, and puts all that the sources bring now in its place. A step may stay where it
 * was, go elsewhere, or be gone.
 */
export function placeBatch({ existing, brought, replaced, ifExists }: BatchRequest): PlacedBatch {
  const gone = new Set(replaced.flat());
  const rows = gone.size === 0 ? [] : rowsOf(existing, gone);
  const left = placeWithout(existing.length, rows);
  const stay = gather(existing, [existing.length], 0, rowsKept(left.kept));
  const batch = brought.map((labels) => ({ labels }));
  const { placement, refused, counts } = placeByLabels(stay, batch, { ifExists, placement: 'ordered' });
  return { placement: { ...placement, kept: through(placement.kept, left.kept) }, refused, counts };
}

function rowsOf(existing: StoredArray, gone: ReadonlySet<string>): number[] {
  return labelTexts(existing).flatMap((label, row) => (gone.has(label) ? [row] : []));
}

function rowsKept(kept: readonly Run[]): number[] {
  return kept.flatMap(({ from, count }) => Array.from({ length: count }, (_, i) => from + i));
}

/** Runs from what was left, as runs from the whole. Both are in order. */
function through(runs: readonly Run[], left: readonly Run[]): Run[] {
  const whole: Run[] = [];
  let at = 0;
  for (const { from, to, count } of runs)
    for (let next = from; next < from + count; ) {
      const part = left[at];
      if (!part) return whole;
      const end = Math.min(from + count, part.to + part.count);
      addRun(whole, { from: part.from + next - part.to, to: to + next - from, count: end - next });
      if (end === part.to + part.count) at++;
      next = end;
    }
  return whole;
}
