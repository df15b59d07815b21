import type { WriterProperties, WriterPropertiesBuilder } from 'parquet-wasm/node';
import type { TableEncoding } from '../../contracts/table-writer.js';

/** What parquet-wasm exports. */
export type ParquetLibrary = typeof import('parquet-wasm/node');

/** The settings for an object of data. */
export function tableProperties(parquet: ParquetLibrary, encoding: TableEncoding): WriterProperties {
  const builder = new parquet.WriterPropertiesBuilder()
    .setCompression(parquet.Compression[encoding.compression])
    .setMaxRowGroupSize(encoding.rowGroupRows);
  return withDictionary(builder, encoding.dictionary).build();
}

/** Each call consumes the builder that it is made on and gives a new one. */
function withDictionary(
  builder: WriterPropertiesBuilder,
  dictionary: boolean | readonly string[],
): WriterPropertiesBuilder {
  if (typeof dictionary === 'boolean') return builder.setDictionaryEnabled(dictionary);
  const without = builder.setDictionaryEnabled(false);
  return dictionary.reduce((next, column) => next.setColumnDictionaryEnabled(column, true), without);
}

/** The settings for an object without rows. */
export function schemaProperties(
  parquet: ParquetLibrary,
  keyValues: Readonly<Record<string, string>>,
): WriterProperties {
  return new parquet.WriterPropertiesBuilder().setKeyValueMetadata(new Map(Object.entries(keyValues))).build();
}
