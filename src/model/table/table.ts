import { CloudOptimisedError } from '../../errors/index.js';
import type { Attributes } from '../attributes.js';
import { type Column, lengthOf, takeRows } from './column.js';

/** Named columns of equal length. A table is never changed: each operation gives a new one that shares the columns it keeps. */
export class Table {
  readonly kind = 'table';
  readonly rows: number;
  /** How many rows stand for one observation: more than 1 where columns that do not belong to the others repeat each. */
  readonly repeats: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** Attributes of the file that the table comes from. */
  readonly attributes: Attributes;
  /** Attributes of each column, where the source has any. */
  readonly columnAttributes: ReadonlyMap<string, Attributes>;

  constructor(columns: Iterable<readonly [string, Column]>, parts: TableParts = {}) {
    this.columns = new Map(columns);
    const [first] = this.columns.values();
    this.rows = parts.rows ?? (first ? lengthOf(first) : 0);
    this.repeats = parts.repeats ?? 1;
    this.attributes = parts.attributes ?? new Map();
    this.columnAttributes = parts.columnAttributes ?? new Map();
    for (const [name, column] of this.columns) this.#checkLength(name, column);
  }

  /** Whether there is a column of this name. */
  has(name: string): boolean {
    return this.columns.has(name);
  }

  /** The column of this name. @throws CO_COLUMN_UNKNOWN */
  column(name: string): Column {
    const column = this.columns.get(name);
    if (!column) throw new CloudOptimisedError('CO_COLUMN_UNKNOWN', { column: name, known: [...this.columns.keys()] });
    return column;
  }

  /** The same with one column added, or replaced where the name is taken. @throws CO_COLUMN_LENGTH */
  with(name: string, column: Column): Table {
    return this.#derive([...this.columns.entries(), [name, column]]);
  }

  /** The same without these columns; names that it does not have are ignored. */
  without(...names: readonly string[]): Table {
    return this.#derive([...this.columns].filter(([name]) => !names.includes(name)));
  }

  /** The rows at these positions, in this order. */
  take(rows: Uint32Array): Table {
    const columns = [...this.columns].map(([name, column]) => [name, takeRows(column, rows)] as const);
    return new Table(columns, { ...this.#parts(), rows: rows.length });
  }

  /** The rows whose flag is 1. */
  filter(keep: Uint8Array): Table {
    const rows = positions(keep);
    return rows.length === this.rows ? this : this.take(rows);
  }

  #derive(columns: Iterable<readonly [string, Column]>): Table {
    return new Table(columns, this.#parts());
  }

  #parts(): TableParts {
    return {
      rows: this.rows,
      repeats: this.repeats,
      attributes: this.attributes,
      columnAttributes: this.columnAttributes,
    };
  }

  #checkLength(column: string, data: Column): void {
    const length = lengthOf(data);
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

/** The positions of the flags that are 1. */
export function positions(flags: Uint8Array): Uint32Array {
  let count = 0;
  for (let row = 0; row < flags.length; row++) count += flags[row] as number;
  const rows = new Uint32Array(count);
  for (let row = 0, next = 0; row < flags.length; row++) if (flags[row] === 1) rows[next++] = row;
  return rows;
}
