/**
 * The main job: finds the sources, publishes those that the dataset does not hold, and sums up.
 *
 * @module
 */
import type { DatasetConfig } from '../config/index.js';
import type { Executor } from '../contracts/executor.js';
import type { SourceFile } from '../contracts/reader.js';
import type { Storage, StorageResolver } from '../contracts/storage.js';
import { Ledger } from '../engine/ledger/ledger.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { CloudOptimisedError, describeError } from '../errors/index.js';
import type { RunObserver } from './events.js';
import type { Handler, HandlerClass } from './handler.js';
import { type Plan, planSources } from './plan.js';
import type { Publication } from './publication.js';
import { Run } from './run.js';
import { findSources, type InputPath } from './sources.js';
import { type RunSummary, SummaryBuilder } from './summary.js';
import { tablePublication } from './table-publication.js';

/** What a run needs. */
export interface RunOptions {
  readonly config: DatasetConfig;
  readonly inputs: readonly InputPath[];
  readonly handler: Handler;
  /** Called once it is known how many tasks there are for workers, at least. */
  readonly executor: (tasks: number) => Promise<Executor>;
  /** Finds the storages of sources. */
  readonly sources: StorageResolver;
  /** Address of the dataset, for people. */
  readonly target: string;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
  /** Publish all sources, whatever the ledger says. */
  readonly force: boolean;
  /** Tell what would be done, and write nothing. */
  readonly dryRun: boolean;
  readonly observer: RunObserver;
  readonly signal: AbortSignal;
}

/**
 * Publishes a dataset.
 *
 * @returns the summary, also when sources failed, the run was interrupted (`left` tells how many remain), or something ended it
 * before its time (`failures` tells what)
 * @throws CO_NO_INPUT, CO_NO_SOURCES, CO_LOCKED, CO_LEDGER_UNREADABLE or a storage error, when the run cannot start
 */
export async function runDataset(options: RunOptions): Promise<RunSummary> {
  const { config, target, observer } = options;
  observer({ type: 'start', dataset: config.name, target, dryRun: options.dryRun });
  if (options.inputs.length === 0) throw new CloudOptimisedError('CO_NO_INPUT', { dataset: config.name });
  const found = await findSources(options.sources, options.inputs);
  for (const { uri, required } of found.unmatched)
    if (!required) observer({ type: 'notice', message: `no file matches '${uri}'` });
  const summary = options.dryRun ? await dryRun(options, found.sources) : await locked(options, found.sources);
  const complete = withUnmatched(summary, found.unmatched);
  observer(complete);
  return complete;
}

async function dryRun(options: RunOptions, sources: readonly SourceFile[]): Promise<RunSummary> {
  const ledger = await Ledger.open(options.ledger);
  const plan = makePlan(options, ledger, sources);
  for (const { uri } of plan.todo) options.observer({ type: 'notice', message: `would publish ${uri}` });
  const summary = new SummaryBuilder();
  summary.skip(plan.skipped);
  return summary.build({ ...names(options), left: plan.todo.length, dryRun: true });
}

async function locked(options: RunOptions, sources: readonly SourceFile[]): Promise<RunSummary> {
  const lock = await DatasetLock.acquire(options.ledger, options.config.name);
  try {
    const publication = await publicationOf(options);
    const ledger = await publication.open(lock);
    return await publish(options, makePlan(options, ledger, sources), { ledger, lock, publication });
  } finally {
    await lock.release();
  }
}

/** Tables and cubes are written each in their way. */
async function publicationOf(options: RunOptions): Promise<Publication> {
  const { writes } = options.handler.constructor as HandlerClass;
  if (writes === 'parquet') return tablePublication(options);
  const { cubePublication } = await import('./cube/cube-publication.js');
  return cubePublication(options, options.handler);
}

async function publish(
  options: RunOptions,
  plan: Plan,
  { ledger, lock, publication }: { ledger: Ledger; lock: DatasetLock; publication: Publication },
): Promise<RunSummary> {
  const { config, handler, dataset, observer, signal } = options;
  const executor = await options.executor(publication.tasksOf(plan.todo));
  const run = new Run({
    config,
    handler,
    executor,
    dataset,
    ledgerStorage: options.ledger,
    ledger,
    lock,
    observer,
    signal,
  });
  run.summary.skip(plan.skipped);
  try {
    await work(run, plan.todo, publication);
  } catch (error) {
    // What was committed stays, and the summary tells of it; the next run repairs the rest.
    run.summary.end(options.target, describeError(error));
  } finally {
    await executor.close();
  }
  return run.summary.build({ ...names(options), left: plan.todo.length - run.summary.done, dryRun: false });
}

async function work(run: Run, todo: readonly SourceFile[], publication: Publication): Promise<void> {
  await publication.publish(run, todo);
  // A config whose attributes changed publishes no file again, but its dataset tells them.
  if (run.summary.published === 0 && run.ledger.size > 0) await run.putSidecars();
  const isComplete = run.summary.done === todo.length;
  const clears = run.config.document.run_settings?.clear_existing_data === true;
  if (clears && isComplete) await publication.removeEverythingElse(run, todo);
}

function makePlan(options: RunOptions, ledger: Ledger, sources: readonly SourceFile[]): Plan {
  const force = options.force || options.config.document.run_settings?.clear_existing_data === true;
  const plan = planSources(sources, ledger, { configHash: options.config.hash, force });
  const bytes = plan.todo.reduce((sum, { size }) => sum + size, 0);
  options.observer({ type: 'plan', sources: plan.todo.length, skipped: plan.skipped, bytes });
  return plan;
}

/** A path that a person typed and that holds nothing is a failure; one of a config may be empty. */
function withUnmatched(summary: RunSummary, unmatched: readonly InputPath[]): RunSummary {
  const missing = unmatched.filter(({ required }) => required);
  if (missing.length === 0) return summary;
  const failures = missing.map(({ uri }) => {
    const { code, message } = new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
    return { source: uri, code, message };
  });
  const files = { ...summary.files, failed: summary.files.failed + failures.length };
  return { ...summary, files, failures: [...summary.failures, ...failures] };
}

function names({ config, target }: RunOptions) {
  return { dataset: config.name, target };
}
