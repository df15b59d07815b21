import { CloudOptimisedError } from '../../errors/index.js';
import type { Attributes } from '../attributes.js';
import { type Column, lengthOf, takeRows } from './column.js';
import { gather } from './gather.js';

/** A column whose rows are picked, repeated or re-ordered: row r has the value at `rows[r]` of `column`. */
export interface Selection {
  readonly column: Column;
  readonly rows: Uint32Array;
}

/** What stands behind a name: values, or values yet to be picked. */
type Cells = Column | Selection;

/**
 * Named columns of equal length. A table is never changed: each operation gives a new one that shares what it keeps. Rows are
 * picked when a column is asked for, so cutting a table, and cutting it again, copies nothing.
 */
export class Table {
  readonly kind = 'table';
  readonly rows: number;
  /** How many rows stand for one observation: more than 1 where columns that do not belong to the others repeat each. */
  readonly repeats: number;
  /** Attributes of the file that the table comes from. */
  readonly attributes: Attributes;
  /** Attributes of each column, where the source has any. */
  readonly columnAttributes: ReadonlyMap<string, Attributes>;
  readonly #cells: Map<string, Cells>;

  constructor(columns: Iterable<readonly [string, Column | Selection]>, parts: TableParts = {}) {
    this.#cells = new Map(columns);
    const [first] = this.#cells.values();
    this.rows = parts.rows ?? (first ? lengthOfCells(first) : 0);
    this.repeats = parts.repeats ?? 1;
    this.attributes = parts.attributes ?? new Map();
    this.columnAttributes = parts.columnAttributes ?? new Map();
    for (const [name, cells] of this.#cells) this.#checkLength(name, lengthOfCells(cells));
  }

  /** The names of the columns, in their order. */
  get names(): readonly string[] {
    return [...this.#cells.keys()];
  }

  /** All columns by name. Picks the rows of each: ask for a single one where that is enough. */
  get columns(): ReadonlyMap<string, Column> {
    return new Map(this.names.map((name) => [name, this.column(name)]));
  }

  /** Whether there is a column of this name. */
  has(name: string): boolean {
    return this.#cells.has(name);
  }

  /** The column of this name. @throws CO_COLUMN_UNKNOWN */
  column(name: string): Column {
    const cells = this.#cellsOf(name);
    if (!isSelection(cells)) return cells;
    const column = takeRows(cells.column, cells.rows);
    this.#cells.set(name, column);
    return column;
  }

  /** The same with one column added, or replaced where the name is taken. @throws CO_COLUMN_LENGTH */
  with(name: string, column: Column | Selection): Table {
    return this.#derive([...this.#cells, [name, column]]);
  }

  /**
   * The same with the values of one column converted, before its rows are picked where that does: values that are repeated are
   * converted once. Where that throws, it is done again with the rows that are left, for only these count.
   *
   * @throws CO_COLUMN_UNKNOWN, and what `convert` throws
   */
  convert(name: string, convert: (column: Column) => Column): Table {
    return this.#derive([...this.#cells, [name, this.#converted(name, convert)]]);
  }

  /** The same with these columns only, in this order. @throws CO_COLUMN_UNKNOWN */
  select(...names: readonly string[]): Table {
    return this.#derive(names.map((name) => [name, this.#cellsOf(name)]));
  }

  /** The same without these columns; names that it does not have are ignored. */
  without(...names: readonly string[]): Table {
    return this.#derive([...this.#cells].filter(([name]) => !names.includes(name)));
  }

  /** The rows at these positions, in this order. */
  take(rows: Uint32Array): Table {
    const composed = new Map<Uint32Array, Uint32Array>();
    const cells = [...this.#cells].map(([name, held]): [string, Cells] => {
      if (!isSelection(held)) return [name, { column: held, rows }];
      const both = composed.get(held.rows) ?? gather(held.rows, rows, new Uint32Array(rows.length));
      composed.set(held.rows, both);
      return [name, { column: held.column, rows: both }];
    });
    return new Table(cells, { ...this.#parts(), rows: rows.length });
  }

  /** The rows whose flag is 1. */
  filter(keep: Uint8Array): Table {
    const rows = positions(keep);
    return rows.length === this.rows ? this : this.take(rows);
  }

  #converted(name: string, convert: (column: Column) => Column): Cells {
    const cells = this.#cellsOf(name);
    if (!isSelection(cells)) return convert(cells);
    try {
      return { column: convert(cells.column), rows: cells.rows };
    } catch {
      return convert(this.column(name));
    }
  }

  #cellsOf(name: string): Cells {
    const cells = this.#cells.get(name);
    if (!cells) throw new CloudOptimisedError('CO_COLUMN_UNKNOWN', { column: name, known: this.names });
    return cells;
  }

  #derive(cells: Iterable<readonly [string, Cells]>): Table {
    return new Table(cells, this.#parts());
  }

  #parts(): TableParts {
    const { rows, repeats, attributes, columnAttributes } = this;
    return { rows, repeats, attributes, columnAttributes };
  }

  #checkLength(column: string, length: number): void {
    if (length !== this.rows) throw new CloudOptimisedError('CO_COLUMN_LENGTH', { column, length, rows: this.rows });
  }
}

/** What a table has beside its columns. `rows` is needed only for a table without columns. */
export interface TableParts {
  readonly rows?: number;
  readonly repeats?: number;
  readonly attributes?: Attributes;
  readonly columnAttributes?: ReadonlyMap<string, Attributes>;
}

function isSelection(cells: Cells): cells is Selection {
  return 'rows' in cells;
}

function lengthOfCells(cells: Cells): number {
  return isSelection(cells) ? cells.rows.length : lengthOf(cells);
}

/** The positions of the flags that are 1. */
export function positions(flags: Uint8Array): Uint32Array {
  let count = 0;
  for (let row = 0; row < flags.length; row++) count += flags[row] as number;
  const rows = new Uint32Array(count);
  for (let row = 0, next = 0; row < flags.length; row++) if (flags[row] === 1) rows[next++] = row;
  return rows;
}
