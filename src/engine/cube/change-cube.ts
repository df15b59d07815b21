/**
 * Changes a cube: announces, lets workers write the objects, and commits; or puts everything back.
 *
 * @module
 */
import type { Companion, CubeTransaction } from '../../contracts/cube-store.js';
import type { Executor } from '../../contracts/executor.js';
import type { CloudOptimisedError } from '../../errors/index.js';
import { sizeOf } from '../../model/dataset.js';
import { objectShape } from '../../model/zarr/array.js';
import {
  addResults,
  NOTHING_DONE,
  reviveFailure,
  WRITE_CHUNKS,
  type WriteChunksInput,
  type WriteChunksResult,
} from './change-task.js';
import type { ChunkRun, ChunkRunResult } from './chunk-run.js';
import { valueBytes } from './object-grid.js';
import type { CubePlan } from './plan.js';
import { keysBefore } from './write-before.js';

/** A change of a cube, ready to be made. */
export interface CubeChange<Source = unknown, Context = unknown> {
  readonly transaction: CubeTransaction;
  readonly executor: Executor;
  readonly plan: CubePlan;
  /** By position in the batch: what a worker needs to open the source. Plain data. */
  readonly sources: readonly Source[];
  /** What workers need besides. Plain data. */
  readonly context: Context;
  /** Called before the commit, with what was written: gives the documents that become part of it. */
  readonly companions?: ((result: ChunkRunResult) => readonly Companion[]) | undefined;
  /** Told of each task that is done. */
  readonly onProgress?: ((result: ChunkRunResult) => void) | undefined;
}

/** A source that failed while it was read. */
export interface SourceFailure {
  /** Its position in the batch. */
  readonly source: number;
  readonly error: CloudOptimisedError;
}

/** What came of a change: it is committed, or nothing of it is there because of these sources. */
export type CubeOutcome =
  | { readonly committed: true; readonly result: ChunkRunResult }
  | { readonly committed: false; readonly failures: readonly SourceFailure[] };

/** Tasks that wait or run, for each worker: one reads while another waits for its turn. */
const TASKS_PER_WORKER = 2;
/** Small units of work share a task, so that a source is opened once for them. */
const TASK_BYTES = { least: 4 << 20, most: 64 << 20 };
/** Tasks for each worker, where they are not too small: at the end, others wait for the last one. */
const SHARES = 8;

/**
 * Makes a change. Where a source fails, nothing more is started, what runs is waited for, and everything is put back; the caller may plan
 * anew without that source.
 *
 * @throws whatever else fails, after everything is put back; and what the commit throws, which the next `begin` repairs
 */
export async function changeCube<Source, Context>(change: CubeChange<Source, Context>): Promise<CubeOutcome> {
  const { transaction, plan, companions } = change;
  const written = await orAbort(transaction, async () => {
    const keptAside = await transaction.announce(plan.changes);
    return runTasks(change, keptAside);
  });
  if ('failures' in written) {
    await transaction.abort();
    return { committed: false, failures: written.failures };
  }
  const documents = await orAbort(transaction, async () => companions?.(written.result));
  await transaction.commit(plan.next, documents);
  return { committed: true, result: written.result };
}

async function orAbort<T>(transaction: CubeTransaction, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What made the work fail tells more than a failing repair, which the next run does again.
    await transaction.abort().catch(() => undefined);
    throw error;
  }
}

type Written = { readonly result: ChunkRunResult } | { readonly failures: readonly SourceFailure[] };

/** Runs all tasks, a bounded number at a time. When it returns or throws, none is running. */
async function runTasks<Source, Context>(
  change: CubeChange<Source, Context>,
  keptAside: ReadonlyMap<string, string>,
): Promise<Written> {
  const waiting = tasksOf(change, keptAside);
  const failures = new Map<number, SourceFailure>();
  const errors: unknown[] = [];
  let result = NOTHING_DONE;
  const settle = (outcome: WriteChunksResult) => {
    if ('failed' in outcome) {
      const { source } = outcome.failed;
      failures.set(source, { source, error: reviveFailure(outcome.failed) });
      return;
    }
    result = addResults(result, outcome.done);
    change.onProgress?.(outcome.done);
  };
  const work = async () => {
    for (let input = waiting.next(); !input.done; input = waiting.next()) {
      if (failures.size + errors.length > 0) return;
      try {
        settle(await change.executor.run<WriteChunksResult>({ kind: WRITE_CHUNKS, input: input.value }));
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: TASKS_PER_WORKER * change.executor.concurrency }, work));
  if (errors.length > 0) throw errors[0];
  return failures.size > 0 ? { failures: [...failures.values()] } : { result };
}

function* tasksOf<Source, Context>(
  { plan, sources, context, executor }: CubeChange<Source, Context>,
  keptAside: ReadonlyMap<string, string>,
): Generator<WriteChunksInput<Source, Context>> {
  for (const runs of groupsOf(bySource(plan.runs), executor.concurrency)) {
    const used = new Set(runs.flatMap(({ pieces }) => pieces.map(({ source }) => source)));
    yield {
      runs,
      keptAside: new Map(runs.flatMap(keysBefore).flatMap((key) => entryOf(keptAside, key))),
      sources: new Map([...used].map((source) => [source, sources[source] as Source])),
      context,
    };
  }
}

function entryOf(map: ReadonlyMap<string, string>, key: string): [string, string][] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

/** What comes from one source stands together, whatever array it goes to. */
function bySource(runs: readonly ChunkRun[]): ChunkRun[] {
  return runs.toSorted((a, b) => firstSource(a) - firstSource(b));
}

function firstSource({ pieces }: ChunkRun): number {
  return pieces[0]?.source ?? -1;
}

function* groupsOf(runs: readonly ChunkRun[], workers: number): Generator<ChunkRun[]> {
  const share = runs.reduce((sum, run) => sum + bytesOf(run), 0) / (SHARES * workers);
  const most = Math.min(TASK_BYTES.most, Math.max(TASK_BYTES.least, share));
  let group: ChunkRun[] = [];
  let bytes = 0;
  for (const run of runs) {
    const own = bytesOf(run);
    const last = group.at(-1);
    const isNext = last !== undefined && firstSource(last) !== firstSource(run) && bytes >= most / 2;
    if (last && (isNext || bytes + own > most)) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(run);
    bytes += own;
  }
  if (group.length > 0) yield group;
}

function bytesOf({ array, from, to }: ChunkRun): number {
  const objects = sizeOf(from.map((first, axis) => (to[axis] ?? 0) - first));
  return objects * sizeOf(objectShape(array)) * valueBytes(array);
}
