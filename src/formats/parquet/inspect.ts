import type { Inspector } from '../../contracts/inspector.js';
import { inspectTable } from '../../model/inspection/inspect-table.js';
import { type ParquetOptions, parquetReader } from './reader.js';

/** Looks at Parquet files, and at folders of `key=value` folders, which are one table. */
export const parquetInspector: Inspector<ParquetOptions> = {
  format: 'parquet',
  async inspect(source, options = {}) {
    const isFolder = options.partitioning === 'hive';
    let bytes = isFolder ? 0 : ((await source.storage.head(source.key))?.size ?? 0);
    if (isFolder) for await (const { size } of source.storage.list(source.key)) bytes += size;
    const table = await parquetReader.open(source, options);
    return inspectTable(table, { uri: source.uri, format: 'parquet', bytes });
  },
};
