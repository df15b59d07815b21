import type { SourceFile } from '../../contracts/reader.js';
import { describeError } from '../../errors/index.js';
import type { CubeRun } from './cube-run.js';
import { OUTLINE_SOURCE, type OutlinedSource } from './outline-source.js';
import { SharedValues } from './shared-values.js';

/** Tells what all sources of a batch are, in their order. Stops between two sources where the run is to stop. */
export async function outlineBatch({ run }: CubeRun, sources: readonly SourceFile[]): Promise<OutlinedSource[]> {
  const outlined: (OutlinedSource | undefined)[] = sources.map(() => undefined);
  const waiting = sources.entries();
  const shared = new SharedValues();
  let failed = false;
  const lane = async () => {
    for (const [position, source] of waiting) {
      if (run.stopped || (failed && run.config.document.run_settings?.raise_error)) return;
      const result = await outlineIn(run.executor, source);
      failed ||= result.failure !== undefined;
      outlined[position] = result.outline ? { ...result, outline: shared.share(result.outline) } : result;
    }
  };
  await Promise.all(Array.from({ length: run.executor.concurrency * 2 }, lane));
  return outlined.filter((one) => one !== undefined);
}

/** A worker that dies takes one source with it, not the run. */
async function outlineIn(executor: CubeRun['run']['executor'], source: SourceFile): Promise<OutlinedSource> {
  try {
    return await executor.run<OutlinedSource>({ kind: OUTLINE_SOURCE, input: { source } });
  } catch (error) {
    const nothing = { digests: new Map(), rows: 0, dropped: {}, warnings: [], hints: {} };
    return { source, ...nothing, failure: describeError(error) };
  }
}
