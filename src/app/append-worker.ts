/**
 * The entry of a worker thread of an append.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import { SliceBench } from '../append/slice-bench.js';
import type { Task } from '../contracts/executor.js';
import { runTask, type TaskTable } from '../execution/inline-executor.js';
import { type Answer, toPlainError } from '../execution/thread-executor.js';
import { tellLoaded } from '../execution/worker-loaded.js';
import { createStorageResolver } from '../storage/index.js';
import type { AppendSetup } from './append-setup.js';
import { openAppendTarget } from './append-target.js';
import { benchTasks } from './append-tasks.js';
import { boundYoungHeap } from './young-heap.js';

const setup = workerData as AppendSetup;
if (setup.ownsProcess) boundYoungHeap();
let tasks: Promise<TaskTable> | undefined;

/** Runs one task. Never throws: what went wrong is in the answer. */
export async function answer(task: Task): Promise<Answer> {
  try {
    tasks ??= openBench();
    return { ok: await runTask(await tasks, task) };
  } catch (error) {
    return { error: toPlainError(error) };
  }
}

async function openBench(): Promise<TaskTable> {
  const resolver = createStorageResolver({ cwd: setup.workingFolder, s3: setup.sliceS3 });
  return benchTasks(new SliceBench(setup.reading, resolver, await openAppendTarget(setup)));
}

tellLoaded();
