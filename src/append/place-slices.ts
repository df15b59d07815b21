/**
 * The rows of a cube that slices go to.
 *
 * @module
 */
import { type BatchPlacement, type PlacePolicy, placeByLabels, type SourceLabels } from '../engine/cube/place.js';
import type { Direction } from '../engine/cube/place-axis.js';
import { addRun, type Placement, type Run } from '../engine/cube/placement.js';
import type { StoredArray } from '../model/data-type.js';
import type { LabelIndex } from './label-index.js';
import type { Label } from './labels.js';

/** The labels of one source of a change. */
export interface LabelledSource {
  readonly source: number;
  readonly labels: readonly Label[];
}

/** Places the labels of a batch. What comes after all others is not looked up, so that it costs the same in cubes of any length. */
export function placeSlices(
  existing: LabelIndex,
  batch: readonly LabelledSource[],
  policy: PlacePolicy & { readonly direction: Direction },
): BatchPlacement {
  if (!existing.hasCoordinate || comesAfter(existing, batch, policy.direction))
    return placeAtEnd(existing.length, batch);
  return placeByLabels(
    stored(existing.all),
    batch.map(({ source, labels }): SourceLabels => ({ source, labels: stored(labels) })),
    policy,
  );
}

/** Labels one by one are what the engine makes of arrays first of all. */
function stored(labels: readonly Label[]): StoredArray {
  return labels as unknown as StoredArray;
}

function comesAfter(existing: LabelIndex, batch: readonly LabelledSource[], direction: Direction): boolean {
  if (!existing.isOrdered || (existing.direction ?? direction) !== direction) return false;
  let last = existing.last;
  for (const { labels } of batch) {
    for (const label of labels) {
      if (Number.isNaN(label)) return false;
      if (last !== undefined && !(direction === 'ascending' ? label > last : label < last)) return false;
      last = label;
    }
  }
  return true;
}

function placeAtEnd(length: number, batch: readonly LabelledSource[]): BatchPlacement {
  let to = length;
  const pieces = batch
    .filter(({ labels }) => labels.length > 0)
    .map(({ source, labels }) => {
      const runs = [{ from: 0, to, count: labels.length }];
      to += labels.length;
      return { source, runs };
    });
  const counts = batch.map(({ source, labels }) => ({
    source,
    appended: labels.length,
    inserted: 0,
    replaced: 0,
    skipped: 0,
  }));
  const kept = length > 0 ? [{ from: 0, to: 0, count: length }] : [];
  return { placement: { length: to, kept, pieces }, refused: [], counts, lost: new Map() };
}

/** A placement without some rows of the cube of before; what follows them closes up. */
export function withoutRows({ kept, pieces }: Placement, gone: ReadonlySet<number>): Placement {
  const rows: { readonly source: number | undefined; readonly from: number; readonly to: number }[] = [];
  const collect = (source: number | undefined, runs: readonly Run[]) => {
    for (const { from, to, count } of runs)
      for (let row = 0; row < count; row++)
        if (source !== undefined || !gone.has(from + row)) rows.push({ source, from: from + row, to: to + row });
  };
  collect(undefined, kept);
  for (const { source, runs } of pieces) collect(source, runs);
  rows.sort((a, b) => a.to - b.to);
  const still: Run[] = [];
  const moved = new Map<number, Run[]>(pieces.map(({ source }) => [source, []]));
  rows.forEach(({ source, from }, to) => {
    addRun(source === undefined ? still : (moved.get(source) as Run[]), { from, to, count: 1 });
  });
  return { length: rows.length, kept: still, pieces: [...moved].map(([source, runs]) => ({ source, runs })) };
}
