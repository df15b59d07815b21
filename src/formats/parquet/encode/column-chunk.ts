import type { ColumnChunk, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import type { TableEncoding } from '../../../contracts/table-writer.js';
import type { ChunkValues, Values } from './chunk-values.js';
import { plainBytes } from './plain.js';
import { statisticsOf } from './statistics.js';

/** A page grows no larger than about this. */
const PAGE_BYTES = 1 << 20;

/** How the pages of an object are compressed. */
export interface PageCodec {
  readonly name: TableEncoding['compression'];
  readonly compress: (bytes: Uint8Array) => Uint8Array;
}

/** Writes one column of one row group: a dictionary page where the values have one, then data pages (version 1). */
export function writeColumnChunk(
  writer: ByteWriter,
  element: SchemaElement,
  chunk: ChunkValues,
  codec: PageCodec,
): ColumnChunk {
  return new ChunkWriter(writer, element, chunk, codec).write();
}

class ChunkWriter {
  readonly #writer: ByteWriter;
  readonly #element: SchemaElement;
  readonly #chunk: ChunkValues;
  readonly #codec: PageCodec;
  #uncompressed = 0;

  constructor(writer: ByteWriter, element: SchemaElement, chunk: ChunkValues, codec: PageCodec) {
    this.#writer = writer;
    this.#element = element;
    this.#chunk = chunk;
    this.#codec = codec;
  }

  write(): ColumnChunk {
    const start = this.#writer.offset;
    const { indexes, rows } = this.#chunk;
    if (indexes) this.#writeDictionary();
    const data = this.#writer.offset;
    this.#writeDataPages();
    const { name, type } = this.#element;
    return {
      file_offset: BigInt(start),
      meta_data: {
        type: type as NonNullable<typeof type>,
        encodings: indexes ? ['PLAIN', 'RLE', 'RLE_DICTIONARY'] : ['PLAIN', 'RLE'],
        path_in_schema: [name],
        codec: this.#codec.name,
        num_values: BigInt(rows),
        total_uncompressed_size: BigInt(this.#uncompressed),
        total_compressed_size: BigInt(this.#writer.offset - start),
        data_page_offset: BigInt(data),
        ...(indexes && { dictionary_page_offset: BigInt(start) }),
        statistics: statisticsOf(this.#chunk, type === 'BOOLEAN'),
      },
    };
  }

  #writeDictionary(): void {
    const { values } = this.#chunk;
    this.#writePage(plainBytes(values, false), {
      type: 'DICTIONARY_PAGE',
      dictionary_page_header: { num_values: values.length, encoding: 'PLAIN' },
    });
  }

  #writeDataPages(): void {
    const { rows, values } = this.#chunk;
    const step = Math.max(1, Math.floor(rows / Math.ceil((this.#plainSize(values) + rows) / PAGE_BYTES)));
    let first = 0;
    for (let row = 0; row < rows; row += step) {
      const end = Math.min(rows, row + step);
      const last = first + this.#countDefined(row, end);
      this.#writeDataPage(row, end, first, last);
      first = last;
    }
  }

  /** Bytes of the values in the pages; those of indexes are few. */
  #plainSize(values: Values): number {
    if (this.#chunk.indexes) return 2 * this.#chunk.rows;
    if (!Array.isArray(values)) return (values as Uint8Array).byteLength;
    return (values as Uint8Array[]).reduce((sum, value) => sum + value.length + 4, 0);
  }

  #countDefined(row: number, end: number): number {
    const { defined } = this.#chunk;
    if (!defined) return end - row;
    let count = 0;
    for (let at = row; at < end; at++) count += defined[at] as number;
    return count;
  }

  /** Rows `row` to `end`, whose values are `first` to `last`. */
  #writeDataPage(row: number, end: number, first: number, last: number): void {
    const { values, indexes } = this.#chunk;
    const page = new ByteWriter();
    this.#writeLevels(page, row, end);
    if (indexes) writeIndexes(page, indexes.subarray(first, last), values.length);
    else page.appendBytes(plainBytes(sliceOf(values, first, last), this.#element.type === 'BOOLEAN'));
    this.#writePage(page.getBytes(), {
      type: 'DATA_PAGE',
      data_page_header: {
        num_values: end - row,
        encoding: indexes ? 'RLE_DICTIONARY' : 'PLAIN',
        definition_level_encoding: 'RLE',
        repetition_level_encoding: 'RLE',
      },
    });
  }

  /** One level for each row: 1 where it has a value. Their length in bytes comes before them. */
  #writeLevels(page: ByteWriter, row: number, end: number): void {
    const levels = new ByteWriter();
    const { defined } = this.#chunk;
    if (defined) writeRleBitPackedHybrid(levels, defined.subarray(row, end), 1);
    else {
      levels.appendVarInt((end - row) << 1);
      levels.appendUint8(1);
    }
    page.appendUint32(levels.offset);
    page.appendBytes(levels.getBytes());
  }

  #writePage(
    bytes: Uint8Array,
    header: Omit<Parameters<typeof writePageHeader>[1], 'uncompressed_page_size' | 'compressed_page_size'>,
  ): void {
    const compressed = this.#codec.compress(bytes);
    const before = this.#writer.offset;
    const sizes = { uncompressed_page_size: bytes.length, compressed_page_size: compressed.length };
    writePageHeader(this.#writer, { ...header, ...sizes });
    this.#uncompressed += this.#writer.offset - before + bytes.length;
    this.#writer.appendBytes(compressed);
  }
}

/** RLE_DICTIONARY: the width of an index in bits, then runs of indexes. */
function writeIndexes(page: ByteWriter, indexes: Uint32Array, distinct: number): void {
  const width = Math.max(1, 32 - Math.clz32(Math.max(0, distinct - 1)));
  page.appendUint8(width);
  writeRleBitPackedHybrid(page, indexes, width);
}

function sliceOf(values: Values, first: number, last: number): Values {
  return Array.isArray(values) ? values.slice(first, last) : ((values as Uint8Array).subarray(first, last) as Values);
}
