import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Table } from '../../model/table/table.js';
import { readFolder } from './read-folder.js';
import { readObject } from './read-object.js';

/** How a source is laid out: one file, or a folder of `key=value` folders. */
export interface ParquetOptions {
  readonly partitioning?: 'hive' | null;
}

/**
 * Reads Parquet files and hive folders.
 *
 * Types that a table has no name for are taken to the next that holds them exactly: timestamps of other units (with a
 * zone: the instant in UTC) become `timestamp[ns]`, durations `duration[ns]`, dictionary-encoded and large texts
 * `string`, float16 `float32`. The metadata of a field are the attributes of its column, those of the file the
 * attributes of the table.
 *
 * Its own errors: CO_FILE_EMPTY, CO_FORMAT_MISMATCH, CO_FILE_TRUNCATED, CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED (decimals,
 * nested types other than lists of texts), CO_TIME_OUT_OF_RANGE, CO_COLUMN_DRIFT, CO_STORAGE_NOT_FOUND.
 */
export const parquetReader: Reader<Table, ParquetOptions> = { format: 'parquet', open };

async function open(source: StoredObject, options: ParquetOptions = {}): Promise<Table> {
  if (options.partitioning === 'hive' || source.uri.endsWith('/')) return readFolder(source);
  const bytes = await source.storage.get(source.key);
  if (!bytes) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: source.uri });
  return readObject(bytes, source.uri);
}
