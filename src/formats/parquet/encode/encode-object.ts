/**
 * Encodes flat tables as Parquet, column by column, straight from their categories and typed arrays.
 *
 * Thrift, page headers, run-length encoding and Snappy are hyparquet-writer's. Dictionaries are ours, because our columns have
 * them already: no value is hashed again. `docs/decisions/0005-parquet-encoder.md` has the measurements.
 *
 * @module
 */
import type { FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';

import type { Field, TableEncoding } from '../../../contracts/table-writer.js';
import type { Column } from '../../../model/table/column.js';
import { chunkValues } from './chunk-values.js';
import { type PageCodec, writeColumnChunk } from './column-chunk.js';
import { compressorOf } from './compress.js';
import { footerBytes } from './footer.js';
import { parquetType } from './physical-type.js';

const MAGIC = new TextEncoder().encode('PAR1');

/** Text beside the schema. */
export type KeyValues = Readonly<Record<string, string>>;

/** Whether all fields are flat and the codec is one of ours; if not, parquet-wasm encodes the table. */
export function canEncode(fields: readonly Field[], { compression }: Pick<TableEncoding, 'compression'>): boolean {
  return compressorOf(compression) !== undefined && fields.every(({ type }) => parquetType(type) !== undefined);
}

/** One object: row groups, then the schema and `keyValues`. `columns` stand in the order of `fields`, which {@link canEncode} has accepted. */
export function encodeObject(
  fields: readonly Field[],
  columns: readonly Column[],
  rows: number,
  encoding: TableEncoding,
  keyValues: KeyValues,
): Uint8Array {
  const writer = new ByteWriter(1 << 16);
  writer.appendBytes(MAGIC);
  const elements = fields.map(elementOf);
  const compress = compressorOf(encoding.compression) as PageCodec['compress'];
  const codec: PageCodec = { name: encoding.compression, compress };
  const groups: RowGroup[] = [];
  for (let start = 0; start < rows; start += encoding.rowGroupRows) {
    const end = Math.min(rows, start + encoding.rowGroupRows);
    const before = writer.offset;
    const chunks = elements.map((element, at) => {
      const values = chunkValues(columns[at] as Column, start, end, wantsDictionary(element.name, encoding));
      return writeColumnChunk(writer, element, values, codec);
    });
    groups.push(groupOf(chunks, end - start, before, writer.offset));
  }
  writer.appendBytes(footerBytes(metadataOf(elements, groups, rows, keyValues)));
  writer.appendBytes(MAGIC);
  return new Uint8Array(writer.getBuffer());
}

function wantsDictionary(name: string, { dictionary }: TableEncoding): boolean {
  return typeof dictionary === 'object' ? dictionary.includes(name) : dictionary;
}

function elementOf({ name, type }: Field): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...parquetType(type) };
}

function groupOf(columns: RowGroup['columns'], rows: number, start: number, end: number): RowGroup {
  const uncompressed = columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n);
  return {
    columns,
    num_rows: BigInt(rows),
    total_byte_size: uncompressed,
    total_compressed_size: BigInt(end - start),
    file_offset: BigInt(start),
  };
}

function metadataOf(
  elements: readonly SchemaElement[],
  groups: RowGroup[],
  rows: number,
  keyValues: KeyValues,
): FileMetaData {
  return {
    version: 2,
    created_by: 'cloud-optimised',
    schema: [{ name: 'schema', num_children: elements.length }, ...elements],
    num_rows: BigInt(rows),
    row_groups: groups,
    key_value_metadata: Object.entries(keyValues).map(([key, value]) => ({ key, value })),
    metadata_length: 0,
  };
}
