import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import type { Table } from '../../model/table/table.js';
import type { CsvOptions } from './options.js';
import { textPieces } from './pieces.js';
import { RowParser } from './rows.js';
import { TableCollector } from './table-collector.js';

/**
 * Reads CSV files, piece by piece. Columns of the schema are read as their declared type, from the text and exactly:
 * a whole number of 64 bits keeps all its digits, a float32 is rounded once, a time keeps its nanoseconds. Other columns
 * get the narrowest of int64, float64, bool and string that holds them all.
 *
 * Its own errors: CO_FILE_EMPTY, CO_CSV_UNREADABLE (with the line: another encoding, a row of another width, a quote in the
 * wrong place), CO_COLUMN_CAST (with row and value), CO_VARIABLE_MISSING (a column that the options name),
 * CO_STORAGE_NOT_FOUND.
 */
export const csvReader: Reader<Table, CsvOptions> = { format: 'csv', open };

async function open(source: StoredObject, options: CsvOptions): Promise<Table> {
  const { default: papa } = await import('papaparse');
  const parser = new RowParser(papa, source.uri, options);
  const collector = new TableCollector(source.uri, options);
  for await (const piece of textPieces(source, options.encoding)) {
    collector.add(parser.push(piece));
    if (collector.isFull) return collector.table();
  }
  collector.add(parser.end());
  return collector.table();
}
