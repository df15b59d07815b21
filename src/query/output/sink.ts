import type { Attributes } from '../../model/attributes.js';
import type { Column, ColumnType } from '../../model/table/column.js';
import { nullColumn } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';

/** Takes the bytes of a result, in their order; resolves when it wants more. */
export type Emit = (bytes: Uint8Array) => Promise<void>;

/** Writes tables in one format. */
export interface TableSink {
  /** All tables have the columns of the first, in the same types and order. */
  write(table: Table): Promise<void>;
  /** Writes what ends the result. A sink that was given no table writes none, but a table without rows has its columns. */
  finish(): Promise<void>;
}

/** What is known beside the tables. */
export interface SinkContext {
  /** Attributes of the dataset. */
  readonly attributes: Attributes;
  /** Attributes of its columns, by name. */
  readonly columnAttributes: ReadonlyMap<string, Attributes>;
}

/** A table without rows. */
export function emptyTable(columns: Iterable<readonly [name: string, type: ColumnType]>): Table {
  return new Table(Array.from(columns, ([name, type]): [string, Column] => [name, nullColumn(type, 0)]));
}
