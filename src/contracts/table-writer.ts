import type { ColumnType } from '../model/table/column.js';
import type { Table } from '../model/table/table.js';

/** One column of a dataset's schema. */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
  /** Its attributes as text, as Arrow's field metadata holds them. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** How objects are encoded. */
export interface TableEncoding {
  readonly compression: 'SNAPPY' | 'ZSTD' | 'GZIP' | 'BROTLI' | 'LZ4_RAW' | 'UNCOMPRESSED';
  /** Rows in a row group. */
  readonly rowGroupRows: number;
  /** Dictionary encoding for all columns, for none, or for the named ones. */
  readonly dictionary: boolean | readonly string[];
}

/** Encodes tables into objects of one format. */
export interface TableWriter {
  /** The table's columns, in the order of `fields`, as one object. Columns must have the fields' types. The table can be encoded again. */
  encode(table: Table, fields: readonly Field[], encoding: TableEncoding): Promise<Uint8Array>;
  /** An object without rows that tells the schema and the key-values, for `_common_metadata`. */
  encodeSchema(fields: readonly Field[], keyValues: Readonly<Record<string, string>>): Promise<Uint8Array>;
}
