/**
 * Column chunks as columns: pages by hyparquet, whose dictionaries are kept as what they are. No value becomes an object of its own.
 *
 * @module
 */
import type { ColumnChunk, Compressors, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { isCoded } from '../../errors/index.js';
import { inUnit } from '../../formats/parquet/time-units.js';
import { type Column, type FixedColumn, type FixedType, isFixedType, nullColumn } from '../../model/table/column.js';
import { corrupt, type StoredColumn } from './footer.js';
import { FixedCollector, type PageCollector, TextCollector } from './page-collectors.js';
import type { StoredType } from './stored-type.js';

/** One chunk and what it belongs to. */
export interface ChunkSource {
  readonly uri: string;
  readonly bytes: Uint8Array;
  readonly chunk: ColumnChunk;
  readonly column: StoredColumn & { readonly stored: StoredType };
  readonly rows: number;
  readonly compressors: Compressors;
}

/** The column of a chunk. @throws CO_FILE_CORRUPT, CO_TIME_OUT_OF_RANGE */
export function decodeChunk(source: ChunkSource): Column {
  const { uri, column, rows } = source;
  const { type } = column.stored;
  if (column.element.logical_type?.type === 'NULL' || column.hint?.kind === 'null') return nullColumn('string', rows);
  try {
    const collector = isFixedType(type)
      ? new FixedCollector(type, column.element, rows)
      : new TextCollector(type === 'binary', rows);
    readPages(source, collector);
    return inUnits(collector.finish(), source);
  } catch (cause) {
    if (isCoded(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw corrupt(uri, `column '${column.name}' cannot be decoded (${reason})`, cause);
  }
}

/** Counts of another unit than the type's. */
function inUnits(column: Column, { uri, column: { stored, name } }: ChunkSource): Column {
  const { type, multiply, divide } = stored;
  if (multiply === 1n && divide === 1n) return column;
  const { values, nulls } = column as FixedColumn & { values: Int32Array | BigInt64Array };
  const change = { type: type as FixedType, multiply, divide };
  return { type: type as FixedType, values: inUnit(values, nulls, change, { uri, variable: name }), nulls };
}

function readPages(source: ChunkSource, collector: PageCollector): void {
  const { uri, bytes, chunk, column, rows, compressors } = source;
  const decoder = decoderOf(column, chunk, compressors);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  while (collector.rows < rows) {
    if (reader.offset >= bytes.length)
      throw corrupt(uri, `the pages of column '${column.name}' end after ${collector.rows} of ${rows} rows`);
    const header = parquetHeader(reader);
    const page = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    if (!readPage(header, page, decoder, collector))
      throw corrupt(uri, `column '${column.name}' has a page of type '${header.type}'`);
  }
}

type Header = ReturnType<typeof parquetHeader>;
/** What hyparquet wants to know of a column. */
type ColumnDecoder = Parameters<typeof readDataPage>[2] & Parameters<typeof readDataPageV2>[2];

/** Whether the page is of a kind that is known. */
function readPage(header: Header, page: Uint8Array, decoder: ColumnDecoder, collector: PageCollector): boolean {
  const { type, data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  const plain = () => decompressPage(page, header.uncompressed_page_size, decoder.codec, decoder.compressors);
  if (type === 'DICTIONARY_PAGE' && dictionary) {
    const bytes = plain();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { element } = decoder;
    collector.dictionary(readPlain({ view, offset: 0 }, decoder.type, dictionary.num_values, element.type_length));
  } else if (type === 'DATA_PAGE' && first) {
    const { definitionLevels, dataPage } = readDataPage(plain(), first, decoder);
    collector.add(first.num_values, levelsOf(definitionLevels), dataPage, isIndexes(first.encoding));
  } else if (type === 'DATA_PAGE_V2' && second) {
    const { definitionLevels, dataPage } = readDataPageV2(page, header, decoder);
    collector.add(second.num_values, levelsOf(definitionLevels), dataPage, isIndexes(second.encoding));
  } else return type === 'INDEX_PAGE';
  return true;
}

function levelsOf(levels: ArrayLike<number> | undefined): ArrayLike<number> | undefined {
  return levels && levels.length > 0 ? levels : undefined;
}

function isIndexes(encoding: string): boolean {
  return encoding.endsWith('_DICTIONARY');
}

function decoderOf({ element, name }: StoredColumn, chunk: ColumnChunk, compressors: Compressors): ColumnDecoder {
  const root = { element: { name: 'schema' }, children: [], path: [], count: 1 };
  const leaf = { element, children: [], path: [name], count: 1 };
  return {
    pathInSchema: [name],
    type: element.type as NonNullable<typeof element.type>,
    element,
    schemaPath: [root, leaf] as unknown as SchemaTree[],
    codec: chunk.meta_data?.codec ?? 'UNCOMPRESSED',
    parsers: {} as ColumnDecoder['parsers'],
    compressors,
  };
}
