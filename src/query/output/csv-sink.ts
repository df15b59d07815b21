import type { Table } from '../../model/table/table.js';
import { cellTexts } from './cell-text.js';
import type { Emit, TableSink } from './sink.js';

/** Rows whose text is made at once. */
const ROWS = 4096;
const SPECIAL = /[",\r\n]/;

/**
 * CSV with a line of names (RFC 4180, but lines end in LF alone): a row without a value has an empty cell, an empty text is `""`. Of one
 * column alone, a row without a value is `""`, too: readers pass over empty lines.
 */
export class CsvSink implements TableSink {
  readonly #emit: Emit;
  #isBegun = false;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  async write(table: Table): Promise<void> {
    if (!this.#isBegun) await this.#put(`${table.names.map(quoted).join(',')}\n`);
    this.#isBegun = true;
    const absent = table.names.length === 1 ? '""' : '';
    const cells = table.names.map((name) => cellTexts(table.column(name), quoted));
    for (let start = 0; start < table.rows; start += ROWS) {
      const end = Math.min(table.rows, start + ROWS);
      const lines: string[] = [];
      const line: string[] = new Array(cells.length);
      for (let row = start; row < end; row++) {
        for (let at = 0; at < cells.length; at++) line[at] = cells[at]?.(row) ?? absent;
        lines.push(line.join(','));
      }
      lines.push('');
      await this.#put(lines.join('\n'));
    }
  }

  async finish(): Promise<void> {}

  #put(text: string): Promise<void> {
    return this.#emit(Buffer.from(text));
  }
}

function quoted(text: string): string {
  return text === '' || SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
