/**
 * Parquet: a reader of single files and hive folders, and the writer of tables.
 *
 * @module
 */
export { type ParquetOptions, parquetReader } from './reader.js';
export { parquetTableWriter } from './writer.js';
