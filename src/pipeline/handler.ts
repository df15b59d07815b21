/**
 * The contract that a handler is written against: four steps, from an opened source to objects of the dataset.
 *
 * @module
 */
import type { DatasetConfig } from '../config/index.js';
import type { LedgerEntry } from '../contracts/ledger.js';
import type { SourceFile } from '../contracts/reader.js';
import type { TableWriter } from '../contracts/table-writer.js';
import type { Dataset } from '../model/dataset.js';
import type { Table } from '../model/table/table.js';
import type { ObjectSink } from './object-sink.js';
import type { SourceReport } from './report.js';

/** What a handler is built with, in the main thread and in each worker. */
export interface HandlerContext {
  readonly config: DatasetConfig;
  /** Encodes tables; Parquet unless the container says otherwise. */
  readonly tableWriter: TableWriter;
  /** Opens the file beside the config that tells coordinates which files may lack: `<dataset_name>.nc`. `undefined` where there is none. */
  readonly openTemplate?: () => Promise<Dataset | undefined>;
}

/** The source that a step works on, and where it tells what it drops and doubts. */
export interface SourceContext {
  readonly source: SourceFile;
  readonly report: SourceReport;
}

/** An object beside the data, relative to the dataset's root: `_common_metadata`. */
export interface Sidecar {
  readonly key: string;
  readonly data: Uint8Array;
}

/**
 * Turns the sources of one dataset into its objects. Subclass it, or one of the handlers of `cloud-optimised/handlers`.
 *
 * A handler is built once in the main thread and once in each worker. It keeps nothing between steps but what they return.
 */
export abstract class Handler<Prepared = unknown> {
  /** The `cloud_optimised_format` that it writes. */
  static readonly writes: 'parquet' | 'zarr';

  protected readonly context: HandlerContext;

  constructor(context: HandlerContext) {
    this.context = context;
  }

  /**
   * Main thread, per source that the dataset holds already: the keys of the objects that go once the new version is in
   * place. Plans only; the commit removes them.
   */
  deleteExisting(previous: LedgerEntry): readonly string[] {
    return previous.objects;
  }

  /**
   * Worker, per CSV source: the types by which its cells are read. By default those of the schema; the type of a column that
   * is not named here is found from its values.
   */
  csvTypes(): Readonly<Record<string, string>> {
    const schema = Object.entries(this.context.config.document.schema);
    return Object.fromEntries(schema.map(([name, { type }]) => [name, type]));
  }

  /** Worker, per source: the opened source cleaned and completed. */
  abstract preprocess(opened: Dataset | Table, context: SourceContext): Promise<Prepared>;

  /** Worker, per source: writes the objects through the sink, and gives the number of rows in them. */
  abstract publish(prepared: Prepared, context: SourceContext, sink: ObjectSink): Promise<number>;

  /** Main thread, per batch that published something: the sidecars to put. Those that did not change are not written again. */
  async postprocess(): Promise<readonly Sidecar[]> {
    return [];
  }
}

/** A handler's class, as the registry keeps it. */
export interface HandlerClass {
  readonly name: string;
  readonly writes: 'parquet' | 'zarr';
  new (context: HandlerContext): Handler;
}
