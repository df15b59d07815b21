import { fileURLToPath } from 'node:url';
import type { Executor } from '../contracts/executor.js';
import { InlineExecutor, type TaskTable } from '../execution/inline-executor.js';
import { ThreadExecutor } from '../execution/thread-executor.js';
import type { RunSetup } from './run-setup.js';

/** What an executor is made for. */
export interface Work {
  /** What each worker is started with: plain data. */
  readonly setup: RunSetup;
  /** How many sources there are to publish. */
  readonly sources: number;
  /** The tasks, for an executor that runs them in this thread. */
  readonly tasks: () => Promise<TaskTable>;
}

/** Worker threads, no more than there are sources; a single one works in this thread, which saves its start. */
export async function createExecutor({ setup, sources, tasks }: Work): Promise<Executor> {
  const workers = Math.min(setup.workers, sources);
  if (workers <= 1) return new InlineExecutor(await tasks());
  const module = fileURLToPath(import.meta.resolve('cloud-optimised/worker'));
  return ThreadExecutor.start({ module, workers, setup });
}
