import type { SliceFile } from '../append/kept-open.js';
import { OUTLINE_SLICE, type SliceBench, type SliceRef, type WriteContext } from '../append/slice-bench.js';
import { WRITE_CHUNKS, type WriteChunksInput } from '../engine/cube/change-task.js';
import type { TaskTable } from '../execution/inline-executor.js';

/** The tasks of an append. */
export function benchTasks(bench: SliceBench): TaskTable {
  return {
    [OUTLINE_SLICE]: (file: SliceFile) => bench.outline(file),
    [WRITE_CHUNKS]: (input: WriteChunksInput<SliceRef, WriteContext>) => bench.write(input),
  };
}
