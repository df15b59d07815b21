import { CloudOptimisedError } from '../../errors/index.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { objectGrid } from './object-grid.js';
import { overlapping, type PlacedRows } from './plan-rows.js';

/** What planning needs to know of a source; an outline tells it. */
export interface PlanSource {
  readonly variables: ReadonlyMap<string, { readonly chunkShape?: readonly number[] | undefined }>;
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
  /** Shape of the chunks that sources have it in, where they tell. */
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
  const sourceChunks = first === undefined ? undefined : sources[first]?.variables.get(change.name)?.chunkShape;
  const whole = { kept: [], pieces: first === undefined ? [] : [{ source: first, runs: [] }] };
  return { ...change, ...boxesOf(change, rows), having, sourceChunks, whole };
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
  const changed = changedObjects({ array, before, appendAxis, next, old }, rows);
  return {
    written: changed.flatMap(([first, end]) => at(first, end)),
    replaced: changed.flatMap(([first, end]) => at(first, Math.min(end, old))),
    created: changed.flatMap(([first, end]) => at(Math.max(first, old), end)),
    removed: at(next, old),
  };
}

const NOTHING: Boxes = { written: [], created: [], replaced: [], removed: [] };

interface ObjectRows extends Omit<ArrayChange, 'name'> {
  /** Objects along the append axis afterwards, and before. */
  readonly next: number;
  readonly old: number;
}

/** Ranges of objects along the append axis that are not left alone. */
function changedObjects({ array, before, appendAxis, next, old }: ObjectRows, rows: PlacedRows): [number, number][] {
  const step = objectShape(array)[appendAxis] ?? 1;
  const length = array.shape[appendAxis] ?? 0;
  const oldLength = before?.shape[appendAxis] ?? 0;
  const ranges: [number, number][] = [];
  for (let object = 0; object < next; object++) {
    const [start, end] = [object * step, Math.min((object + 1) * step, length)];
    const sameRows = object < old && end === Math.min((object + 1) * step, oldLength);
    if (sameRows && isStill(rows, start, end)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === object) last[1] = object + 1;
    else ranges.push([object, object + 1]);
  }
  return ranges;
}

function isStill({ still }: PlacedRows, start: number, end: number): boolean {
  const [run] = overlapping(still, start, end);
  return run !== undefined && run.to <= start && run.to + run.count >= end;
}
