import { PANDAS_MISSING } from './dialects.js';
import { encodingOption } from './encoding-names.js';
import { isObject, type OptionValues } from './option-values.js';
import type { ColumnChoice, CsvEncoding, CsvOptions } from './options.js';
import { typeOptions } from './type-names.js';

/** What pandas does without options. */
export const PANDAS_DEFAULTS: Partial<CsvOptions> = { dialect: 'pandas', missing: new Set(PANDAS_MISSING) };

/** The options of `pandas.read_csv`. @throws CO_CSV_OPTION */
export function fromPandas(values: OptionValues): Partial<CsvOptions> {
  return {
    ...naming(values),
    ...skipping(values),
    ...missing(values),
    encoding: encoding(values),
    delimiter: delimiter(values),
    quote: quote(values),
    comment: values.character('comment') ?? null,
    skipInitialSpace: values.flag('skipinitialspace') ?? false,
    skipBlankLines: values.flag('skip_blank_lines') ?? true,
    columns: values.choices('usecols') ?? null,
    limit: values.count('nrows') ?? Infinity,
    decimal: values.character('decimal') ?? '.',
    thousands: values.character('thousands') ?? null,
    trueTexts: new Set(values.texts('true_values')),
    falseTexts: new Set(values.texts('false_values')),
    times: times(values),
    types: new Map(isObject(values.raw('dtype')) ? typeOptions(values, 'dtype') : []),
    inferTypes: inferTypes(values),
  };
}

function delimiter(values: OptionValues): string {
  const option = values.has('delimiter') ? 'delimiter' : 'sep';
  if (values.has(option) && values.raw(option) === undefined) {
    if (option === 'sep') throw values.refusal('sep', 'the delimiter is not guessed');
  }
  const text = values.text(option) ?? ',';
  if (text.length !== 1) throw values.refusal(option, 'expected one character, regular expressions are not supported');
  return text;
}

function quote(values: OptionValues): string | null {
  const quoting = values.count('quoting') ?? 0;
  if (quoting === 3) return null;
  if (quoting > 1) throw values.refusal('quoting', 'expected 0, 1 or 3');
  return values.character('quotechar') ?? '"';
}

function encoding(values: OptionValues): CsvEncoding {
  const errors = values.text('encoding_errors') ?? 'strict';
  const named = encodingOption(values);
  if (errors === 'strict') return named;
  if (errors === 'replace' && named === 'utf-8') return 'utf-8-lossy';
  throw values.refusal('encoding_errors', 'expected "strict", or "replace" with UTF-8');
}

function naming(values: OptionValues): Partial<CsvOptions> {
  const names = values.texts('names') ?? null;
  const required = [indexColumns(values), timeColumns(values)].flat();
  return { names, header: header(values, names), required };
}

function header(values: OptionValues, names: readonly string[] | null): number | null {
  if (values.has('header') && values.raw('header') === undefined) return null;
  if (values.raw('header') === 'infer' || !values.has('header')) return names ? null : 0;
  return values.count('header') ?? null;
}

/** pandas makes these the index; here an index is a column. */
function indexColumns(values: OptionValues): ColumnChoice[] {
  const given = values.raw('index_col');
  if (given === undefined || given === false) return [];
  return Array.isArray(given) ? (values.choices('index_col') ?? []) : [choice(values, 'index_col', given)];
}

function choice(values: OptionValues, option: string, given: unknown): ColumnChoice {
  if (typeof given === 'string' || (Number.isInteger(given) && (given as number) >= 0)) return given as ColumnChoice;
  throw values.refusal(option, 'expected the name or position of a column');
}

function timeColumns(values: OptionValues): ColumnChoice[] {
  const given = values.raw('parse_dates');
  return given === undefined || typeof given === 'boolean' ? [] : (values.choices('parse_dates') ?? []);
}

/** `true` means the index. */
function times(values: OptionValues): CsvOptions['times'] {
  return values.raw('parse_dates') === true ? indexColumns(values) : timeColumns(values);
}

function skipping(values: OptionValues): Partial<CsvOptions> {
  if (Array.isArray(values.raw('skiprows'))) return { skipRows: new Set(values.counts('skiprows')) };
  return { skipLines: values.count('skiprows') ?? 0 };
}

function missing(values: OptionValues): Partial<CsvOptions> {
  if (values.flag('na_filter') === false) return { missing: new Set(), keepEmptyTexts: true };
  const defaults = values.flag('keep_default_na') === false ? [] : PANDAS_MISSING;
  const keepEmptyTexts = defaults.length === 0;
  const given = values.raw('na_values');
  if (!isObject(given))
    return { missing: new Set([...defaults, ...(values.scalars('na_values') ?? [])]), keepEmptyTexts };
  const byColumn = Object.entries(given).map(
    ([name, texts]) => [name, new Set(values.scalars('na_values', texts))] as const,
  );
  return { missing: new Set(defaults), missingByColumn: new Map(byColumn), keepEmptyTexts };
}

function inferTypes(values: OptionValues): boolean {
  const dtype = values.raw('dtype');
  if (dtype === undefined || isObject(dtype)) return true;
  if (dtype === 'str' || dtype === 'object' || dtype === 'string') return false;
  throw values.refusal('dtype', 'expected an object of column names and types, or "str"');
}
