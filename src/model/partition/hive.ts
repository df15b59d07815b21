/**
 * Hive partitions: rows gathered by the values of some columns, in folders named `column=value/…`.
 *
 * @module
 */
import { type Column, isFixed, lengthOf, valueAt } from '../table/column.js';
import type { Table } from '../table/table.js';

/** The folder name that stands for a row without a value, as Hive, Spark and Arrow write it. */
export const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

/** The rows of one folder. */
export interface Partition {
  /** `column=value/column=value`, values percent-encoded as Arrow does. */
  readonly directory: string;
  /** Positions in the table, ascending. */
  readonly rows: Uint32Array;
}

/** Cuts a table by the values of `columns`, in the order in which they first appear. One partition for no columns. */
export function partitionRows(table: Table, columns: readonly string[]): Partition[] {
  let codes: Int32Array = new Int32Array(table.rows);
  let directories = [''];
  for (const name of columns) {
    const level = labelsOf(name, table.column(name));
    ({ codes, directories } = combine(codes, directories, level.codes, level.labels));
  }
  return gatherRows(codes, directories);
}

interface Level {
  readonly codes: Int32Array;
  readonly labels: readonly string[];
}

/** A column as codes into its folder names. */
function labelsOf(name: string, column: Column): Level {
  const key = encodePart(name);
  if (!isFixed(column)) return labelsOfCoded(key, column.categories.map(String), column.codes);
  const labels: string[] = [];
  const known = new Map<unknown, number>();
  const codes = new Int32Array(lengthOf(column));
  for (let row = 0; row < codes.length; row++) {
    const value = valueAt(column, row);
    let code = known.get(value);
    if (code === undefined) {
      code = labels.push(`${key}=${value === null ? NULL_PARTITION : encodePart(String(value))}`) - 1;
      known.set(value, code);
    }
    codes[row] = code;
  }
  return { codes, labels };
}

/** Categories that read the same share a folder. */
function labelsOfCoded(key: string, categories: readonly string[], codes: Int32Array): Level {
  const positions = new Map<string, number>();
  const toLabel = [...categories.map((value) => `${key}=${encodePart(value)}`), `${key}=${NULL_PARTITION}`].map(
    (label) => {
      if (!positions.has(label)) positions.set(label, positions.size);
      return positions.get(label) as number;
    },
  );
  const nullLabel = toLabel.at(-1) as number;
  return {
    codes: codes.map((code) => (code === -1 ? nullLabel : (toLabel[code] as number))),
    labels: [...positions.keys()],
  };
}

function combine(outer: Int32Array, directories: readonly string[], inner: Int32Array, labels: readonly string[]) {
  const known = new Map<number, number>();
  const combined: string[] = [];
  const codes = new Int32Array(outer.length);
  for (let row = 0; row < codes.length; row++) {
    const pair = (outer[row] as number) * labels.length + (inner[row] as number);
    let code = known.get(pair);
    if (code === undefined) {
      const parent = directories[outer[row] as number];
      const label = labels[inner[row] as number] as string;
      code = combined.push(parent ? `${parent}/${label}` : label) - 1;
      known.set(pair, code);
    }
    codes[row] = code;
  }
  return { codes, directories: combined };
}

function gatherRows(codes: Int32Array, directories: readonly string[]): Partition[] {
  const counts = new Uint32Array(directories.length);
  for (const code of codes) counts[code] = (counts[code] as number) + 1;
  const partitions = directories.map((directory, code) => ({
    directory,
    rows: new Uint32Array(counts[code] as number),
  }));
  const next = new Uint32Array(directories.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const at = next[code] as number;
    (partitions[code] as Partition).rows[at] = row;
    next[code] = at + 1;
  }
  return partitions.filter(({ rows }) => rows.length > 0);
}

/** Percent-encodes all but letters, digits, `-`, `.`, `_` and `~`, as Arrow writes partition values. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
