/**
 * Where work runs: in this thread, in worker threads, or on other machines. Nothing may assume shared memory: tasks and
 * results are structured-cloneable, and each task carries all that it needs but the setup given once per worker.
 *
 * @module
 */

/** A task by the name of its kind, with its plain input. */
export interface Task<Input = unknown> {
  readonly kind: string;
  readonly input: Input;
}

/** Runs tasks. A task that throws rejects its own promise and nothing else. */
export interface Executor {
  /** How many tasks run at the same time. */
  readonly concurrency: number;
  /** @throws what the task threw (coded errors keep their code), or CO_WORKER_DIED */
  run<Result>(task: Task): Promise<Result>;
  /** Waits for running tasks and ends the workers. */
  close(): Promise<void>;
}
