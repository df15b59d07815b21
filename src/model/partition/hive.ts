/**
 * Hive partitions: rows gathered by the values of some columns, in folders named `column=value/…`.
 *
 * @module
 */
import { castColumn } from '../table/cast.js';
import { type Category, type CodedColumn, type Column, type FixedColumn, isFixed, isNull } from '../table/column.js';
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

/** A column as codes into its folder names. Values are written as Arrow prints them, so that other readers cast them back. */
function labelsOf(name: string, column: Column): Level {
  const { categories, codes } = isFixed(column) ? printed(name, column) : column;
  const key = encodePart(name);
  const positions = new Map<string, number>();
  const values = [...categories.map(encodeValue), NULL_PARTITION];
  const toLabel = values.map((value) => {
    const label = `${key}=${value}`;
    const position = positions.get(label) ?? positions.size;
    positions.set(label, position);
    return position;
  });
  const nullLabel = toLabel.at(-1) as number;
  return {
    codes: codes.map((code) => (code === -1 ? nullLabel : (toLabel[code] as number))),
    labels: [...positions.keys()],
  };
}

/** Numbers and times as text. Not-a-number is a value of its own here. */
function printed(name: string, column: FixedColumn): CodedColumn {
  const texts = castColumn(column, 'string', { uri: '', column: name }) as CodedColumn;
  if (!column.type.startsWith('float')) return texts;
  const codes = texts.codes.map((code, row) => (code === -1 && !isNull(column, row) ? texts.categories.length : code));
  return { ...texts, categories: [...texts.categories, 'nan'], codes };
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

function encodeValue(value: Category): string {
  if (!(value instanceof Uint8Array)) return encodePart(String(value));
  const plain = (byte: number) => /[\w.~-]/.test(String.fromCharCode(byte));
  const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0');
  return Array.from(value, (byte) => (plain(byte) ? String.fromCharCode(byte) : `%${hex(byte)}`)).join('');
}
