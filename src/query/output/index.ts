/**
 * Results of queries as files: CSV, JSON, Arrow IPC, Parquet.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { Emit, SinkContext, TableSink } from './sink.js';

export { FileOutput } from './file-output.js';
export { type Emit, emptyTable, type SinkContext, type TableSink } from './sink.js';

/** Loads what writes one format. */
type SinkMaker = (emit: Emit, context: SinkContext) => Promise<TableSink>;

const SINKS: Readonly<Record<string, SinkMaker>> = {
  '.parquet': async (emit, context) => new (await import('./parquet-sink.js')).ParquetSink(emit, context),
  '.csv': async (emit) => new (await import('./csv-sink.js')).CsvSink(emit),
  '.arrow': async (emit, context) => new (await import('./arrow-sink.js')).ArrowSink(emit, context),
  '.json': async (emit) => new (await import('./json-sink.js')).JsonSink(emit),
};

/** The ending by which a file tells its format. @throws CO_QUERY_OUTPUT for one that is not known, or an address */
export function endingOf(file: string): string {
  const known = Object.keys(SINKS);
  const ending = known.find((each) => file.toLowerCase().endsWith(each));
  if (ending === undefined || /^[a-z][a-z0-9+.-]+:\/\//i.test(file))
    throw new CloudOptimisedError('CO_QUERY_OUTPUT', { file, known });
  return ending;
}

/** Writes tables in the format of a file's ending. */
export async function openSink(ending: string, emit: Emit, context: SinkContext): Promise<TableSink> {
  const make = SINKS[ending];
  if (!make) throw new CloudOptimisedError('CO_QUERY_OUTPUT', { file: ending, known: Object.keys(SINKS) });
  return make(emit, context);
}
