import { fileURLToPath } from 'node:url';
import type { Executor } from '../contracts/executor.js';
import { InlineExecutor } from '../execution/inline-executor.js';
import { ThreadExecutor } from '../execution/thread-executor.js';
import type { RunSetup } from './run-setup.js';
import { createTasks } from './workbench.js';

/** Worker threads, no more than there are sources; a single one works in this thread, which saves its start. */
export async function createExecutor(setup: RunSetup, sources: number): Promise<Executor> {
  const workers = Math.min(setup.workers, sources);
  if (workers <= 1) return new InlineExecutor(await createTasks(setup));
  const module = fileURLToPath(import.meta.resolve('cloud-optimised/worker'));
  return ThreadExecutor.start({ module, workers, setup });
}
