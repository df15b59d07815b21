import type { Data, RecordBatch, Schema } from 'apache-arrow';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Attributes } from '../../model/attributes.js';
import type { Column } from '../../model/table/column.js';
import { Table } from '../../model/table/table.js';
import { columnFrom } from './arrow-columns.js';
import { loadArrow } from './arrow-library.js';
import { concatenate } from './concatenate.js';
import { checkFooter } from './footer.js';
import { discardParquet, discardParquetAbove, loadParquet } from './parquet-library.js';

/** How much is decoded at once. */
export interface DecodingLimits {
  /** Files up to this many bytes are decoded whole. */
  readonly wholeBytes: number;
  /** Larger ones by this many rows at a time. */
  readonly rows: number;
}

const LIMITS: DecodingLimits = { wholeBytes: 2 ** 26, rows: 2 ** 19 };
const ROWS_IN_BATCH = 2 ** 16;
/** WebAssembly has 4 GiB for the file and what is decoded of it. */
const LARGEST_FILE = 2 ** 30;
const LARGEST_IDLE_HEAP = 2 ** 28;

/** The table in the bytes of one Parquet file. @throws the errors of `parquetReader` */
export function readObject(bytes: Uint8Array, uri: string, limits: DecodingLimits = LIMITS): Table {
  checkFooter(bytes, uri);
  if (bytes.length > LARGEST_FILE) {
    throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', {
      uri,
      variable: '*',
      feature: 'one file of more than 1 GiB',
    });
  }
  try {
    return decode(bytes, uri, limits);
  } catch (cause) {
    if (isCoded(cause)) throw cause;
    if (isTrap(cause)) discardParquet();
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason: reasonOf(cause) }, { cause });
  } finally {
    discardParquetAbove(LARGEST_IDLE_HEAP);
  }
}

/** A trap says only `unreachable`; the decoder's own errors say what they did not find. */
function reasonOf(cause: unknown): string {
  if (isTrap(cause)) return 'its pages cannot be decoded';
  return cause instanceof Error ? cause.message : String(cause);
}

function isTrap(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'RuntimeError';
}

function decode(bytes: Uint8Array, uri: string, limits: DecodingLimits): Table {
  const limit = bytes.length > limits.wholeBytes ? limits.rows : undefined;
  const collector = new BatchCollector(uri);
  for (let offset = 0; ; offset += limit ?? 0) {
    const rows = collector.add(decodeRows(bytes, offset, limit));
    if (limit === undefined || rows < limit) return collector.table();
  }
}

/** Some rows as the bytes of an Arrow IPC stream. */
function decodeRows(bytes: Uint8Array, offset: number, limit: number | undefined): Uint8Array {
  const part = limit === undefined ? {} : { offset, limit };
  return loadParquet()
    .readParquet(bytes, { batchSize: ROWS_IN_BATCH, ...part })
    .intoIPCStream();
}

/** Gathers record batches into columns. */
class BatchCollector {
  readonly #uri: string;
  readonly #parts = new Map<string, Column[]>();
  #schema: Schema | undefined;
  #rows = 0;

  constructor(uri: string) {
    this.#uri = uri;
  }

  /** Takes in an Arrow IPC stream and gives its number of rows. */
  add(stream: Uint8Array): number {
    const before = this.#rows;
    const reader = loadArrow().RecordBatchReader.from(stream).open();
    this.#schema ??= this.#start(reader.schema);
    for (const batch of reader) this.#append(batch);
    return this.#rows - before;
  }

  table(): Table {
    const columns = [...this.#parts].map(([name, parts]) => [name, concatenate(parts)] as const);
    const fields = this.#schema?.fields ?? [];
    const columnAttributes = new Map(fields.map((field) => [field.name, textAttributes(field.metadata)] as const));
    const described = [...columnAttributes].filter(([, attributes]) => attributes.size > 0);
    return new Table(columns, {
      rows: this.#rows,
      attributes: textAttributes(this.#schema?.metadata ?? new Map()),
      columnAttributes: new Map(described),
    });
  }

  #start(schema: Schema): Schema {
    for (const { name } of schema.fields) {
      if (this.#parts.has(name)) throw duplicate(this.#uri, name);
      this.#parts.set(name, []);
    }
    return schema;
  }

  #append(batch: RecordBatch): void {
    let index = 0;
    for (const [variable, parts] of this.#parts) {
      parts.push(columnFrom(batch.data.children[index++] as Data, { uri: this.#uri, variable }));
    }
    this.#rows += batch.numRows;
  }
}

function duplicate(uri: string, variable: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable, feature: 'the name of another column' });
}

/** What Arrow and pandas note for themselves is not an attribute. */
function textAttributes(metadata: ReadonlyMap<string, string>): Attributes {
  return new Map([...metadata].filter(([key]) => !/^(ARROW:|PARQUET:|pandas$)/.test(key)));
}
