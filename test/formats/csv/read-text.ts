import { type CsvConfig, csvOptionsFromConfig, csvReader } from '../../../src/formats/csv/index.js';
import { lengthOf, valueAt } from '../../../src/model/table/column.js';
import type { Table } from '../../../src/model/table/table.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

/** Reads a text (or bytes) as a CSV file of the address `memory://csv/a.csv`. */
export async function readCsv(
  text: string | Uint8Array,
  config?: CsvConfig,
  types: Record<string, string> = {},
): Promise<Table> {
  const storage = new MemoryStorage('csv');
  await storage.put('a.csv', typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return csvReader.open({ uri: 'memory://csv/a.csv', storage, key: 'a.csv' }, csvOptionsFromConfig(config, types));
}

/** The values of all columns by name. */
export function valuesOf(table: Table): Record<string, unknown[]> {
  const values = [...table.columns].map(([name, column]) => {
    return [name, Array.from({ length: lengthOf(column) }, (_, row) => valueAt(column, row))] as const;
  });
  return Object.fromEntries(values);
}

export const pandas = (options: Record<string, unknown>): CsvConfig => ({ pandas_read_csv_config: options });
export const polars = (options: Record<string, unknown>): CsvConfig => ({ polars_read_csv_config: options });
