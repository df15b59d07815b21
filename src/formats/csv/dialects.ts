/**
 * The options of `pandas.read_csv` and `polars.read_csv` that a config may name, and what becomes of each here. The
 * documentation is generated from these tables.
 *
 * @module
 */

/** What becomes of an option: it is followed, it has nothing to act on here, or it is refused because following it is not possible, or would lose values. */
export type OptionSupport = 'honoured' | 'no effect' | 'refused';

/** One option of a dialect. */
export interface CsvOption {
  readonly support: OptionSupport;
  /** For a refused option: the values with which it changes nothing, and is accepted. */
  readonly accepted?: readonly unknown[];
  /** Why, or within which limits. */
  readonly note?: string;
}

const honoured = (note?: string): CsvOption => (note ? { support: 'honoured', note } : { support: 'honoured' });
const noEffect = (note: string): CsvOption => ({ support: 'no effect', note });
const refused = (accepted: readonly unknown[], note: string): CsvOption => ({ support: 'refused', accepted, note });

const SPEED = 'tells pandas or polars how to work, not what to read';
const TYPES_KNOWN = 'types come from the schema, and for other columns from all of their values';

/** The options of `pandas.read_csv` (pandas 1.5 to 3). */
export const pandasReadCsvOptions: Readonly<Record<string, CsvOption>> = {
  filepath_or_buffer: refused([], 'the source is given by the run'),
  sep: honoured('plain text, not a regular expression'),
  delimiter: honoured('another name of sep'),
  delim_whitespace: refused([false, null], 'columns parted by runs of spaces are not supported'),
  header: honoured('a row number, null or "infer"; not several rows'),
  names: honoured(),
  index_col: honoured('the column is kept as a column'),
  usecols: honoured('names or positions'),
  dtype: honoured('for columns that are not in the schema'),
  engine: noEffect(SPEED),
  converters: refused([null], 'a config holds no code'),
  true_values: honoured(),
  false_values: honoured(),
  skipinitialspace: honoured(),
  skiprows: honoured('a number, or a list of row numbers'),
  skipfooter: refused([0, null], 'leaving out the last rows is not supported'),
  nrows: honoured(),
  na_values: honoured(),
  keep_default_na: honoured(),
  na_filter: honoured(),
  verbose: noEffect(SPEED),
  skip_blank_lines: honoured(),
  parse_dates: honoured('true, or names or positions; a column in the schema is read as its type says'),
  infer_datetime_format: noEffect('times are ISO 8601'),
  keep_date_col: refused([false, null], 'columns are not joined to times'),
  date_parser: refused([null], 'a config holds no code'),
  date_format: refused([null, 'ISO8601', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S'], 'times are ISO 8601'),
  dayfirst: refused([false, null], 'times are ISO 8601'),
  cache_dates: noEffect(SPEED),
  iterator: noEffect(SPEED),
  chunksize: noEffect(SPEED),
  compression: refused(['infer', null], 'compressed files are not supported'),
  thousands: honoured(),
  decimal: honoured(),
  lineterminator: refused([null, '\n', '\r', '\r\n'], 'lines end with LF, CR LF or CR'),
  quotechar: honoured(),
  quoting: honoured('0 and 1 (quotes), 3 (none)'),
  doublequote: refused([true], 'a quote within quotes is doubled'),
  escapechar: refused([null], 'a quote within quotes is doubled'),
  comment: honoured('for whole lines'),
  encoding: honoured('UTF-8, UTF-16, ASCII, ISO 8859-1, Windows-1252'),
  encoding_errors: honoured('"strict" or "replace"'),
  dialect: refused([null], 'give its parts as options'),
  on_bad_lines: refused(['error', null], 'rows are never left out'),
  error_bad_lines: refused([true, null], 'rows are never left out'),
  warn_bad_lines: noEffect('rows are never left out'),
  low_memory: noEffect(SPEED),
  memory_map: noEffect(SPEED),
  float_precision: noEffect('numbers are read to the nearest value'),
  storage_options: noEffect('the storage is given by the run'),
  dtype_backend: noEffect(SPEED),
};

/** The options of `polars.read_csv` (polars 0.19 to 2). */
export const polarsReadCsvOptions: Readonly<Record<string, CsvOption>> = {
  source: refused([], 'the source is given by the run'),
  has_header: honoured(),
  columns: honoured('names or positions'),
  new_columns: honoured('for the first columns'),
  separator: honoured(),
  comment_prefix: honoured(),
  quote_char: honoured(),
  skip_rows: honoured(),
  skip_lines: honoured(),
  dtypes: honoured('for columns that are not in the schema'),
  schema: honoured('for columns that are not in the schema of the config'),
  schema_overrides: honoured('for columns that are not in the schema'),
  null_values: honoured(),
  missing_utf8_is_empty_string: honoured(),
  empty_string_is_null: noEffect('an empty text is a null unless missing_utf8_is_empty_string'),
  ignore_errors: refused([false, null], 'a value that does not fit its type is an error, not a null'),
  try_parse_dates: honoured('for columns that are not in the schema'),
  n_threads: noEffect(SPEED),
  infer_schema: honoured('false: columns that are not in the schema are texts'),
  infer_schema_length: noEffect(TYPES_KNOWN),
  infer_schema_files: noEffect(TYPES_KNOWN),
  batch_size: noEffect(SPEED),
  n_rows: honoured(),
  encoding: honoured('"utf8", "utf8-lossy", or a name as for pandas'),
  low_memory: noEffect(SPEED),
  rechunk: noEffect(SPEED),
  use_pyarrow: noEffect(SPEED),
  storage_options: noEffect('the storage is given by the run'),
  credential_provider: noEffect('the storage is given by the run'),
  retries: noEffect('the storage is given by the run'),
  file_cache_ttl: noEffect(SPEED),
  glob: noEffect('the source is given by the run'),
  skip_rows_after_header: honoured(),
  row_count_name: refused([null], 'rows are not numbered'),
  row_count_offset: noEffect('rows are not numbered'),
  row_index_name: refused([null], 'rows are not numbered'),
  row_index_offset: noEffect('rows are not numbered'),
  sample_size: noEffect(SPEED),
  eol_char: refused(['\n', '\r', '\r\n', null], 'lines end with LF, CR LF or CR'),
  raise_if_empty: noEffect('an empty file is an error'),
  truncate_ragged_lines: refused([false, null], 'values are never left out'),
  extra_columns: refused(['raise', null], 'values are never left out'),
  missing_columns: refused(['raise', null], 'rows are never padded'),
  decimal_comma: honoured(),
  include_file_paths: refused([null], 'add a column with the source @filename'),
  with_column_names: refused([null], 'a config holds no code'),
};

/** What pandas takes as no value unless `keep_default_na` is false. */
export const PANDAS_MISSING: readonly string[] = [
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
];
