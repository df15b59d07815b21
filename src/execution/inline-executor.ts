import type { Executor, Task } from '../contracts/executor.js';
import { CloudOptimisedError } from '../errors/index.js';

/** The functions behind the tasks, by kind. */
export type TaskTable = Readonly<Record<string, (input: never) => Promise<unknown>>>;

/** Runs tasks in this thread, one after the other: for a single source, beside worker threads, for tests, and for debuggers. */
export class InlineExecutor implements Executor {
  readonly concurrency = 1;
  readonly #tasks: TaskTable;
  #last: Promise<unknown> = Promise.resolve();

  constructor(tasks: TaskTable) {
    this.#tasks = tasks;
  }

  run<Result>(task: Task): Promise<Result> {
    const result = this.#last.then(() => runTask(this.#tasks, task));
    this.#last = result.catch(() => undefined);
    return result as Promise<Result>;
  }

  async close(): Promise<void> {
    await this.#last;
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
