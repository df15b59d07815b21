import type { SliceBench, SliceRef, WriteContext } from '../append/slice-bench.js';
import { WRITE_CHUNKS, type WriteChunksInput } from '../engine/cube/change-task.js';
import type { TaskTable } from '../execution/inline-executor.js';

/** The tasks of an append. */
export function benchTasks(bench: SliceBench): TaskTable {
  return {
    [WRITE_CHUNKS]: (input: WriteChunksInput<SliceRef, WriteContext>) => bench.write(input),
  };
}
