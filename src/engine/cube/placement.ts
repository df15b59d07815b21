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

/** The parts of `runs` that go to the rows from `start` up to `end`. */
export function clipRuns(runs: readonly Run[], start: number, end: number): Run[] {
  return runs.flatMap(({ from, to, count }) => {
    const first = Math.max(to, start);
    const last = Math.min(to + count, end);
    return first < last ? [{ from: from + first - to, to: first, count: last - first }] : [];
  });
}

/** Adds a run to the last of `runs`, where it goes on from it, or else behind it. */
export function addRun(runs: Run[], { from, to, count }: Run): void {
  const last = runs.at(-1);
  const goesOn = last !== undefined && last.from + last.count === from && last.to + last.count === to;
  if (count === 0) return;
  if (goesOn) runs[runs.length - 1] = { ...last, count: last.count + count };
  else runs.push({ from, to, count });
}
