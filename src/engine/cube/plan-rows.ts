import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { addRun, clipRuns, type Placement, type Run } from './placement.js';

interface SourceRun extends Run {
  readonly source: number;
}

/** The array and the sources that have it. */
interface Filled {
  readonly array: ZarrArray;
  readonly appendAxis: number;
  readonly having: ReadonlySet<number>;
}

/** Finds what comes into rows of a cube. */
export class PlacedRows {
  readonly placement: Placement;
  /** Rows that stay where they are. */
  readonly still: readonly Run[];
  readonly #kept: readonly Run[];
  readonly #pieces: readonly SourceRun[];

  constructor(placement: Placement) {
    this.placement = placement;
    this.#kept = placement.kept.toSorted((a, b) => a.to - b.to);
    this.#pieces = placement.pieces
      .flatMap(({ source, runs }) => runs.map((run) => ({ ...run, source })))
      .toSorted((a, b) => a.to - b.to);
    this.still = joined(this.#kept.filter(({ from, to }) => from === to));
  }

  /** What comes into the objects from `first` up to `end` along the append axis. */
  inObjects({ array, appendAxis, having }: Filled, first: number, end: number): Pick<ChunkRun, 'kept' | 'pieces'> {
    const step = objectShape(array)[appendAxis] ?? 1;
    const [start, stop] = [first * step, Math.min(end * step, this.placement.length)];
    const runs = new Map<number, Run[]>();
    for (const piece of overlapping(this.#pieces, start, stop)) {
      if (!having.has(piece.source)) continue;
      const own = runs.get(piece.source) ?? [];
      for (const run of clipRuns([piece], start, stop)) addRun(own, run);
      runs.set(piece.source, own);
    }
    const pieces = [...runs].map(([source, own]) => ({ source, runs: own }));
    return { kept: clipRuns(overlapping(this.#kept, start, stop), start, stop), pieces };
  }
}

function joined(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) addRun(all, run);
  return all;
}

/** Rows, from `to` on. */
type Rows = Pick<Run, 'to' | 'count'>;

/** Those of `items`, sorted by their rows and apart from each other, that touch the rows from `start` up to `end`. */
export function overlapping<R extends Rows>(items: readonly R[], start: number, end: number): readonly R[] {
  const first = firstWhere(items, ({ to, count }) => to + count > start);
  return items.slice(
    first,
    firstWhere(items, ({ to }) => to >= end),
  );
}

function firstWhere<R>(sorted: readonly R[], holds: (item: R) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] as R)) high = middle;
    else low = middle + 1;
  }
  return low;
}
