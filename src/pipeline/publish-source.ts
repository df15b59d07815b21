import type { DatasetConfig } from '../config/index.js';
import type { SourceFile } from '../contracts/reader.js';
import type { Storage, StorageResolver } from '../contracts/storage.js';
import { CloudOptimisedError, describeError, type Failure } from '../errors/index.js';
import type { Handler } from './handler.js';
import { DatasetSink } from './object-sink.js';
import { openSource } from './open-source.js';
import { type SourceNotes, SourceReport } from './report.js';

/** Name of the task that publishes one source. */
export const PUBLISH_SOURCE = 'publish-source';

/** Input of the task: plain data. */
export interface PublishTask {
  readonly source: SourceFile;
  readonly batch: string;
  readonly unit: number;
}

/** What became of a source: plain data. */
export interface SourceResult extends SourceNotes {
  readonly source: SourceFile;
  readonly unit: number;
  readonly rows: number;
  /** Keys of the objects announced; those of a failed source are not part of the dataset. */
  readonly objects: readonly string[];
  /** Why it is not published. */
  readonly failure?: Failure;
  /** The stack behind a failure, for `--verbose`. */
  readonly stack?: string | undefined;
}

/** What a worker has to publish sources with. */
export interface Workbench {
  readonly config: DatasetConfig;
  readonly handler: Handler;
  /** Finds the storages of sources. */
  readonly sources: StorageResolver;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
}

/** Opens, preprocesses and publishes one source. Never throws for what is wrong with the source: the result tells. */
export async function publishSource(bench: Workbench, task: PublishTask): Promise<SourceResult> {
  const { source, unit } = task;
  const report = new SourceReport();
  const sink = new DatasetSink(bench.dataset, bench.ledger, task, '.parquet');
  try {
    const rows = await publish(bench, { source, report }, sink);
    await sink.finish();
    return { source, unit, rows, objects: sink.objects, ...report.notes() };
  } catch (error) {
    // A write that ends after the commit has removed its object would leave it behind.
    await sink.ended();
    const stack = error instanceof Error ? error.stack : undefined;
    return { source, unit, rows: 0, objects: sink.objects, ...report.notes(), failure: describeError(error), stack };
  }
}

async function publish(
  bench: Workbench,
  context: { source: SourceFile; report: SourceReport },
  sink: DatasetSink,
): Promise<number> {
  const { source, report } = context;
  const object = await bench.sources.resolve(source.uri);
  const opened = await openSource(source, object, bench.config, bench.handler.csvTypes());
  try {
    const prepared = await bench.handler.preprocess(opened, context);
    const rows = await bench.handler.publish(prepared, context, sink);
    if (rows === 0) throw new CloudOptimisedError('CO_TABLE_EMPTY', { uri: source.uri, dropped: report.dropped });
    return rows;
  } finally {
    if (opened.kind === 'dataset') await opened.close();
  }
}
