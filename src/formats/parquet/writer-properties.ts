import type { WriterProperties, WriterPropertiesBuilder } from 'parquet-wasm/node';
import type { TableEncoding } from '../../contracts/table-writer.js';
import { type Column, isFixed } from '../../model/table/column.js';
import type { ParquetLibrary } from './parquet-library.js';

/** How many rows tell whether a column repeats its values. */
const SAMPLE = 256;

/** The settings for an object of data. Statistics are kept for each column chunk, as pyarrow does, not for each page. */
export function tableProperties(
  parquet: ParquetLibrary,
  columns: ReadonlyMap<string, Column>,
  encoding: TableEncoding,
): WriterProperties {
  const builder = new parquet.WriterPropertiesBuilder()
    .setCompression(parquet.Compression[encoding.compression])
    .setMaxRowGroupSize(encoding.rowGroupRows)
    .setStatisticsEnabled(parquet.EnabledStatistics.Chunk)
    .setDictionaryEnabled(encoding.dictionary !== false);
  return [...columns]
    .filter(([name, column]) => !wantsDictionary(name, column, encoding.dictionary))
    .reduce((next, [name]) => withoutDictionary(next, name), builder)
    .build();
}

/** Each call consumes the builder that it is made on and gives a new one. Lists cannot be named and keep the default. */
function withoutDictionary(builder: WriterPropertiesBuilder, name: string): WriterPropertiesBuilder {
  return builder.setColumnDictionaryEnabled(name, false);
}

/** A dictionary of numbers that hardly repeat is built only to be thrown away. */
function wantsDictionary(name: string, column: Column, dictionary: boolean | readonly string[]): boolean {
  if (typeof dictionary === 'object') return dictionary.includes(name);
  return dictionary && (!isFixed(column) || repeats(column.values));
}

function repeats(values: ArrayLike<number | bigint>): boolean {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const seen = new Set<number | bigint>();
  let taken = 0;
  for (let row = 0; row < values.length; row += step, taken++) seen.add(values[row] as number | bigint);
  return taken < 16 || seen.size < taken * 0.75;
}

/** The settings for an object without rows. */
export function schemaProperties(
  parquet: ParquetLibrary,
  keyValues: Readonly<Record<string, string>>,
): WriterProperties {
  return new parquet.WriterPropertiesBuilder().setKeyValueMetadata(new Map(Object.entries(keyValues))).build();
}
