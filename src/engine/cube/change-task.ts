import { CloudOptimisedError, type ErrorCode } from '../../errors/index.js';
import { toPlainError } from '../../execution/thread-executor.js';
import type { ChunkRun, ChunkRunResult } from './chunk-run.js';
import { blamedSource } from './write-blame.js';
import { type WriteBench, writeChunkRuns } from './write-run.js';

/** The kind of the tasks that write a cube's objects. */
export const WRITE_CHUNKS = 'write-chunks';

/** Units of work for one worker. Plain data. */
export interface WriteChunksInput<Source = unknown, Context = unknown> {
  readonly runs: readonly ChunkRun[];
  /** By key of an object that is replaced, where in the ledger its content of before lies; those that the runs read. */
  readonly keptAside: ReadonlyMap<string, string>;
  /** What the worker needs to open the sources of the runs, by position in the batch. */
  readonly sources: ReadonlyMap<number, Source>;
  /** What else it needs, the same for all tasks of a change. */
  readonly context: Context;
}

/** The failure of a source, as plain data. */
export interface PlainSourceFailure {
  readonly source: number;
  readonly code: ErrorCode;
  readonly fields: unknown;
}

/** What came of a task: the sum over its runs, or the source that failed. Plain data. */
export type WriteChunksResult = { readonly done: ChunkRunResult } | { readonly failed: PlainSourceFailure };

/**
 * Does a task in its worker.
 *
 * @param bench opens the sources that the task's input tells, and knows where the cube and its ledger are
 * @throws what is not a source's fault
 */
export async function writeChunks(
  { runs, keptAside }: Pick<WriteChunksInput, 'runs' | 'keptAside'>,
  bench: Omit<WriteBench, 'keptAside'>,
): Promise<WriteChunksResult> {
  let done = NOTHING_DONE;
  try {
    for await (const result of writeChunkRuns(runs, { ...bench, keptAside })) done = addResults(done, result);
    return { done };
  } catch (error) {
    const source = blamedSource(error);
    const { code, fields } = toPlainError(error);
    if (source === undefined || code === undefined) throw error;
    return { failed: { source, code, fields } };
  }
}

/** The result of no work. */
export const NOTHING_DONE: ChunkRunResult = { written: 0, elided: 0, copied: 0, bytes: 0 };

/** The sum of two results. */
export function addResults(a: ChunkRunResult, b: ChunkRunResult): ChunkRunResult {
  return {
    written: a.written + b.written,
    elided: a.elided + b.elided,
    copied: a.copied + b.copied,
    bytes: a.bytes + b.bytes,
  };
}

/** The error that plain data tells of. */
export function reviveFailure({ code, fields }: PlainSourceFailure): CloudOptimisedError {
  return new CloudOptimisedError(code, fields as never);
}
