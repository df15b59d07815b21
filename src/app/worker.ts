/**
 * The entry of a worker thread: answers tasks with the handlers, readers and storages of one run.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { Task } from '../contracts/executor.js';
import { runTask, type TaskTable } from '../execution/inline-executor.js';
import { type Answer, toPlainError } from '../execution/thread-executor.js';
import type { RunSetup } from './run-setup.js';
import { workerTasks } from './worker-tasks.js';

let tasks: Promise<TaskTable> | undefined;

/** Runs one task. Never throws: what went wrong is in the answer. */
export async function answer(task: Task): Promise<Answer> {
  try {
    tasks ??= workerTasks(workerData as RunSetup);
    return { ok: await runTask(await tasks, task) };
  } catch (error) {
    return { error: toPlainError(error) };
  }
}
