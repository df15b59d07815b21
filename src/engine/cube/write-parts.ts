import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import { type Region, sizeOf, type Variable } from '../../model/dataset.js';
import { objectShape } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { indicesOf, regionOfObject } from './object-grid.js';
import { clipRuns, type Run } from './placement.js';
import { blaming } from './write-blame.js';
import { type Part, PlannedPart } from './write-part.js';

/** Rows of a source that come to a unit of work. */
export interface SourceRows {
  readonly source: number;
  readonly runs: readonly Run[];
  readonly variable: Variable;
}

/**
 * Reads the rows of a source that come to a unit of work; of an array without the append dimension all. Where the source has the same
 * chunks, each is read by itself when its object is made, and nothing needs to be put together; else they are read at once, in as few
 * slabs as do.
 */
export async function planParts(run: ChunkRun, rows: SourceRows): Promise<PlannedPart[]> {
  if (hasSameChunks(run, rows)) return planObjects(run, rows);
  const parts = await readParts(run, rows);
  return parts.map((part) => PlannedPart.of({ ...part, source: rows.source }));
}

async function readParts(run: ChunkRun, { runs, variable }: SourceRows): Promise<Part[]> {
  const region = regionOf(run);
  if (run.appendAxis < 0) {
    const values = await readSlab(variable, region);
    return [{ ...region, values, shape: region.count, offset: region.start.map(() => 0) }];
  }
  const parts: Part[][] = [];
  for (const slab of slabsOf(runs)) parts.push(await readRows(variable, region, slab, run.appendAxis));
  return parts.flat();
}

/** Whether each object holds what one chunk of the source holds. */
function hasSameChunks({ array, appendAxis }: ChunkRun, { runs, variable: { chunkShape } }: SourceRows): boolean {
  const shape = objectShape(array);
  if (chunkShape === undefined || String(chunkShape) !== String(shape)) return false;
  const rows = shape[appendAxis] ?? 1;
  return runs.every(({ from, to }) => (to - from) % rows === 0);
}

/** The rows for each object by themselves. */
function planObjects(run: ChunkRun, { source, runs, variable }: SourceRows): PlannedPart[] {
  const regions = [...indicesOf(run.from, run.to)].flatMap((index) => {
    const region = regionOfObject(run.array, index);
    if (run.appendAxis < 0) return [{ region, from: region.start }];
    const [first, rows] = [region.start[run.appendAxis] ?? 0, region.count[run.appendAxis] ?? 0];
    return clipRuns(runs, first, first + rows).map(({ from, to, count }) => ({
      region: { start: region.start.with(run.appendAxis, to), count: region.count.with(run.appendAxis, count) },
      from: region.start.with(run.appendAxis, from),
    }));
  });
  return regions.map(({ region, from }) => {
    const read = async (): Promise<Part> => {
      const lent = await borrow(variable, { start: from, count: region.count });
      return { ...region, ...lent, shape: region.count, offset: from.map(() => 0), source };
    };
    return new PlannedPart(region, () => blaming(source, read));
  });
}

/** The values that the objects of a unit of work have. */
export function regionOf({ array, from, to }: Pick<ChunkRun, 'array' | 'from' | 'to'>): Region {
  const shape = objectShape(array);
  const start = from.map((first, axis) => first * (shape[axis] ?? 1));
  const end = to.map((last, axis) => Math.min(last * (shape[axis] ?? 1), array.shape[axis] ?? 0));
  return { start, count: start.map((first, axis) => (end[axis] ?? 0) - first) };
}

/** Rows of a source that are read at once, and the runs among them. */
interface Slab {
  readonly first: number;
  readonly end: number;
  readonly runs: readonly Run[];
}

/** Puts runs together that lie close in the source: a chunk is decoded anew for each read. At most half of what is read is not wanted. */
function slabsOf(runs: readonly Run[]): Slab[] {
  const slabs: Slab[] = [];
  let wanted = 0;
  for (const run of runs.toSorted((a, b) => a.from - b.from)) {
    const last = slabs.at(-1);
    const end = run.from + run.count;
    wanted += run.count;
    if (last && end - last.first <= 2 * wanted) {
      slabs[slabs.length - 1] = { first: last.first, end: Math.max(end, last.end), runs: [...last.runs, run] };
    } else {
      slabs.push({ first: run.from, end, runs: [run] });
      wanted = run.count;
    }
  }
  return slabs;
}

async function readRows(variable: Variable, region: Region, { first, end, runs }: Slab, axis: number): Promise<Part[]> {
  const start = region.start.with(axis, first);
  const shape = region.count.with(axis, end - first);
  const values = await readSlab(variable, { start, count: shape });
  return runs.map(({ from, to, count }) => ({
    start: region.start.with(axis, to),
    count: region.count.with(axis, count),
    values,
    shape,
    offset: shape.map((_, at) => (at === axis ? from - first : 0)),
  }));
}

async function borrow(variable: Variable, region: Region): Promise<Pick<Part, 'values' | 'giveBack'>> {
  const lent = await variable.lend?.(region);
  return lent
    ? { ...lent, values: checked(variable, region, lent.values) }
    : { values: await readSlab(variable, region) };
}

async function readSlab(variable: Variable, region: Region): Promise<StoredArray> {
  return checked(variable, region, await variable.read(region));
}

function checked(variable: Variable, region: Region, values: StoredArray): StoredArray {
  const expected = sizeOf(region.count);
  if (values.length === expected) return values;
  const reason = `reading '${variable.name}' gave ${values.length} values instead of ${expected}`;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason });
}
