/** The positions from `from` up to (not including) `to` along each axis, the last axis fastest. */
export function* positions(from: readonly number[], to: readonly number[]): Generator<number[]> {
  if (from.some((start, axis) => start >= (to[axis] ?? 0))) return;
  const position = [...from];
  for (;;) {
    yield [...position];
    let axis = position.length - 1;
    while (axis >= 0 && (position[axis] ?? 0) + 1 >= (to[axis] ?? 0)) {
      position[axis] = from[axis] ?? 0;
      axis--;
    }
    if (axis < 0) return;
    position[axis] = (position[axis] ?? 0) + 1;
  }
}

/** Element by element. */
export function times(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, axis) => value * (b[axis] ?? 1));
}

/** The part of a region that lies in one cell of a grid. */
export interface Overlap {
  /** Where it begins in the cell. */
  readonly inCell: readonly number[];
  /** Where it begins in the region. */
  readonly inRegion: readonly number[];
  readonly count: readonly number[];
}

/** What a cell that begins at `origin` and has `shape` shares with the region `[start, start + count)`. */
export function overlapOf(
  origin: readonly number[],
  shape: readonly number[],
  start: readonly number[],
  count: readonly number[],
): Overlap {
  const begins = origin.map((at, axis) => Math.max(at, start[axis] ?? 0));
  const ends = origin.map((at, axis) => Math.min(at + (shape[axis] ?? 0), (start[axis] ?? 0) + (count[axis] ?? 0)));
  return {
    inCell: begins.map((at, axis) => at - (origin[axis] ?? 0)),
    inRegion: begins.map((at, axis) => at - (start[axis] ?? 0)),
    count: begins.map((at, axis) => Math.max(0, (ends[axis] ?? 0) - at)),
  };
}
