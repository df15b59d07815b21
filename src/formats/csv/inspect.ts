import type { Inspector } from '../../contracts/inspector.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { inspectTable } from '../../model/inspection/inspect-table.js';
import type { InspectionNote } from '../../model/inspection/inspection.js';
import { type CodedColumn, type Column, isFixed } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import { type CsvConfig, csvOptionsFromConfig } from './config-options.js';
import { columnOfTexts } from './infer.js';
import { noteOddTimes } from './odd-times.js';
import type { CsvOptions } from './options.js';
import { csvReader } from './reader.js';
import { sniffDialect } from './sniff.js';

/** Files up to this many bytes are read whole: types then hold for all rows. */
const WHOLE = 2 ** 26;
const ROWS_OF_LARGE = 500_000;
const HEAD = 2 ** 18;

/** Options of `pandas.read_csv` or `polars.read_csv` that are known already, or a whole `csv_config`. */
export type CsvHints = Readonly<Record<string, unknown>>;

/**
 * Looks at CSV files: finds encoding, delimiter, header and decimal sign, then types from all values. A whole number that begins with
 * zeros, or has more digits than 64 bits hold, stays text: as a number it would not be the same.
 */
export const csvInspector: Inspector<CsvHints> = { format: 'csv', inspect };

async function inspect(source: StoredObject, hints: CsvHints = {}) {
  const { uri, storage, key } = source;
  const info = await storage.head(key);
  if (!info) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  if (info.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const isPartial = info.size > WHOLE;
  const bytes = await storage.getRange(key, { offset: 0, length: Math.min(info.size, WHOLE) });
  const { encoding, notes } = encodingOf(bytes);
  const head = headText(bytes, encoding);
  const sniffed = sniffDialect(head, encoding);
  const config = configOf(sniffed.options, hints);
  const texts = await csvReader.open(source, asTexts(csvOptionsFromConfig(config), isPartial));
  const typed = typesOf(texts, csvOptionsFromConfig(config), uri);
  const inspected = inspectTable(typed.table, { uri, format: 'csv', bytes: info.size });
  return {
    ...inspected,
    isPartial,
    settings: { csv_config: withMissing(config, typed.missing) },
    notes: [
      ...notes,
      ...(texts.rows === 0 ? [EMPTY] : []),
      ...noteOddTimes(texts),
      ...sniffed.notes.filter(({ subject }) => !isTold(subject, hints)),
      ...typed.notes,
    ],
  };
}

const EMPTY = {
  subject: 'rows',
  text: 'it has a header and no row: types are those of other samples, or text where all are empty',
  isDoubt: true,
};

/** Options with which rows may be others than were found. */
const LAYOUT = ['sep', 'delimiter', 'header', 'names', 'skiprows', 'comment', 'quotechar', 'quoting'];

/** What a person told goes before what was found; options that only polars has make a config for polars, by themselves. */
function configOf(sniffed: Readonly<Record<string, unknown>>, hints: CsvHints): CsvConfig {
  if ('pandas_read_csv_config' in hints || 'polars_read_csv_config' in hints) return hints as CsvConfig;
  const forPolars = ['separator', 'has_header', 'null_values', 'try_parse_dates', 'infer_schema_length'];
  if (forPolars.some((name) => name in hints)) return { polars_read_csv_config: hints };
  const { delimiter, ...rest } = sniffed;
  const found = 'sep' in hints ? rest : { delimiter, ...rest };
  const isNamed = 'header' in hints || 'names' in hints;
  const { header: _, names: __, ...withoutHeader } = found as Record<string, unknown>;
  const { skiprows: ___, ...withAllRows } = isNamed ? withoutHeader : (found as Record<string, unknown>);
  const isLaidOut = LAYOUT.some((name) => name in hints);
  return { pandas_read_csv_config: { ...(isLaidOut ? withAllRows : isNamed ? withoutHeader : found), ...hints } };
}

/** Whether what was found is not so because a person told it otherwise. */
function isTold(subject: string, hints: CsvHints): boolean {
  const names = Object.keys(hints);
  return (
    names.length > 0 &&
    (subject !== 'units-row' || names.some((name) => LAYOUT.includes(name) || /_config$/.test(name)))
  );
}

function asTexts(options: CsvOptions, isPartial: boolean): CsvOptions {
  const limit = isPartial ? Math.min(options.limit, ROWS_OF_LARGE) : options.limit;
  return { ...options, inferTypes: false, times: 'none', limit };
}

interface TypedTable {
  readonly table: Table;
  readonly missing: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly InspectionNote[];
}

function typesOf(texts: Table, options: CsvOptions, uri: string): TypedTable {
  const missing = new Map<string, readonly string[]>();
  const notes: InspectionNote[] = [];
  const columns = texts.names.map((name): [string, Column] => {
    const column = texts.column(name);
    if (isFixed(column)) return [name, column];
    const words = missingWords(column);
    if (words.length > 0) {
      missing.set(name, words);
      notes.push({ subject: name, text: `${words.map((word) => `'${word}'`).join(', ')} is taken for no value` });
    }
    return [name, typed(withoutWords(column, words), options, { uri, column: name })];
  });
  return { table: new Table(columns, { rows: texts.rows }), missing, notes };
}

function typed(column: CodedColumn, options: CsvOptions, source: { uri: string; column: string }): Column {
  const texts = usedTexts(column);
  if (texts.length === 0 || texts.some(isNotANumber)) return column;
  const inferred = columnOfTexts(column, undefined, options, false, source);
  const isWhole = texts.every((text) => /^\s*[+-]?\d+\s*$/.test(text));
  return isWhole && inferred.type === 'float64' ? column : inferred;
}

/** `007` is a name. */
function isNotANumber(text: string): boolean {
  return /^\s*[+-]?0\d/.test(text);
}

function usedTexts({ categories }: CodedColumn): string[] {
  return (categories as readonly string[]).filter((text) => text !== '');
}

const MISSING = /^([-–—.*?_]+|missing|no ?data|nil|nd|n\.a\.|none)$/i;

/** Texts that stand for no value in a column that otherwise has only numbers. */
function missingWords(column: CodedColumn): string[] {
  const texts = usedTexts(column);
  const words = texts.filter((text) => MISSING.test(text.trim()));
  const others = texts.filter((text) => !words.includes(text));
  const areNumbers = others.length > 0 && others.every((text) => Number.isFinite(Number(text.replace(',', '.'))));
  return areNumbers ? words : [];
}

function withoutWords({ type, categories, codes }: CodedColumn, words: readonly string[]): CodedColumn {
  if (words.length === 0) return { type, categories, codes };
  const gone = new Set(words.map((word) => categories.indexOf(word)));
  return {
    type,
    categories: categories.map((text, i) => (gone.has(i) ? '' : text)),
    codes: codes.map((code) => (gone.has(code) ? -1 : code)),
  };
}

function withMissing(config: CsvConfig, missing: ReadonlyMap<string, readonly string[]>): CsvConfig {
  const { pandas_read_csv_config: pandas } = config;
  if (missing.size === 0 || !pandas || pandas.na_values !== undefined) return config;
  return { pandas_read_csv_config: { ...pandas, na_values: Object.fromEntries(missing) } };
}

/** Bytes that are no UTF-8 are Windows-1252 where it has all of them, else ISO 8859-1, which has any. */
function encodingOf(bytes: Uint8Array): { encoding: string; notes: InspectionNote[] } {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return { encoding: 'utf-16', notes: [] };
  if (isUtf8(bytes)) return { encoding: 'utf-8', notes: [] };
  const encoding = bytes.some((byte) => byte >= 0x80 && byte <= 0x9f && !UNUSED.has(byte)) ? 'cp1252' : 'latin1';
  return { encoding, notes: [{ subject: 'encoding', text: `it is not UTF-8; it is read as ${encoding}` }] };
}

const UNUSED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** A text that is cut within its last character is still one. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The first lines, without a byte order mark. */
function headText(bytes: Uint8Array, encoding: string): string {
  const head = bytes.subarray(0, HEAD);
  const label = encoding === 'utf-16' ? (head[0] === 0xfe ? 'utf-16be' : 'utf-16le') : encoding;
  const text =
    label === 'latin1' || label === 'cp1252'
      ? Buffer.from(head).toString('latin1')
      : new TextDecoder(label).decode(head);
  const isCut = head.length < bytes.length;
  return (isCut ? text.slice(0, text.lastIndexOf('\n') + 1) : text).replace(/^\uFEFF/, '');
}
