/**
 * Parquet: a reader of single files and hive folders, and the writer of tables.
 *
 * @module
 */
export { parquetTableWriter } from './writer.js';
