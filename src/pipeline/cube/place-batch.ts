import { placeByLabels, type Refusal, type SourceCounts } from '../../engine/cube/place.js';
import type { Placement } from '../../engine/cube/placement.js';
import type { StoredArray } from '../../model/data-type.js';
import type { CubeRules } from './cube-handler.js';
import { labelTexts } from './cube-state.js';

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
  /** Steps of sources that a later source of the batch took. */
  readonly lost: ReadonlyMap<number, readonly number[]>;
}

/**
 * Takes out what earlier versions of the sources brought, and puts all that the sources bring now in its place, as if each source came in a
 * batch of its own. A step may stay where it was, go elsewhere, or be gone.
 */
export function placeBatch({ existing, brought, replaced, ifExists }: BatchRequest): PlacedBatch {
  const rows = rowsByLabel(existing, new Set(replaced.flat()));
  const batch = brought.map((labels, position) => ({
    labels,
    gives: (replaced[position] ?? []).flatMap((label) => rows.get(label) ?? []),
  }));
  return placeByLabels(existing, batch, { ifExists, placement: 'ordered', overlaps: 'in-turn' });
}

function rowsByLabel(existing: StoredArray, wanted: ReadonlySet<string>): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  if (wanted.size === 0) return rows;
  labelTexts(existing).forEach((label, row) => {
    if (wanted.has(label)) rows.set(label, [...(rows.get(label) ?? []), row]);
  });
  return rows;
}
