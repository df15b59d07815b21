import { type Column, isFixed } from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';
import { type CellTexts, cellTexts } from './cell-text.js';
import type { Emit, TableSink } from './sink.js';

const ROWS = 4096;

/**
 * JSON: an array of records, one to a line. Whole numbers beyond 2⁵³, which most readers of JSON would round, are texts, as are
 * not-a-number and the infinities, which JSON does not have; times are ISO 8601; a row without a value has `null`.
 */
export class JsonSink implements TableSink {
  readonly #emit: Emit;
  #begun = '[\n';

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  async write(table: Table): Promise<void> {
    const cells = table.names.map((name) => jsonTexts(table.column(name)));
    const keys = table.names.map((name, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
    for (let start = 0; start < table.rows; start += ROWS) {
      let text = '';
      for (let row = start; row < Math.min(table.rows, start + ROWS); row++) {
        text += this.#begun;
        this.#begun = ',\n';
        for (let at = 0; at < cells.length; at++) text += `${keys[at]}${cells[at]?.(row) ?? 'null'}`;
        text += '}';
      }
      await this.#emit(Buffer.from(text));
    }
  }

  async finish(): Promise<void> {
    await this.#emit(Buffer.from(this.#begun === ',\n' ? '\n]\n' : '[]\n'));
  }
}

function jsonTexts(column: Column): CellTexts {
  if (column.type === 'list<string>') return cellTexts(column);
  const isNumber = isFixed(column) && /^(u?int|float|bool|duration)/.test(column.type);
  return cellTexts(column, isNumber ? jsonNumber : JSON.stringify);
}

function jsonNumber(text: string): string {
  if (text === 'true' || text === 'false') return text;
  const number = Number(text);
  const isRounded = /^-?\d+$/.test(text) && !Number.isSafeInteger(number);
  return isRounded || !Number.isFinite(number) ? JSON.stringify(text) : text;
}
