/**
 * The entry of a worker thread: answers tasks with the handlers, readers and storages of one run.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { Task } from '../contracts/executor.js';
import { runTask, type TaskTable } from '../execution/inline-executor.js';
import { type Answer, toPlainError } from '../execution/thread-executor.js';
import { tellLoaded } from '../execution/worker-loaded.js';
import type { RunSetup } from './run-setup.js';
import { workerTasks } from './worker-tasks.js';

/** Begun at once: a worker loads its handlers while the first task is still to come. What is wrong with them, each task tells. */
const tasks: Promise<TaskTable> = workerTasks(workerData as RunSetup);
tasks.catch(() => undefined);

/** Runs one task. Never throws: what went wrong is in the answer. */
export async function answer(task: Task): Promise<Answer> {
  try {
    return { ok: await runTask(await tasks, task) };
  } catch (error) {
    return { error: toPlainError(error) };
  }
}

tellLoaded();
