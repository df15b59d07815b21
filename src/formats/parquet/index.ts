/**
 * Parquet: a reader of single files and hive folders, and the writer of tables.
 *
 * @module
 */
export { type DatasetSidecar, readSidecar, type SidecarField } from './read-sidecar.js';
export { type ParquetOptions, parquetReader } from './reader.js';
export { parquetTableWriter } from './writer.js';
