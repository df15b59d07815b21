import type { ColumnChunk, FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet';
import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { type ArrowHint, arrowHints } from './arrow-hints.js';
import { ObjectBytes } from './object-bytes.js';
import { type StoredType, storedType } from './stored-type.js';

/** One column of an object. */
export interface StoredColumn {
  readonly name: string;
  /** `undefined` for one that is nested, or of a type that only the whole reader of Parquet knows. */
  readonly stored: StoredType | undefined;
  readonly element: SchemaElement;
  /** Which of a row group's chunks is its own; of a nested one, the first. */
  readonly chunk: number;
  readonly hint: ArrowHint | undefined;
}

/** An object whose footer is read. */
export interface OpenedObject {
  readonly bytes: ObjectBytes;
  readonly metadata: FileMetaData;
  readonly columns: ReadonlyMap<string, StoredColumn>;
}

const MAGIC = 0x31524150;

/** A mark of byte order is a part of a text like any other. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Statistics as they are stored: counts of times stay counts. */
const RAW = {
  stringFromBytes: (bytes: Uint8Array) => decoder.decode(bytes),
  timestampFromMilliseconds: (count: bigint) => count,
  timestampFromMicroseconds: (count: bigint) => count,
  timestampFromNanoseconds: (count: bigint) => count,
  dateFromDays: (days: number) => days,
} as unknown as ParquetParsers;

/**
 * Reads the footer of an object.
 *
 * @throws CO_QUERY_CHANGED, CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED, or a storage error
 */
export async function openObject(storage: Storage, key: string, size?: number): Promise<OpenedObject> {
  const bytes = await ObjectBytes.open(storage, key, size);
  const metadata = await readMetadata(bytes);
  return { bytes, metadata, columns: columnsOf(metadata) };
}

async function readMetadata(bytes: ObjectBytes): Promise<FileMetaData> {
  const { parquetMetadata } = await import('hyparquet/src/metadata.js');
  const length = footerLength(bytes);
  const span = { start: bytes.size - length - 8, end: bytes.size };
  await bytes.need([span]);
  try {
    return parquetMetadata(bytes.slice(span), { parsers: RAW, geoparquet: false });
  } catch (cause) {
    throw corrupt(bytes.uri, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function footerLength(bytes: ObjectBytes): number {
  if (bytes.size < 12) throw corrupt(bytes.uri, `it has only ${bytes.size} bytes`);
  const end = bytes.slice({ start: bytes.size - 8, end: bytes.size });
  const view = new DataView(end.buffer, end.byteOffset, 8);
  if (view.getUint32(4, true) !== MAGIC) throw corrupt(bytes.uri, 'it does not end as a Parquet file');
  const length = view.getUint32(0, true);
  if (length + 12 > bytes.size) throw corrupt(bytes.uri, `its footer of ${length} bytes is longer than itself`);
  return length;
}

/** The columns below the root of the schema, nested ones whole. */
function columnsOf({ schema, key_value_metadata }: FileMetaData): ReadonlyMap<string, StoredColumn> {
  const hints = arrowHints(key_value_metadata?.find(({ key }) => key === 'ARROW:schema')?.value);
  const columns = new Map<string, StoredColumn>();
  let chunk = 0;
  for (let at = 1; at < schema.length; ) {
    const element = schema[at] as SchemaElement;
    const { end, leaves } = below(schema, at);
    const isFlat = end === at + 1 && element.repetition_type !== 'REPEATED';
    const hint = hints.get(element.name);
    const stored = isFlat ? storedType(element, hint) : undefined;
    columns.set(element.name, { name: element.name, stored, element, chunk, hint });
    chunk += leaves;
    at = end;
  }
  return columns;
}

/** Where the part of the schema that begins at `at` ends, and how many chunks it has. */
function below(schema: readonly SchemaElement[], at: number): { end: number; leaves: number } {
  const children = schema[at]?.num_children ?? 0;
  if (children === 0) return { end: at + 1, leaves: 1 };
  let end = at + 1;
  let leaves = 0;
  for (let child = 0; child < children; child++) {
    const inner = below(schema, end);
    end = inner.end;
    leaves += inner.leaves;
  }
  return { end, leaves };
}

/** Where the bytes of a chunk lie. */
export function spanOfChunk({ meta_data }: ColumnChunk, uri: string): { start: number; end: number } {
  if (!meta_data) throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri, variable: '*', feature: 'encryption' });
  const start = Number(meta_data.dictionary_page_offset || meta_data.data_page_offset);
  return { start, end: start + Number(meta_data.total_compressed_size) };
}

/** Damage in an object. */
export function corrupt(uri: string, reason: string, cause?: unknown): CloudOptimisedError {
  return new CloudOptimisedError('CO_FILE_CORRUPT', { uri, reason }, { cause });
}
