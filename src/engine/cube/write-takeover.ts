import { sameEncoding } from '../../formats/zarr/same-encoding.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { clipRuns, type Run } from './placement.js';
import type { ObjectsBefore } from './write-before.js';
import { blaming } from './write-blame.js';
import type { OpenSource } from './write-parts.js';

/** An object that is taken over as it is stored elsewhere. */
export type Takeover = (index: readonly number[]) => Promise<Uint8Array | undefined>;

/** The objects that are taken over, by their position along the append axis. */
export type Takeovers = (index: readonly number[]) => Takeover | undefined;

interface EncodedPlace {
  readonly array: ZarrArray;
  readonly read: Takeover;
}

/**
 * Finds the objects whose rows are all those of one object of a source, or of the cube of before, in the same encoding: these need no
 * decoding. The last object of an array may be partly filled only where it becomes the last one again.
 */
export async function findTakeovers(
  run: ChunkRun,
  before: ObjectsBefore | undefined,
  open: OpenSource,
): Promise<Takeovers> {
  const places: { readonly runs: readonly Run[]; readonly place: EncodedPlace }[] = [];
  if (before && run.before && sameEncoding(run.array, run.before)) {
    places.push({ runs: run.kept, place: { array: run.before, read: (index) => before.bytes(index) } });
  }
  for (const { source, runs } of run.pieces) {
    const place = await blaming(source, () => encodedSource(run, source, open));
    if (place) places.push({ runs, place });
  }
  if (run.appendAxis < 0) return staticTakeovers(run, places[0]?.place);
  const byRow = new Map(places.flatMap(({ runs, place }) => takeoversOf(run, runs, place)));
  return (index) => byRow.get(index[run.appendAxis] ?? 0);
}

async function encodedSource(run: ChunkRun, source: number, open: OpenSource): Promise<EncodedPlace | undefined> {
  const variable = (await open(source)).variables.get(run.name);
  const encoded = variable?.encoded;
  if (!encoded || !sameEncoding(run.array, encoded.array) || !isSameGrid(run, encoded.array)) return undefined;
  // Whoever takes a part of a variable is to leave `encoded` out; forgetting it must not alter values.
  if (String(variable.shape) !== String(encoded.array.shape)) return undefined;
  return { array: encoded.array, read: (index) => blaming(source, () => encoded.read(index)) };
}

function isSameGrid({ array, appendAxis }: ChunkRun, { shape }: ZarrArray): boolean {
  return (
    shape.length === array.shape.length &&
    shape.every((length, axis) => axis === appendAxis || length === array.shape[axis])
  );
}

function staticTakeovers({ pieces }: ChunkRun, place: EncodedPlace | undefined): Takeovers {
  return () => (pieces.length > 0 ? place?.read : undefined);
}

/** Whole objects among `runs`, which lie in the objects of `place`. */
function takeoversOf(run: ChunkRun, runs: readonly Run[], { array, read }: EncodedPlace): [number, Takeover][] {
  const { appendAxis } = run;
  const step = objectShape(array)[appendAxis] ?? 1;
  const [length, there] = [run.array.shape[appendAxis] ?? 0, array.shape[appendAxis] ?? 0];
  const objects: [number, Takeover][] = [];
  for (const { from, to, count } of runs) {
    const end = to + count;
    for (let object = Math.ceil(to / step); object * step < end; object++) {
      const [start, last] = [object * step, Math.min((object + 1) * step, length)];
      const row = from + start - to;
      const isWhole = last <= end && row % step === 0 && Math.min(row + step, there) - row === last - start;
      if (isWhole) objects.push([object, (index) => read(index.with(appendAxis, row / step))]);
    }
  }
  return objects;
}

/** Objects that are read before it is their turn: far stores answer slowly. */
const READS_AHEAD = 8;

/** Reads the objects that are taken over, one after the other, some ahead. */
export class TakeoverReads {
  readonly #indices: readonly (readonly number[])[];
  readonly #takeovers: Takeovers;
  readonly #reads: (Promise<Uint8Array | undefined> | undefined)[] = [];

  /** @param indices of all objects of a unit of work, in the order in which they will be asked for */
  constructor(indices: readonly (readonly number[])[], takeovers: Takeovers) {
    this.#indices = indices;
    this.#takeovers = takeovers;
  }

  /** The object at a position, or `undefined` for one that is not taken over. */
  at(position: number): Promise<Uint8Array | undefined> | undefined {
    for (let next = this.#reads.length; next < Math.min(position + READS_AHEAD, this.#indices.length); next++)
      this.#reads.push(this.#start(this.#indices[next] ?? []));
    const read = this.#reads[position];
    this.#reads[position] = undefined;
    return read;
  }

  #start(index: readonly number[]): Promise<Uint8Array | undefined> | undefined {
    const read = this.#takeovers(index)?.(index);
    // Who asks for it hears of a failure; where an earlier one ends the work, nobody does.
    read?.catch(() => undefined);
    return read;
  }
}

/** What is left of `runs` for the objects that are not taken over. */
export function withoutTakeovers(run: ChunkRun, takeovers: Takeovers): ChunkRun['pieces'] {
  const { array, appendAxis, from, to, pieces } = run;
  if (appendAxis < 0) return takeovers(from) ? [] : pieces;
  const step = objectShape(array)[appendAxis] ?? 1;
  const left: [number, number][] = [];
  for (let object = from[appendAxis] ?? 0; object < (to[appendAxis] ?? 0); object++) {
    if (takeovers(from.with(appendAxis, object))) continue;
    if (left.at(-1)?.[1] === object * step) left[left.length - 1] = [left.at(-1)?.[0] ?? 0, (object + 1) * step];
    else left.push([object * step, (object + 1) * step]);
  }
  return pieces
    .map(({ source, runs }) => ({ source, runs: left.flatMap(([start, end]) => clipRuns(runs, start, end)) }))
    .filter(({ runs }) => runs.length > 0);
}
