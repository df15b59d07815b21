/**
 * Writes tables as Parquet objects. Flat tables are encoded here; lists, and codecs that Node lacks, go to parquet-wasm by way of
 * an Arrow IPC stream.
 *
 * @module
 */
import type { Data, Schema } from 'apache-arrow';
import type { Field, TableEncoding, TableWriter } from '../../contracts/table-writer.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { type Column, nullColumn } from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';
import { arrowData } from './arrow-data.js';
import { type Arrow, loadArrow } from './arrow-library.js';
import { arrowType } from './arrow-types.js';
import { arrowSchemaText } from './encode/arrow-schema-text.js';
import { canEncode, encodeObject } from './encode/encode-object.js';
import { discardParquetAbove, loadParquet } from './parquet-library.js';
import { schemaProperties, tableProperties } from './writer-properties.js';

/** Bytes of WebAssembly memory that may stay in use between two objects. */
const LARGEST_IDLE_HEAP = 2 ** 29;

/**
 * Parquet through parquet-wasm. All fields may be null, timestamps are not adjusted to UTC, and `ARROW:schema` tells the
 * exact types. Data objects carry no field metadata; `encodeSchema` gives the object that does.
 */
export const parquetTableWriter: TableWriter = { encode, encodeSchema };

const WITHOUT_ROWS: TableEncoding = { compression: 'UNCOMPRESSED', rowGroupRows: 1, dictionary: false };

async function encode(table: Table, fields: readonly Field[], encoding: TableEncoding): Promise<Uint8Array> {
  if (!canEncode(fields, encoding)) return encodeByWasm(table, fields, encoding);
  const columns = fields.map((field) => columnFor(table, field));
  return encodeObject(fields, columns, table.rows, encoding, { 'ARROW:schema': arrowSchemaText(fields) });
}

function encodeByWasm(table: Table, fields: readonly Field[], encoding: TableEncoding): Uint8Array {
  const parquet = loadParquet();
  const columns = new Map(fields.map((field) => [field.name, columnFor(table, field)]));
  const plain = fields.map((field) => ({ ...field, metadata: {} }));
  const stream = ipcStream(loadArrow(), plain, [...columns.values()], table.rows);
  const bytes = parquet.writeParquet(parquet.Table.fromIPCStream(stream), tableProperties(parquet, columns, encoding));
  discardParquetAbove(LARGEST_IDLE_HEAP);
  return bytes;
}

async function encodeSchema(
  fields: readonly Field[],
  keyValues: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const columns = fields.map((field) => nullColumn(field.type, 0));
  if (canEncode(fields, WITHOUT_ROWS))
    return encodeObject(fields, columns, 0, WITHOUT_ROWS, {
      ...keyValues,
      'ARROW:schema': arrowSchemaText(fields, keyValues),
    });
  const parquet = loadParquet();
  const stream = ipcStream(loadArrow(), fields, columns, 0, keyValues);
  return parquet.writeParquet(parquet.Table.fromIPCStream(stream), schemaProperties(parquet, keyValues));
}

function columnFor(table: Table, field: Field): Column {
  const column = table.column(field.name);
  if (column.type === field.type) return column;
  throw new CloudOptimisedError('CO_COLUMN_TYPE', { column: field.name, type: column.type, wanted: field.type });
}

function ipcStream(
  arrow: Arrow,
  fields: readonly Field[],
  columns: readonly Column[],
  rows: number,
  keyValues: Readonly<Record<string, string>> = {},
): Uint8Array {
  const schema = arrowSchema(arrow, fields, keyValues);
  const children = columns.map((column) => arrowData(arrow, column));
  const struct = arrow.makeData({
    type: new arrow.Struct(schema.fields),
    length: rows,
    nullCount: 0,
    children: children as Data[],
  });
  const batch = new arrow.RecordBatch(schema, struct);
  return arrow.tableToIPC(new arrow.Table(schema, [batch]), 'stream');
}

/** pyarrow takes the metadata of a schema from the Arrow schema inside the file, others take them from the file: both have them. */
function arrowSchema(arrow: Arrow, fields: readonly Field[], keyValues: Readonly<Record<string, string>>): Schema {
  const arrowFields = fields.map(({ name, type, metadata }) => {
    return new arrow.Field(name, arrowType(arrow, type), true, new Map(Object.entries(metadata)));
  });
  return new arrow.Schema(arrowFields, new Map(Object.entries(keyValues)));
}
