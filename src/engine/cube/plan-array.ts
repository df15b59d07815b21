import { CloudOptimisedError } from '../../errors/index.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { objectGrid } from './object-grid.js';
import type { PlacedRows } from './plan-rows.js';

/** A variable of a source, as its file has it. */
export interface PlanVariable {
  readonly dimensions: readonly string[];
  readonly chunkShape?: readonly number[] | undefined;
}

/** What planning needs to know of a source; an outline tells it. */
export interface PlanSource {
  readonly variables: ReadonlyMap<string, PlanVariable>;
}

/** A box of objects: the first, and one past the last, along each axis. */
export interface ObjectBox {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** One array of a change. */
export interface ArrayChange {
  readonly name: string;
  readonly array: ZarrArray;
  readonly before: ZarrArray | undefined;
  readonly appendAxis: number;
}

/** What a change does to one array. */
export interface ArrayPlan extends ArrayChange {
  /** Objects to write: those of `created` and `replaced`, joined where they lie side by side. */
  readonly written: readonly ObjectBox[];
  readonly created: readonly ObjectBox[];
  readonly replaced: readonly ObjectBox[];
  readonly removed: readonly ObjectBox[];
  /** The sources that have the array. */
  readonly having: ReadonlySet<number>;
  /** Shape of the chunks that the first source has it in, where it tells, in the array's order of dimensions. */
  readonly sourceChunks: readonly number[] | undefined;
  /** What comes into an array without the append dimension: all of one source. */
  readonly whole: Pick<ChunkRun, 'kept' | 'pieces'>;
}

/** Plans one array. @throws CO_UNEXPECTED where its objects are to have another shape than before */
export function planArray(change: ArrayChange, rows: PlacedRows, sources: readonly PlanSource[]): ArrayPlan {
  checkLayout(change);
  const having = new Set(rows.placement.pieces.map(({ source }) => source));
  for (const source of having) if (!sources[source]?.variables.has(change.name)) having.delete(source);
  const [first] = having;
  const sourceChunks = first === undefined ? undefined : chunksOf(change, sources[first]);
  const whole = { kept: [], pieces: first === undefined ? [] : [{ source: first, runs: [] }] };
  return { ...change, ...boxesOf(change, rows), having, sourceChunks, whole };
}

function chunksOf({ name, array }: ArrayChange, source: PlanSource | undefined): readonly number[] | undefined {
  const variable = source?.variables.get(name);
  return (
    variable?.chunkShape && array.dimensions.map((own) => variable.chunkShape?.[variable.dimensions.indexOf(own)] ?? 1)
  );
}

function checkLayout({ name, array, before }: ArrayChange): void {
  if (!before || String(objectShape(array)) === String(objectShape(before))) return;
  const reason = `array '${name}' has objects of [${objectShape(before)}], which cannot become [${objectShape(array)}]`;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
}

type Boxes = Pick<ArrayPlan, 'written' | 'created' | 'replaced' | 'removed'>;

function boxesOf({ array, before, appendAxis }: ArrayChange, rows: PlacedRows): Boxes {
  const grid = objectGrid(array);
  const all: ObjectBox = { from: grid.map(() => 0), to: grid };
  if (appendAxis < 0) return before ? NOTHING : { ...NOTHING, written: [all], created: [all] };
  const [next, old] = [grid[appendAxis] ?? 0, before ? (objectGrid(before)[appendAxis] ?? 0) : 0];
  const at = (first: number, end: number): ObjectBox[] =>
    first < end ? [{ from: all.from.with(appendAxis, first), to: all.to.with(appendAxis, end) }] : [];
  const changed = changedObjects({ array, before, appendAxis, next }, rows);
  return {
    written: changed.flatMap(([first, end]) => at(first, end)),
    replaced: changed.flatMap(([first, end]) => at(first, Math.min(end, old))),
    created: changed.flatMap(([first, end]) => at(Math.max(first, old), end)),
    removed: at(next, old),
  };
}

const NOTHING: Boxes = { written: [], created: [], replaced: [], removed: [] };

interface ObjectRows extends Omit<ArrayChange, 'name'> {
  /** Objects along the append axis afterwards. */
  readonly next: number;
}

/** Ranges of objects along the append axis that are not left alone. */
function changedObjects({ array, before, appendAxis, next }: ObjectRows, { still }: PlacedRows): [number, number][] {
  const step = objectShape(array)[appendAxis] ?? 1;
  const length = array.shape[appendAxis] ?? 0;
  const isAsLong = before?.shape[appendAxis] === length;
  const ranges: [number, number][] = [];
  let done = 0;
  for (const { to, count } of before ? still : []) {
    const first = Math.ceil(to / step);
    const end = isAsLong && to + count === length ? next : Math.floor((to + count) / step);
    if (first >= end) continue;
    if (done < first) ranges.push([done, first]);
    done = end;
  }
  if (done < next) ranges.push([done, next]);
  return ranges;
}
