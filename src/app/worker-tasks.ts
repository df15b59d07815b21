import type { TaskTable } from '../execution/inline-executor.js';
import { createContainer } from './container.js';
import type { RunSetup } from './run-setup.js';
import { createHandler, createTasks } from './workbench.js';

/**
 * The tasks of a run, for a worker that has nothing but its setup: another thread, or another machine. A task's `input` is plain
 * data, and so is what it gives.
 *
 * ```ts
 * const tasks = await workerTasks(setup);
 * const result = await tasks[task.kind]?.(task.input);
 * ```
 *
 * @throws CO_HANDLER_UNKNOWN, CO_HANDLER_FORMAT, CO_PLUGIN_…, CO_STORAGE_URI_INVALID
 */
export async function workerTasks(setup: RunSetup): Promise<TaskTable> {
  return createTasks(setup, await createHandler(createContainer(), setup));
}
