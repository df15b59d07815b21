import type { Executor, Task } from '../contracts/executor.js';
import { CloudOptimisedError } from '../errors/index.js';

/** The functions behind the tasks, by kind. */
export type TaskTable = Readonly<Record<string, (input: never) => Promise<unknown>>>;

/**
 * Runs tasks in this thread: for a single source, for tests, for debuggers, and where the pool of threads that inflates chunks is
 * all the help that is needed.
 */
export class InlineExecutor implements Executor {
  readonly concurrency = 1;
  readonly #tasks: TaskTable;
  readonly #atOnce: number;
  readonly #running = new Set<Promise<unknown>>();

  /** @param atOnce tasks that are begun before others are done; by default they run one after the other */
  constructor(tasks: TaskTable, atOnce = 1) {
    this.#tasks = tasks;
    this.#atOnce = atOnce;
  }

  async run<Result>(task: Task): Promise<Result> {
    while (this.#running.size >= this.#atOnce) await Promise.race(this.#running);
    const result = runTask(this.#tasks, task);
    const settled: Promise<unknown> = result.catch(() => undefined).finally(() => this.#running.delete(settled));
    this.#running.add(settled);
    return result as Promise<Result>;
  }

  async close(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

/** Runs one task of a table. @throws CO_UNEXPECTED for a kind that the table does not have */
export async function runTask(tasks: TaskTable, { kind, input }: Task): Promise<unknown> {
  const run = tasks[kind];
  if (!run)
    throw new CloudOptimisedError('CO_UNEXPECTED', {
      reason: `no task '${kind}' among ${Object.keys(tasks).join(', ')}`,
    });
  return run(input as never);
}
