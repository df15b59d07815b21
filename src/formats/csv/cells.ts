import { CloudOptimisedError } from '../../errors/index.js';
import { allocate, type NumericArray } from '../../model/data-type.js';
import type { Converter } from '../../model/table/cast/stored.js';
import { type CodedColumn, type Column, type FixedType, isFixedType, storageOf } from '../../model/table/column.js';
import { columnOfTexts } from './infer.js';
import type { CsvOptions } from './options.js';
import { parserOf } from './parse-cell.js';
import type { Row } from './rows.js';

/** Gathers the cells of one column. */
export interface CellCollector {
  /** Takes in the cells at `position` of these rows. @throws CO_COLUMN_CAST */
  take(rows: readonly Row[], position: number): void;
  finish(): Column;
}

/** What gathers a column: as its declared type, or as texts whose type is found at the end. */
export function cellCollector(uri: string, column: string, options: CsvOptions, isTime: boolean): CellCollector {
  const type = options.types.get(column);
  const missing = new Set([...options.missing, ...(options.missingByColumn.get(column) ?? [])]);
  if (type && isFixedType(type)) return new FixedCells({ uri, column, type, missing, parse: parserOf(type, options) });
  return new TextCells({ missing, finish: (texts) => columnOfTexts(texts, type, options, isTime, { uri, column }) });
}

interface FixedCellsOptions {
  readonly uri: string;
  readonly column: string;
  readonly type: FixedType;
  readonly missing: ReadonlySet<string>;
  readonly parse: Converter;
}

/** Cells of a type of numbers, parsed as they come. */
class FixedCells implements CellCollector {
  readonly #options: FixedCellsOptions;
  readonly #missingNumbers: ReadonlySet<number>;
  #values: NumericArray;
  #nulls = new Uint8Array(0);
  #rows = 0;
  #anyNull = false;

  constructor(options: FixedCellsOptions) {
    this.#options = options;
    this.#values = allocate(storageOf(options.type), 0);
    this.#missingNumbers = new Set(
      [...options.missing]
        .filter((text) => /\d/.test(text))
        .map(Number)
        .filter(Number.isFinite),
    );
  }

  take(rows: readonly Row[], position: number): void {
    this.#reserve(rows.length);
    for (const row of rows) this.#add(row[position] as string);
  }

  finish(): Column {
    const nulls = this.#anyNull ? this.#nulls.slice(0, this.#rows) : undefined;
    return { type: this.#options.type, values: this.#values.slice(0, this.#rows), nulls };
  }

  #add(text: string): void {
    const value = this.#parse(text);
    if (value === null) {
      this.#nulls[this.#rows] = 1;
      this.#anyNull = true;
    } else this.#values[this.#rows] = value as never;
    this.#rows++;
  }

  #parse(text: string): number | bigint | null {
    const { missing, parse, uri, column, type } = this.#options;
    if (text === '' || missing.has(text)) return null;
    const value = parse(text);
    if (value === undefined) {
      throw new CloudOptimisedError('CO_COLUMN_CAST', {
        uri,
        column,
        from: 'string',
        to: type,
        row: this.#rows,
        value: text,
      });
    }
    return this.#missingNumbers.size > 0 && this.#missingNumbers.has(Number(value)) ? null : (value as number | bigint);
  }

  #reserve(more: number): void {
    if (this.#rows + more <= this.#values.length) return;
    const capacity = Math.max(this.#rows + more, Math.ceil(this.#values.length * 1.5));
    const values = allocate(storageOf(this.#options.type), capacity);
    values.set(this.#values as never);
    const nulls = new Uint8Array(capacity);
    nulls.set(this.#nulls);
    this.#values = values;
    this.#nulls = nulls;
  }
}

/** Cells as texts, each distinct one held once. */
class TextCells implements CellCollector {
  readonly #missing: ReadonlySet<string>;
  readonly #finish: (texts: CodedColumn) => Column;
  readonly #known = new Map<string, number>();
  readonly #categories: string[] = [];
  readonly #codes: Int32Array[] = [];

  constructor(options: { missing: ReadonlySet<string>; finish: (texts: CodedColumn) => Column }) {
    this.#missing = options.missing;
    this.#finish = options.finish;
  }

  take(rows: readonly Row[], position: number): void {
    const codes = new Int32Array(rows.length);
    rows.forEach((row, index) => {
      const text = row[position] as string;
      codes[index] = this.#known.get(text) ?? this.#learn(text);
    });
    this.#codes.push(codes);
  }

  finish(): Column {
    const codes = new Int32Array(this.#codes.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#codes) {
      codes.set(part, at);
      at += part.length;
    }
    return this.#finish({ type: 'string', categories: this.#categories, codes });
  }

  #learn(text: string): number {
    const own = detached(text);
    const code = this.#missing.has(text) ? -1 : this.#categories.push(own) - 1;
    this.#known.set(own, code);
    return code;
  }
}

/** A slice of a long text keeps all of it in memory; a copy does not. V8 copies slices below 13 characters itself. */
function detached(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
