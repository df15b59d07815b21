import type { Direction } from '../engine/cube/place-axis.js';
import type { Placement } from '../engine/cube/placement.js';
import type { Label } from './labels.js';

/**
 * The labels of a cube, row by row, kept in memory over a run: what an append costs does not grow with their number. A cube without a
 * coordinate is labelled by the numbers of its rows.
 */
export class LabelIndex {
  /** Whether the cube has a coordinate. */
  readonly hasCoordinate: boolean;
  readonly #labels: Label[] = [];
  readonly #known = new Set<Label>();
  #direction: Direction | undefined;
  #isOrdered = true;

  constructor(hasCoordinate: boolean, labels: Iterable<Label> = []) {
    this.hasCoordinate = hasCoordinate;
    this.push(labels);
  }

  get length(): number {
    return this.#labels.length;
  }

  /** The labels, row by row. Not to be changed. */
  get all(): readonly Label[] {
    return this.#labels;
  }

  get last(): Label | undefined {
    return this.#labels.at(-1);
  }

  /** Which way labels go; `undefined` where there are fewer than two. */
  get direction(): Direction | undefined {
    return this.#direction;
  }

  /** Whether the labels are strictly in order. */
  get isOrdered(): boolean {
    return this.#isOrdered;
  }

  has(label: Label): boolean {
    return this.#known.has(label);
  }

  /** Adds labels after the last one. */
  push(labels: Iterable<Label>): void {
    for (const label of labels) {
      const last = this.#labels.at(-1);
      if (last !== undefined) this.#follow(last, label);
      this.#labels.push(label);
      this.#known.add(label);
    }
  }

  #follow(last: Label, label: Label): void {
    if (last === label) this.#isOrdered = false;
    const direction = last < label ? 'ascending' : 'descending';
    this.#direction ??= direction;
    if (this.#direction !== direction) this.#isOrdered = false;
  }

  /** The labels after rows were placed; those of `batch` by position of the source. */
  placed({ length, kept, pieces }: Placement, batch: ReadonlyMap<number, readonly Label[]>): LabelIndex {
    const next = new Array<Label>(length);
    for (const { from, to, count } of kept)
      for (let row = 0; row < count; row++) next[to + row] = this.#labels[from + row] as Label;
    for (const { source, runs } of pieces)
      for (const { from, to, count } of runs)
        for (let row = 0; row < count; row++) next[to + row] = batch.get(source)?.[from + row] as Label;
    return new LabelIndex(this.hasCoordinate, this.hasCoordinate ? next : next.keys());
  }
}
