import { concatenate } from '../../formats/parquet/concatenate.js';
import { Table } from '../../model/table/table.js';

/** Gathers tables until they have enough rows to be worth a batch of their own. */
export class Batches {
  readonly #rows: number;
  #tables: Table[] = [];
  #gathered = 0;

  /** @param rows of a batch, at least; the last one may have fewer */
  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Takes in a table; gives a batch where there is one now. */
  add(table: Table): Table | undefined {
    this.#tables.push(table);
    this.#gathered += table.rows;
    return this.#gathered >= this.#rows ? this.rest() : undefined;
  }

  /** All that is gathered, as one table; `undefined` where no table is. */
  rest(): Table | undefined {
    const tables = this.#tables;
    const [first] = tables;
    if (!first) return undefined;
    this.#tables = [];
    this.#gathered = 0;
    if (tables.length === 1) return first;
    return new Table(
      first.names.map((name) => [name, concatenate(tables.map((table) => table.column(name)))] as const),
      { rows: tables.reduce((sum, table) => sum + table.rows, 0) },
    );
  }
}
