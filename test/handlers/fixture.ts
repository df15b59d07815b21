/**
 * Runs a handler on a fixture: its config, the opened file, and what must come of it.
 *
 * @module
 */
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as handlers from '../../handlers/index.js';
import { type DatasetConfig, loadDatasetConfig } from '../../src/config/index.js';
import type { TableWriter } from '../../src/contracts/table-writer.js';
import type { Dataset } from '../../src/model/dataset.js';
import { type CodedColumn, type Column, isFixed, valueAt } from '../../src/model/table/column.js';
import type { Table } from '../../src/model/table/table.js';
import type { HandlerContext } from '../../src/pipeline/handler.js';
import { openSource } from '../../src/pipeline/open-source.js';
import { type SourceNotes, SourceReport } from '../../src/pipeline/report.js';
import { createStorageResolver } from '../../src/storage/index.js';

/** Where the fixtures are. */
export const FIXTURES = fileURLToPath(new URL('../fixtures/handlers/', import.meta.url));

/** What must come of a file. */
export interface Expectation {
  readonly rows: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Texts that a warning must hold. */
  readonly warnings: readonly string[];
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
}

/** What came of a file. */
export interface Prepared extends SourceNotes {
  readonly table: Table;
}

export function expectationOf(name: string): Expectation {
  return JSON.parse(readFileSync(`${FIXTURES}${name}.expected.json`, 'utf8')) as Expectation;
}

/** Loads a config of the fixtures, with changes merged over it. */
export function loadConfig(name: string, override: object = {}): Promise<DatasetConfig> {
  return loadDatasetConfig(`${FIXTURES}${name}.json`, {
    readText: (file) => readFile(file, 'utf8').catch(() => undefined),
    workingFolder: FIXTURES,
    shippedFolder: FIXTURES,
    override: JSON.stringify(override),
  });
}

const noWriter: TableWriter = {
  encode: () => Promise.reject(new Error('nothing is to be encoded')),
  encodeSchema: () => Promise.reject(new Error('nothing is to be encoded')),
};

/** The handler that a config chooses. */
export function handlerOf(config: DatasetConfig): handlers.GenericParquetHandler {
  const { handler_class: name } = config.document;
  const HandlerOfConfig = new Map(Object.entries(handlers)).get(name ?? 'GenericParquetHandler') as new (
    context: HandlerContext,
  ) => handlers.GenericParquetHandler;
  return new HandlerOfConfig({ config, tableWriter: noWriter });
}

/** Checks a config as if it stood in a file. */
export function configOf(document: object): Promise<DatasetConfig> {
  const readText = () => Promise.resolve(JSON.stringify(document));
  return loadDatasetConfig('/config.json', { readText, workingFolder: '/', shippedFolder: '/' });
}

/** Preprocesses what a reader gave. */
export async function prepareOpened(
  config: DatasetConfig,
  opened: Dataset | Table,
  uri = 's3://bucket/AUV/SYD/dive_7/x.nc',
): Promise<Prepared> {
  const report = new SourceReport();
  const source = { uri, name: uri.slice(uri.lastIndexOf('/') + 1), size: 1, version: '1' };
  const table = await handlerOf(config).preprocess(opened, { source, report });
  return { table, ...report.notes() };
}

/** Opens a file as a run does, and preprocesses it. */
export async function prepare(config: DatasetConfig, path: string): Promise<Prepared> {
  const handler = handlerOf(config);
  const report = new SourceReport();
  const object = await createStorageResolver().resolve(path);
  const source = {
    uri: object.uri,
    name: path.slice(path.lastIndexOf('/') + 1),
    size: statSync(path).size,
    version: '',
  };
  const opened = await openSource(source, object, config, handler.csvTypes());
  try {
    const table = await handler.preprocess(opened, { source, report });
    return { table, ...report.notes() };
  } finally {
    if (opened.kind === 'dataset') await opened.close();
  }
}

/** The values of a column as JSON holds them: no value for not-a-number, text for what counts beyond 2^53. */
export function plainValues(column: Column): unknown[] {
  const length = isFixed(column) ? column.values.length : (column as CodedColumn).codes.length;
  return Array.from({ length }, (_, row) => plain(valueAt(column, row)));
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}

/** A table as an {@link Expectation} tells it. */
export function plainColumns(table: Table): Record<string, unknown[]> {
  return Object.fromEntries([...table.columns].map(([name, column]) => [name, plainValues(column)]));
}
