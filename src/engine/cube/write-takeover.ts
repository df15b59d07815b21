import { sameEncoding } from '../../formats/zarr/same-encoding.js';
import type { Variable } from '../../model/dataset.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { clipRuns, type Run } from './placement.js';
import type { ObjectsBefore } from './write-before.js';
import { blaming } from './write-blame.js';

/** An object that is taken over as it is stored elsewhere, in the same encoding; found by its index in the grid of the new array. */
export type Takeover = (index: readonly number[]) => Promise<Uint8Array | undefined>;

/** The objects that are taken over, by their position along the append axis; 0 stands for all of an array without that axis. */
export type Takeovers = ReadonlyMap<number, Takeover>;

interface EncodedPlace {
  readonly array: ZarrArray;
  readonly read: Takeover;
}

/** Finds the objects whose rows are all those of one object of the cube of before. */
export function takeoversBefore(run: ChunkRun, before: ObjectsBefore | undefined): Takeovers {
  if (!before || !run.before || !sameEncoding(run.array, run.before)) return new Map();
  return takeoversOf(run, run.kept, { array: run.before, read: (index) => before.bytes(index) });
}

/** Finds the objects whose rows are all those of one object of a source. */
export function takeoversFrom(
  run: ChunkRun,
  { source, runs }: ChunkRun['pieces'][number],
  { encoded, shape }: Variable,
): Takeovers {
  if (!encoded || !sameEncoding(run.array, encoded.array) || !isSameGrid(run, encoded.array)) return new Map();
  // Whoever takes a part of a variable is to leave `encoded` out; forgetting it must not alter values.
  if (String(shape) !== String(encoded.array.shape)) return new Map();
  const read: Takeover = (index) => blaming(source, () => encoded.read(index));
  return run.appendAxis < 0 ? new Map([[0, read]]) : takeoversOf(run, runs, { array: encoded.array, read });
}

function isSameGrid({ array, appendAxis }: ChunkRun, { shape }: ZarrArray): boolean {
  return (
    shape.length === array.shape.length &&
    shape.every((length, axis) => axis === appendAxis || length === array.shape[axis])
  );
}

/** Whole objects among `runs`, which lie in the objects of `place`. One may be partly filled only where it is the last one in both. */
function takeoversOf(run: ChunkRun, runs: readonly Run[], { array, read }: EncodedPlace): Takeovers {
  const { appendAxis } = run;
  const step = objectShape(array)[appendAxis] ?? 1;
  const [length, there] = [run.array.shape[appendAxis] ?? 0, array.shape[appendAxis] ?? 0];
  const takeovers = new Map<number, Takeover>();
  for (const { from, to, count } of runs) {
    const end = to + count;
    for (let object = Math.ceil(to / step); object * step < end; object++) {
      const [start, last] = [object * step, Math.min((object + 1) * step, length)];
      const row = from + start - to;
      const isWhole = last <= end && row % step === 0 && Math.min(row + step, there) - row === last - start;
      if (isWhole) takeovers.set(object, (index) => read(index.with(appendAxis, row / step)));
    }
  }
  return takeovers;
}

/** What is left of `runs` for the objects that are not taken over. */
export function withoutTakeovers({ array, appendAxis }: ChunkRun, runs: readonly Run[], takeovers: Takeovers): Run[] {
  const step = objectShape(array)[appendAxis] ?? 1;
  const left: Run[] = [];
  for (const run of runs) {
    let start = run.to;
    for (const object of [...takeovers.keys()].filter(
      (own) => own * step >= run.to && own * step < run.to + run.count,
    )) {
      left.push(...clipRuns([run], start, object * step));
      start = (object + 1) * step;
    }
    left.push(...clipRuns([run], start, run.to + run.count));
  }
  return left;
}

/** Objects that are read before it is their turn: far stores answer slowly. */
const READS_AHEAD = 8;

/** Reads the objects that are taken over, one after the other, some ahead. */
export class TakeoverReads {
  readonly #indices: readonly (readonly number[])[];
  readonly #start: (index: readonly number[]) => ReturnType<Takeover> | undefined;
  readonly #reads: (ReturnType<Takeover> | undefined)[] = [];

  /** @param indices of all objects of a unit of work, in the order in which they will be asked for */
  constructor(indices: readonly (readonly number[])[], takeovers: Takeovers, appendAxis: number) {
    this.#indices = indices;
    this.#start = (index) => takeovers.get(index[appendAxis] ?? 0)?.(index);
  }

  /** The object at a position, or `undefined` for one that is not taken over. */
  at(position: number): ReturnType<Takeover> | undefined {
    for (let next = this.#reads.length; next < Math.min(position + READS_AHEAD, this.#indices.length); next++) {
      const read = this.#start(this.#indices[next] ?? []);
      // Who asks for it hears of a failure; where an earlier one ends the work, nobody does.
      read?.catch(() => undefined);
      this.#reads.push(read);
    }
    const read = this.#reads[position];
    this.#reads[position] = undefined;
    return read;
  }
}
