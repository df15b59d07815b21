import { CloudOptimisedError } from '../../errors/index.js';
import type { Column } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import { type CellCollector, cellCollector } from './cells.js';
import { columnNames, positionOf } from './header.js';
import type { ColumnChoice, CsvOptions } from './options.js';
import type { Row, RowBlock } from './rows.js';

interface Collected {
  readonly name: string;
  readonly position: number;
  readonly cells: CellCollector;
}

/** Gathers rows into a table: finds the header, checks that all rows have its width, and takes the cells by column. */
export class TableCollector {
  readonly #uri: string;
  readonly #options: CsvOptions;
  #rowsSeen = 0;
  #rowsTaken = 0;
  #rowsBeforeData: number;
  #header: Row | undefined;
  #columns: readonly Collected[] | undefined;
  #width = 0;

  constructor(uri: string, options: CsvOptions) {
    this.#uri = uri;
    this.#options = options;
    this.#rowsBeforeData = (options.header ?? -1) + 1 + options.skipAfterHeader;
  }

  /** Whether as many rows are taken as the options want. */
  get isFull(): boolean {
    return this.#rowsTaken >= this.#options.limit;
  }

  /** @throws CO_CSV_UNREADABLE for a row of another width, CO_COLUMN_CAST */
  add(block: RowBlock): void {
    const data: Row[] = [];
    block.rows.forEach((row, index) => {
      if (!this.#isRow(row) || this.#isBeforeData(row, block, index)) return;
      this.#start(row, block, index);
      this.#checkRow(row, block, index);
      data.push(this.#trimmed(row));
    });
    const wanted = data.slice(0, this.#options.limit - this.#rowsTaken);
    for (const { cells, position } of this.#columns ?? []) cells.take(wanted, position);
    this.#rowsTaken += wanted.length;
  }

  /** @throws CO_FILE_EMPTY where there is not even a header, CO_COLUMN_CAST */
  table(): Table {
    const columns = this.#columns ?? this.#columnsOf(this.#header);
    const finished = columns.map(({ name, cells }) => [name, cells.finish()] as [string, Column]);
    return new Table(finished, { rows: this.#rowsTaken });
  }

  #trimmed(row: Row): Row {
    return this.#options.skipInitialSpace ? row.map((cell) => cell.replace(/^ +/, '')) : row;
  }

  /** Whether the row counts: it is not blank and not one of those to skip. */
  #isRow(row: Row): boolean {
    const blank = row.length === 1 && row[0] === '';
    if (blank && (this.#options.skipBlankLines || this.#width !== 1)) return false;
    return !this.#options.skipRows.has(this.#rowsSeen++);
  }

  #isBeforeData(row: Row, block: RowBlock, index: number): boolean {
    if (this.#rowsBeforeData === 0) return false;
    const { header, skipAfterHeader } = this.#options;
    this.#rowsBeforeData--;
    if (header !== null && this.#rowsBeforeData === skipAfterHeader) {
      this.#header = this.#trimmed(row);
      this.#start(row, block, index);
    }
    return true;
  }

  #start(row: Row, block: RowBlock, index: number): void {
    if (this.#columns) return;
    this.#width = row.length;
    const { names, namesAreAll } = this.#options;
    const count = names?.length ?? row.length;
    if (count > row.length || (namesAreAll && count < row.length)) {
      throw block.refuse(index, `it has ${row.length} columns, the options name ${count}`);
    }
    this.#columns = this.#columnsOf(row);
  }

  #columnsOf(row: Row | undefined): readonly Collected[] {
    if (!row) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri: this.#uri });
    const { columns, required, times } = this.#options;
    const names = columnNames(this.#header, row.length, this.#options);
    for (const choice of [...required, ...(columns ?? [])]) this.#checkChoice(choice, names);
    const chosen = columns?.map((choice) => positionOf(choice, names));
    const timed = times === 'none' || times === 'all' ? [] : times.map((choice) => positionOf(choice, names));
    return names.flatMap((name, position) => {
      if (chosen && !chosen.includes(position)) return [];
      const isTime = times === 'all' || timed.includes(position);
      return [{ name, position, cells: cellCollector(this.#uri, name, this.#options, isTime) }];
    });
  }

  #checkChoice(choice: ColumnChoice, names: readonly string[]): void {
    if (positionOf(choice, names) !== -1) return;
    const variable = String(choice);
    const reason = `which the csv_config names (it has ${names.map((name) => `'${name}'`).join(', ')})`;
    throw new CloudOptimisedError('CO_VARIABLE_MISSING', { uri: this.#uri, variable, reason });
  }

  #checkRow(row: Row, block: RowBlock, index: number): void {
    if (row.length !== this.#width) {
      throw block.refuse(index, `it has ${row.length} cells, not ${this.#width} as the first row`);
    }
    const { comment, dialect, skipInitialSpace, quote } = this.#options;
    if (comment && dialect === 'pandas' && row.some((cell) => cell.includes(comment))) {
      throw block.refuse(index, `a comment ('${comment}') follows values, which is not supported`);
    }
    if (skipInitialSpace && quote && row.some((cell) => cell.startsWith(' ') && cell.trimStart().startsWith(quote))) {
      throw block.refuse(index, 'a quote follows a space, which is not supported');
    }
  }
}
