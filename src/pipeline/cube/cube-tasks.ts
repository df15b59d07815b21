import type { SourceFile } from '../../contracts/reader.js';
import { WRITE_CHUNKS, type WriteChunksInput } from '../../engine/cube/change-task.js';
import type { TaskTable } from '../../execution/inline-executor.js';
import { CLOSE_SOURCES, CubeBench, type CubeBenchParts, type CubeContext } from './cube-bench.js';
import { OUTLINE_SOURCE, type OutlineTask, outlineSource } from './outline-source.js';

/** The tasks by which a worker writes cubes. */
export function cubeTasks(parts: CubeBenchParts): TaskTable {
  const bench = new CubeBench(parts);
  return {
    [OUTLINE_SOURCE]: (task: OutlineTask) => outlineSource(bench, task),
    [WRITE_CHUNKS]: (input: WriteChunksInput<SourceFile, CubeContext>) => bench.write(input),
    [CLOSE_SOURCES]: () => bench.close(),
  };
}
