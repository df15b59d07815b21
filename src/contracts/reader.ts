import type { Dataset } from '../model/dataset.js';
import type { Table } from '../model/table/table.js';
import type { StoredObject } from './storage.js';

/** A source file as a run finds it. Plain data: it crosses threads and stands in the ledger. */
export interface SourceFile {
  /** Its address, without credentials. Its identity in the ledger. */
  readonly uri: string;
  /** Last part of its address. */
  readonly name: string;
  /** Bytes; the sum over its files for a hive folder. */
  readonly size: number;
  /** What changes when its content does: an etag, or the time of last change. */
  readonly version: string;
}

/**
 * Reads one format. A reader opens what it is given and nothing else; it is stateless, its options come with the call.
 */
export interface Reader<Opened extends Dataset | Table = Dataset | Table, Options = unknown> {
  /** Name of the format: `netcdf3`, `hdf5`, `csv`, `parquet`. */
  readonly format: string;
  /**
   * Opens a source.
   *
   * @throws CO_FILE_EMPTY, CO_FILE_TRUNCATED, CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED, CO_CSV_UNREADABLE, or a storage error
   */
  open(source: StoredObject, options: Options): Promise<Opened>;
}
