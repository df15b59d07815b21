import type { ParseConfig } from 'papaparse';
import { CloudOptimisedError } from '../../errors/index.js';
import { countLines } from './decode.js';
import type { CsvOptions } from './options.js';

/** What papaparse exports. */
export type PapaParse = typeof import('papaparse');

/** The cells of one row. */
export type Row = readonly string[];

/** Rows that follow each other, and how to tell where one stands. */
export interface RowBlock {
  readonly rows: readonly Row[];
  /** The error that says what is wrong with one of `rows`, with its line. */
  refuse(index: number, reason: string): CloudOptimisedError;
}

/** A quoted cell beyond this is a quote that was never closed. */
const LONGEST_ROW = 2 ** 26;

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly message: string; readonly row: number; readonly index: number }[];
  readonly meta: { readonly cursor: number };
}

/** Parses pieces of text into rows. A row that a piece does not end is kept for the next. */
export class RowParser {
  readonly #papa: PapaParse;
  readonly #uri: string;
  readonly #options: CsvOptions;
  #rest = '';
  #lines = 0;
  #newline: '\n' | '\r' | undefined;
  /** Lines still to leave out. */
  #skip: number;

  constructor(papa: PapaParse, uri: string, options: CsvOptions) {
    this.#papa = papa;
    this.#uri = uri;
    this.#options = options;
    this.#skip = options.skipLines;
  }

  /** The rows that are complete with this piece. @throws CO_CSV_UNREADABLE for a quote in the wrong place */
  push(piece: string): RowBlock {
    return this.#parse(this.#rest + this.#afterSkipped(piece), true);
  }

  /** The row that no line end follows. @throws CO_CSV_UNREADABLE for a quote that is not closed */
  end(): RowBlock {
    return this.#parse(this.#rest, false);
  }

  #parse(text: string, moreToCome: boolean): RowBlock {
    this.#newline ??= text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
    const parsed = this.#parsed(text, moreToCome);
    const consumed = moreToCome ? parsed.meta.cursor : text.length;
    const block = this.#block(parsed.data, text);
    const [error] = parsed.errors;
    if (error) throw block.refuse(error.row, error.message);
    this.#rest = text.slice(consumed);
    if (this.#rest.length > LONGEST_ROW) throw block.refuse(parsed.data.length, 'a quote is not closed');
    this.#lines += this.#countLines(text.slice(0, consumed));
    return block;
  }

  #parsed(text: string, moreToCome: boolean, step?: (row: Parsed) => void): Parsed {
    if (text === '') return { data: [], errors: [], meta: { cursor: 0 } };
    const parser = new this.#papa.Parser({ ...this.#settings(), ...(step ? { step: step as never } : {}) });
    return parser.parse(text, 0, moreToCome) as Parsed;
  }

  #settings(): ParseConfig {
    const { delimiter, quote, comment } = this.#options;
    const quotes = quote === null ? { fastMode: true } : { quoteChar: quote };
    return { delimiter, newline: this.#newline as '\n', comments: comment ?? false, ...quotes };
  }

  #block(data: string[][], text: string): RowBlock {
    if (this.#newline === '\n' && text.includes('\r')) data.forEach(withoutCarriageReturn);
    const before = this.#lines;
    const refuse = (index: number, reason: string) => {
      const line = before + this.#linesBefore(index, text) + 1;
      return new CloudOptimisedError('CO_CSV_UNREADABLE', { uri: this.#uri, line, reason });
    };
    return { rows: data, refuse };
  }

  /** Parses again up to a row, to count the lines before it. Only errors need this. */
  #linesBefore(index: number, text: string): number {
    const ends: number[] = [];
    this.#parsed(text, false, (row) => ends.push(row.meta.cursor));
    const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
    return this.#countLines(text.slice(0, start)) + this.#commentLines(text.slice(start));
  }

  #commentLines(text: string): number {
    const { comment } = this.#options;
    let count = 0;
    for (let rest = text; comment && rest.startsWith(comment); count++)
      rest = rest.slice(rest.indexOf('\n') + 1 || rest.length);
    return count;
  }

  #countLines(text: string): number {
    return this.#newline === '\r' ? text.split('\r').length - 1 : countLines(text);
  }

  /** Leaves out whole lines before any quote in them is seen. */
  #afterSkipped(piece: string): string {
    let at = 0;
    for (; this.#skip > 0 && at < piece.length; this.#skip--) {
      at = piece.indexOf('\n', at) + 1 || piece.length;
      this.#lines++;
    }
    return piece.slice(at);
  }
}

/** Lines may end with CR LF, also where others do not. */
function withoutCarriageReturn(row: string[]): void {
  const last = row.at(-1);
  if (last?.endsWith('\r')) row[row.length - 1] = last.slice(0, -1);
}
