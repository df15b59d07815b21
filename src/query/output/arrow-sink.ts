import type { Data, RecordBatchFileWriter, Schema } from 'apache-arrow';
import { arrowData } from '../../formats/parquet/arrow-data.js';
import { type Arrow, loadArrow } from '../../formats/parquet/arrow-library.js';
import { arrowType } from '../../formats/parquet/arrow-types.js';
import type { Table } from '../../model/table/table.js';
import { Batches } from './batches.js';
import { fieldsOf, textsOf } from './described-fields.js';
import type { Emit, SinkContext, TableSink } from './sink.js';

const ROWS = 1 << 16;

/** An Arrow IPC file: record batches, with the attributes of the dataset and its columns as metadata of the schema. */
export class ArrowSink implements TableSink {
  readonly #emit: Emit;
  readonly #context: SinkContext;
  readonly #batches = new Batches(ROWS);
  #failure: unknown;
  #open: { arrow: Arrow; schema: Schema; writer: RecordBatchFileWriter; pump: Promise<void> } | undefined;

  constructor(emit: Emit, context: SinkContext) {
    this.#emit = emit;
    this.#context = context;
  }

  async write(table: Table): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#put(this.#batches.add(table));
  }

  async finish(): Promise<void> {
    this.#put(this.#batches.rest());
    this.#open?.writer.close();
    await this.#open?.pump;
  }

  #put(table: Table | undefined): void {
    if (!table) return;
    this.#open ??= this.#begin(table);
    const { arrow, schema, writer } = this.#open;
    const children = table.names.map((name) => arrowData(arrow, table.column(name))) as Data[];
    const type = new arrow.Struct(schema.fields);
    const data = arrow.makeData({ type, length: table.rows, nullCount: 0, children });
    writer.write(new arrow.RecordBatch(schema, data));
  }

  #begin(table: Table) {
    const arrow = loadArrow();
    const fields = fieldsOf(table, this.#context).map(
      ({ name, type, metadata }) =>
        new arrow.Field(name, arrowType(arrow, type), true, new Map(Object.entries(metadata))),
    );
    const schema = new arrow.Schema(fields, new Map(textsOf(this.#context.attributes)));
    const writer = new arrow.RecordBatchFileWriter({ autoDestroy: false });
    const pump = this.#pump(writer);
    // Told by the next write, or at the end.
    pump.catch((error: unknown) => {
      this.#failure = error;
    });
    return { arrow, schema, writer, pump };
  }

  async #pump(writer: RecordBatchFileWriter): Promise<void> {
    for await (const bytes of writer) await this.#emit(bytes);
  }
}
