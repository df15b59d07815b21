import { resolve } from 'node:path';
import type { DatasetDescription, Selection } from '../contracts/published-dataset.js';
import { columnType } from '../model/table/schema-types.js';
import type { Table } from '../model/table/table.js';
import { type Emit, emptyTable, endingOf, FileOutput, openSink, type SinkContext } from '../query/output/index.js';
import { parseSelection, type SelectionText } from '../query/selection.js';
import { type OpenPublishedOptions, openDataset } from './open-published.js';

/** What is asked, of which dataset. */
export interface QueryOptions extends OpenPublishedOptions {
  /** Path or address of the dataset. */
  readonly dataset: string;
  readonly selection?: SelectionText | undefined;
  /** Rows after which the result ends. */
  readonly limit?: number | undefined;
  /** Called with the number of rows after each part of the result. */
  readonly progress?: ((rows: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What became of a query. */
export interface QueryResult {
  readonly dataset: string;
  readonly rows: number;
  /** The file that holds the result, where one was asked for. */
  readonly file?: string | undefined;
  readonly bytes?: number | undefined;
  /** Whether it was interrupted: then there is no file. */
  readonly interrupted: boolean;
}

/** Tells what is in a dataset. @throws as `openDataset` */
export async function describePublished({ dataset: uri, ...options }: QueryOptions): Promise<DatasetDescription> {
  const dataset = await openDataset(uri, options);
  try {
    return await dataset.describe();
  } finally {
    await dataset.close();
  }
}

/**
 * The rows that fit as tables, no more than `limit` of them. The last way out of the loop closes the dataset.
 *
 * @throws CO_QUERY_…, CO_COLUMN_UNKNOWN, or as `openDataset`
 */
export async function* queryTables({ dataset: uri, selection = {}, limit, ...options }: QueryOptions) {
  const wanted = parseSelection(selection);
  const dataset = await openDataset(uri, options);
  try {
    yield* limited(dataset.select(wanted), limit ?? Number.POSITIVE_INFINITY);
  } finally {
    await dataset.close();
  }
}

async function* limited(tables: AsyncIterable<Table>, limit: number): AsyncGenerator<Table> {
  let left = limit;
  for await (const table of tables) {
    const isWhole = table.rows <= left;
    yield isWhole ? table : table.take(Uint32Array.from({ length: left }, (_, row) => row));
    left -= table.rows;
    if (left <= 0) return;
  }
}

/**
 * Writes the rows that fit to a local file, in the format that its name tells: it is there whole, or not at all.
 *
 * @throws CO_QUERY_…, CO_COLUMN_UNKNOWN, as `openDataset`, or what writing the file throws
 */
export async function queryToFile(options: QueryOptions & { readonly to: string }): Promise<QueryResult> {
  const ending = endingOf(options.to);
  const file = resolve(options.workingFolder ?? process.cwd(), options.to);
  const output = await FileOutput.open(file);
  try {
    const result = await writeQuery(options, ending, (bytes) => output.write(bytes));
    if (result.interrupted) await output.discard();
    else await output.finish();
    return result.interrupted ? result : { ...result, file, bytes: output.bytes };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Gives the result as bytes, in the format of an ending (`.csv`, `.json`). @throws as {@link queryToFile} */
export async function writeQuery(options: QueryOptions, ending: string, emit: Emit): Promise<QueryResult> {
  const { dataset: uri, selection = {}, limit = Number.POSITIVE_INFINITY, progress, signal } = options;
  const wanted = parseSelection(selection);
  const dataset = await openDataset(uri, options);
  try {
    const described = await dataset.describe();
    const sink = await openSink(ending, emit, contextOf(described));
    let rows = 0;
    let isGiven = false;
    for await (const table of limited(dataset.select(wanted), limit)) {
      if (signal?.aborted) return { dataset: dataset.uri, rows, interrupted: true };
      isGiven = true;
      await sink.write(table);
      rows += table.rows;
      progress?.(rows);
    }
    if (!isGiven) await sink.write(withoutRows(described, wanted));
    await sink.finish();
    return { dataset: dataset.uri, rows, interrupted: false };
  } finally {
    await dataset.close();
  }
}

function contextOf({ attributes, variables }: DatasetDescription): SinkContext {
  return { attributes, columnAttributes: new Map(variables.map((variable) => [variable.name, variable.attributes])) };
}

/** The columns of a result in which no row is: their types are those that are stored. */
function withoutRows({ variables }: DatasetDescription, { columns }: Selection): Table {
  const names = columns ?? variables.map(({ name }) => name);
  const types = new Map(variables.map(({ name, type }) => [name, columnType(type)]));
  return emptyTable(names.map((name) => [name, types.get(name) ?? 'string']));
}
