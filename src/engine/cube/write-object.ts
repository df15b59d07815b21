import type { StoredArray } from '../../model/data-type.js';
import type { Region } from '../../model/dataset.js';
import { objectShape } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { clipRuns, type Run } from './placement.js';
import { overlapping } from './plan-rows.js';
import { Assembler, regionOfObject } from './write-assemble.js';
import type { ObjectsBefore } from './write-before.js';
import type { Part } from './write-parts.js';

interface PlacedPart {
  readonly to: number;
  readonly count: number;
  readonly part: Part;
}

/** Gathers the values of the objects of a unit of work: from what was read of the sources, and from the cube of before. */
export class ObjectMaker {
  readonly #run: ChunkRun;
  /** Sorted, and apart from each other, along the append axis. */
  readonly #parts: readonly PlacedPart[];
  readonly #before: ObjectsBefore | undefined;
  readonly #assembler: Assembler;

  constructor(run: ChunkRun, parts: readonly Part[], before: ObjectsBefore | undefined) {
    const axis = Math.max(0, run.appendAxis);
    this.#run = run;
    this.#parts = parts
      .map((part) => ({ to: part.start[axis] ?? 0, count: part.count[axis] ?? 1, part }))
      .toSorted((a, b) => a.to - b.to);
    this.#before = before;
    this.#assembler = new Assembler(run.array);
  }

  /** All values of an object, edges filled up, valid until `release`; `undefined` for one to which nothing comes. */
  async values(index: readonly number[]): Promise<StoredArray | undefined> {
    const { array, appendAxis } = this.#run;
    const region = regionOfObject(array, index);
    const [start, end] = extentOf(region, Math.max(0, appendAxis));
    const fresh = overlapping(this.#parts, start, end).map(({ part }) => part);
    const kept = await this.#keptParts(index, region);
    const parts = [...fresh, ...kept];
    return parts.length === 0 ? undefined : this.#assembler.assemble(region, parts);
  }

  /** Tells that the values of an object are encoded. */
  release(values: StoredArray, encoded: Uint8Array | undefined): void {
    this.#assembler.release(values, encoded);
  }

  async #keptParts(index: readonly number[], region: Region): Promise<Part[]> {
    const { appendAxis, array, kept } = this.#run;
    const [start, end] = extentOf(region, appendAxis);
    const step = objectShape(array)[appendAxis] ?? 1;
    const parts: Part[] = [];
    for (const run of clipRuns(overlapping(kept, start, end), start, end)) {
      for (const own of withinObjects(run, step)) {
        const part = await this.#keptPart(index, region, { run: own, object: Math.floor(own.from / step), step });
        if (part) parts.push(part);
      }
    }
    return parts;
  }

  async #keptPart(
    index: readonly number[],
    region: Region,
    { run, object, step }: { run: Run; object: number; step: number },
  ): Promise<Part | undefined> {
    const { appendAxis, array } = this.#run;
    const shape = objectShape(array);
    const values = await this.#before?.values(index.with(appendAxis, object));
    return (
      values && {
        start: region.start.with(appendAxis, run.to),
        count: region.count.with(appendAxis, run.count),
        values,
        shape,
        offset: shape.map((_, axis) => (axis === appendAxis ? run.from - object * step : 0)),
      }
    );
  }
}

/** First row of a region along an axis, and one past the last. */
function extentOf({ start, count }: Region, axis: number): [number, number] {
  const first = start[axis] ?? 0;
  return [first, first + (count[axis] ?? 1)];
}

/** The parts of a run that lie in one object of `step` rows each, where they come from. */
function withinObjects({ from, to, count }: Run, step: number): Run[] {
  const runs: Run[] = [];
  for (let done = 0; done < count; ) {
    const length = Math.min(count - done, step - ((from + done) % step));
    runs.push({ from: from + done, to: to + done, count: length });
    done += length;
  }
  return runs;
}
