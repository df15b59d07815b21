import type { ObjectCoder } from '../../formats/zarr/object-coder.js';
import type { Region } from '../../model/dataset.js';
import { objectShape } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { regionOfObject } from './object-grid.js';
import { clipRuns, type Run } from './placement.js';
import { overlapping } from './plan-rows.js';
import { Assembler } from './write-assemble.js';
import type { ObjectsBefore } from './write-before.js';
import { blaming } from './write-blame.js';
import type { Part, PlannedPart } from './write-part.js';

interface PlacedPart {
  readonly to: number;
  readonly count: number;
  readonly part: PlannedPart;
}

/** Makes the objects of a unit of work: from what was read of the sources, and from the cube of before. */
export class ObjectMaker {
  readonly #run: ChunkRun;
  /** Sorted, and apart from each other, along the append axis. */
  readonly #parts: readonly PlacedPart[];
  readonly #before: ObjectsBefore | undefined;
  readonly #assembler: Assembler;
  readonly #coder: Pick<ObjectCoder, 'encode'>;

  constructor(
    run: ChunkRun,
    parts: readonly PlannedPart[],
    { before, coder }: { readonly before: ObjectsBefore | undefined; readonly coder: Pick<ObjectCoder, 'encode'> },
  ) {
    const axis = Math.max(0, run.appendAxis);
    this.#run = run;
    this.#parts = parts
      .map((part) => ({ to: part.region.start[axis] ?? 0, count: part.region.count[axis] ?? 1, part }))
      .toSorted((a, b) => a.to - b.to);
    this.#before = before;
    this.#coder = coder;
    this.#assembler = new Assembler(run.array);
  }

  /**
   * An object, encoded; `undefined` for one to which nothing comes, or which is all fill.
   *
   * @throws CO_CODEC_VALUE for a value that the array's type cannot hold; it is its source's
   */
  async encode(index: readonly number[]): Promise<Uint8Array | undefined> {
    const region = regionOfObject(this.#run.array, index);
    const fresh = await Promise.all(this.#planned(region).map((part) => part.take()));
    const parts = [...fresh, ...(await this.#keptParts(index, region))];
    if (parts.length === 0) return undefined;
    try {
      const bytes = this.#encode(region, parts);
      giveBack(fresh, bytes);
      return bytes;
    } catch (error) {
      await this.#blame(region, fresh);
      throw error;
    }
  }

  /** Starts to read what comes to an object. */
  begin(index: readonly number[]): void {
    for (const part of this.#planned(regionOfObject(this.#run.array, index))) part.begin();
  }

  /** Waits for what was begun and not used. */
  async settle(): Promise<void> {
    await Promise.all(this.#parts.map(({ part }) => part.settle()));
  }

  /** What brings values for a region. */
  #planned(region: Region): PlannedPart[] {
    const [start, end] = extentOf(region, Math.max(0, this.#run.appendAxis));
    const rows = overlapping(this.#parts, start, end);
    return rows.flatMap(({ part }) => (areApart(part.region, region) ? [] : [part]));
  }

  /** Encodes what each source brings alone, so that the one whose values cannot be encoded is known. */
  async #blame(region: Region, parts: readonly Part[]): Promise<void> {
    for (const source of new Set(parts.flatMap((part) => part.source ?? []))) {
      const own = parts.filter((part) => part.source === source);
      await blaming(source, async () => this.#encode(region, own));
    }
  }

  #encode(region: Region, parts: readonly Part[]): Uint8Array | undefined {
    const values = this.#assembler.assemble(region, parts);
    const bytes = this.#coder.encode(values);
    this.#assembler.release(values, bytes);
    return bytes;
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

/** Lent memory goes back, unless the object lies in it: that is still to be put. */
function giveBack(parts: readonly Part[], object: Uint8Array | undefined): void {
  for (const { values, giveBack } of parts)
    if (ArrayBuffer.isView(values) && values.buffer !== object?.buffer) giveBack?.();
}

function areApart(a: Region, b: Region): boolean {
  return a.start.some((start, axis) => {
    const other = b.start[axis] ?? 0;
    return start + (a.count[axis] ?? 0) <= other || other + (b.count[axis] ?? 0) <= start;
  });
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
