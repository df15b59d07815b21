import type { StoredArray } from '../../model/data-type.js';
import { compareLabels, type Label } from './labels.js';

/** The labels of an array, one by one. */
export function labelsIn(labels: StoredArray): readonly Label[] {
  return labels as unknown as readonly Label[];
}

/** Which way labels run. */
export type Direction = 'ascending' | 'descending';

/** Where a label is on the axis, or would be. */
export interface Found {
  /** Its row, or the row before which it belongs. */
  readonly at: number;
  /** In how many rows it is. */
  readonly times: number;
}

/** The labels that a cube has along its append dimension. */
export class LabelAxis {
  /** Whether the labels are strictly in order, each there once. */
  readonly ordered: boolean;
  readonly #labels: readonly Label[];
  readonly #sign: number;
  #rows: Map<Label, Found> | undefined;

  constructor(labels: StoredArray, direction: Direction) {
    this.#labels = labelsIn(labels);
    this.#sign = direction === 'ascending' ? 1 : -1;
    this.ordered = this.#labels.every((label, row) => row === 0 || this.compare(this.#labels[row - 1] ?? 0, label) < 0);
  }

  get length(): number {
    return this.#labels.length;
  }

  /** Negative where `a` comes before `b` on this axis. */
  compare(a: Label, b: Label): number {
    return this.#sign * compareLabels(a, b);
  }

  /** Where `label` is. On an axis without order, a label that is not there belongs to its end. */
  find(label: Label): Found {
    return this.ordered ? this.#search(label) : this.#lookUp(label);
  }

  #search(label: Label): Found {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.#labels[middle] as Label, label) < 0) low = middle + 1;
      else high = middle;
    }
    const isThere = low < this.length && this.compare(this.#labels[low] as Label, label) === 0;
    return { at: low, times: isThere ? 1 : 0 };
  }

  #lookUp(label: Label): Found {
    this.#rows ??= rowsByLabel(this.#labels);
    return this.#rows.get(label) ?? { at: this.length, times: 0 };
  }
}

function rowsByLabel(labels: readonly Label[]): Map<Label, Found> {
  const rows = new Map<Label, Found>();
  labels.forEach((label, at) => {
    rows.set(label, { at, times: (rows.get(label)?.times ?? 0) + 1 });
  });
  return rows;
}

/**
 * Which way an axis runs. A cube of two rows or more tells; a new one is descending only where all sources of several rows are, so that
 * one file in disorder does not turn the axis.
 */
export function directionOf(existing: StoredArray, batch: readonly StoredArray[]): Direction {
  const telling = existing.length > 1 ? [existing] : batch.filter(({ length }) => length > 1);
  return telling.length > 0 && telling.every(falls) ? 'descending' : 'ascending';
}

function falls(labels: StoredArray): boolean {
  const own = labelsIn(labels);
  return own.every((label, row) => row === 0 || compareLabels(own[row - 1] ?? label, label) > 0);
}
