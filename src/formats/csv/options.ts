import type { ColumnType } from '../../model/table/column.js';

/** A column by its name in the header, or by its position. */
export type ColumnChoice = string | number;

/** How a file's bytes become text. */
export type CsvEncoding = 'utf-8' | 'utf-8-lossy' | 'utf-16' | 'utf-16le' | 'utf-16be' | 'ascii' | 'latin1' | 'cp1252';

/** How a CSV file is to be read; both dialects come down to this. */
export interface CsvOptions {
  readonly dialect: 'pandas' | 'polars';
  readonly encoding: CsvEncoding;
  readonly delimiter: string;
  /** The quote, `null` where none is. */
  readonly quote: string | null;
  /** What begins a line that is no row. */
  readonly comment: string | null;
  /** Whether spaces after a delimiter belong to it. */
  readonly skipInitialSpace: boolean;
  /** Whether empty lines are no rows. */
  readonly skipBlankLines: boolean;
  /** Lines left out before anything is parsed. */
  readonly skipLines: number;
  /** Rows left out, counted from 0 with the header. */
  readonly skipRows: ReadonlySet<number>;
  /** Rows left out after the header. */
  readonly skipAfterHeader: number;
  /** The row that holds the names, `null` for none. */
  readonly header: number | null;
  /** Names for the first columns, in place of those of the header. */
  readonly names: readonly string[] | null;
  /** Whether `names` must name all columns. */
  readonly namesAreAll: boolean;
  /** The columns to keep, `null` for all. */
  readonly columns: readonly ColumnChoice[] | null;
  /** Columns that must be there. */
  readonly required: readonly ColumnChoice[];
  /** The most rows to read. */
  readonly limit: number;
  /** Texts that are no value, in any column. */
  readonly missing: ReadonlySet<string>;
  /** Further ones by column. */
  readonly missingByColumn: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether an empty text in a column of texts is a value. */
  readonly keepEmptyTexts: boolean;
  readonly decimal: string;
  readonly thousands: string | null;
  readonly trueTexts: ReadonlySet<string>;
  readonly falseTexts: ReadonlySet<string>;
  /** The columns outside the schema that are times where all of their values are. */
  readonly times: 'none' | 'all' | readonly ColumnChoice[];
  /** Whether the types of columns without a declared one are found from their values; otherwise they are texts. */
  readonly inferTypes: boolean;
  /** Types of columns by name: those of the schema, then those of the options. */
  readonly types: ReadonlyMap<string, ColumnType>;
}

/** RFC 4180 with a header, as pandas reads it. */
export const defaultOptions: CsvOptions = {
  dialect: 'pandas',
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  comment: null,
  skipInitialSpace: false,
  skipBlankLines: true,
  skipLines: 0,
  skipRows: new Set(),
  skipAfterHeader: 0,
  header: 0,
  names: null,
  namesAreAll: true,
  columns: null,
  required: [],
  limit: Infinity,
  missing: new Set(),
  missingByColumn: new Map(),
  keepEmptyTexts: false,
  decimal: '.',
  thousands: null,
  trueTexts: new Set(),
  falseTexts: new Set(),
  times: 'none',
  inferTypes: true,
  types: new Map(),
};
