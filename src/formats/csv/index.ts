/**
 * CSV files, read with the options of `pandas.read_csv` or `polars.read_csv`.
 *
 * @module
 */
export { type CsvConfig, csvOptionsFromConfig } from './config-options.js';
export {
  type CsvOption,
  type OptionSupport,
  PANDAS_MISSING,
  pandasReadCsvOptions,
  polarsReadCsvOptions,
} from './dialects.js';
export { type CsvOptions, defaultOptions } from './options.js';
export { csvReader } from './reader.js';
