import type { FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import type { Field } from '../../contracts/table-writer.js';
import { arrowSchemaText } from '../../formats/parquet/encode/arrow-schema-text.js';
import { chunkValues } from '../../formats/parquet/encode/chunk-values.js';
import { writeColumnChunk } from '../../formats/parquet/encode/column-chunk.js';
import { compressorOf } from '../../formats/parquet/encode/compress.js';
import { canEncode } from '../../formats/parquet/encode/encode-object.js';
import { footerBytes } from '../../formats/parquet/encode/footer.js';
import { parquetType } from '../../formats/parquet/encode/physical-type.js';
import { parquetTableWriter } from '../../formats/parquet/index.js';
import type { Table } from '../../model/table/table.js';
import { Batches } from './batches.js';
import { fieldsOf, textsOf } from './described-fields.js';
import type { Emit, SinkContext, TableSink } from './sink.js';

/** Rows of a row group. */
const ROWS = 1 << 16;
const MAGIC = new TextEncoder().encode('PAR1');
const CODEC = { name: 'SNAPPY', compress: compressorOf('SNAPPY') as (bytes: Uint8Array) => Uint8Array } as const;

/** One Parquet file, row group after row group: only one of them is in memory. Lists are the exception: their tables are gathered. */
export class ParquetSink implements TableSink {
  readonly #emit: Emit;
  readonly #context: SinkContext;
  #batches = new Batches(ROWS);
  #fields: readonly Field[] | undefined;
  readonly #groups: RowGroup[] = [];
  #offset = 0;
  #rows = 0;

  constructor(emit: Emit, context: SinkContext) {
    this.#emit = emit;
    this.#context = context;
  }

  async write(table: Table): Promise<void> {
    if (!this.#fields) await this.#begin(table);
    const batch = this.#batches.add(table);
    if (batch) await this.#group(batch);
  }

  async finish(): Promise<void> {
    const batch = this.#batches.rest();
    const fields = this.#fields;
    if (!batch || !fields) return this.#end();
    if (isFlat(fields)) await this.#group(batch);
    else return this.#whole(batch, fields);
    await this.#end();
  }

  async #begin(table: Table): Promise<void> {
    this.#fields = fieldsOf(table, this.#context);
    if (isFlat(this.#fields)) await this.#put(MAGIC);
    else this.#batches = new Batches(Number.POSITIVE_INFINITY);
  }

  async #group(table: Table): Promise<void> {
    if (table.rows === 0) return;
    const writer = new ByteWriter(1 << 16);
    writer.offset = this.#offset;
    const columns = (this.#fields ?? []).map((field) => {
      const values = chunkValues(table.column(field.name), 0, table.rows, true);
      return writeColumnChunk(writer, elementOf(field), values, CODEC);
    });
    const sizes = columns.map(({ meta_data }) => meta_data?.total_uncompressed_size ?? 0n);
    this.#groups.push({
      columns,
      num_rows: BigInt(table.rows),
      total_byte_size: sizes.reduce((sum, size) => sum + size, 0n),
      total_compressed_size: BigInt(writer.offset - this.#offset),
      file_offset: BigInt(this.#offset),
    });
    this.#rows += table.rows;
    await this.#put(writer.getBytes());
  }

  async #end(): Promise<void> {
    const fields = this.#fields;
    if (!fields || !isFlat(fields)) return;
    await this.#put(footerBytes(this.#metadata(fields)));
    await this.#put(MAGIC);
  }

  #metadata(fields: readonly Field[]): FileMetaData {
    const keyValues = Object.fromEntries(textsOf(this.#context.attributes));
    const texts = { ...keyValues, 'ARROW:schema': arrowSchemaText(fields, keyValues) };
    return {
      version: 2,
      created_by: 'cloud-optimised',
      schema: [{ name: 'schema', num_children: fields.length }, ...fields.map(elementOf)],
      num_rows: BigInt(this.#rows),
      row_groups: this.#groups,
      key_value_metadata: Object.entries(texts).map(([key, value]) => ({ key, value })),
      metadata_length: 0,
    };
  }

  async #whole(table: Table, fields: readonly Field[]): Promise<void> {
    const encoding = { compression: 'SNAPPY', rowGroupRows: ROWS, dictionary: true } as const;
    await this.#emit(await parquetTableWriter.encode(table, fields, encoding));
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#emit(bytes);
  }
}

function isFlat(fields: readonly Field[]): boolean {
  return canEncode(fields, { compression: CODEC.name });
}

function elementOf({ name, type }: Field): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...parquetType(type) };
}
