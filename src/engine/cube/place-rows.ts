import type { StoredArray } from '../../model/data-type.js';
import type { Label } from './labels.js';
import { labelsIn } from './place-axis.js';
import { addRun, type Piece, type Placement, type Run } from './placement.js';

/** Rows that are put before a row of the cube; `at` is the cube's length for the end. */
export interface Gap {
  readonly at: number;
  readonly count: number;
}

/**
 * Leaves rows out; what stays closes up.
 *
 * @param length rows of the cube
 * @param rows those to leave out, in any order; rows that the cube does not have are none
 */
export function placeWithout(length: number, rows: Iterable<number>): Placement {
  const gone = [...new Set(rows)].filter((row) => row >= 0 && row < length).toSorted((a, b) => a - b);
  const kept: Run[] = [];
  let [next, to] = [0, 0];
  for (const end of [...gone, length]) {
    addRun(kept, { from: next, to, count: end - next });
    to += end - next;
    next = end + 1;
  }
  return { length: to, kept, pieces: [] };
}

/**
 * Makes room. The new rows come from a source, one after the other over all gaps; arrays that the source lacks stay fill there. (A source
 * that has the labels alone fills gaps of an axis.)
 *
 * @param length rows of the cube
 * @param gaps in any order; gaps before the same row are one
 * @param source position in the batch
 */
export function placeGaps(length: number, gaps: readonly Gap[], source = 0): Placement {
  const kept: Run[] = [];
  const runs: Run[] = [];
  let [next, to, from] = [0, 0, 0];
  for (const { at, count } of [...gaps.toSorted((a, b) => a.at - b.at), { at: length, count: 0 }]) {
    addRun(kept, { from: next, to, count: at - next });
    to += at - next;
    next = at;
    addRun(runs, { from, to, count });
    to += count;
    from += count;
  }
  const pieces: Piece[] = runs.length === 0 ? [] : [{ source, runs }];
  return { length: to, kept, pieces };
}

/** The rows that have one of these labels; all of them where a label is there more than once. */
export function rowsOfLabels(existing: StoredArray, labels: Iterable<Label>): number[] {
  const wanted = new Set(labels);
  const rows: number[] = [];
  labelsIn(existing).forEach((label, row) => {
    if (wanted.has(label)) rows.push(row);
  });
  return rows;
}
