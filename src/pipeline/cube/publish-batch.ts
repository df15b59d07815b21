import type { LedgerEntry } from '../../contracts/ledger.js';
import type { SourceFile } from '../../contracts/reader.js';
import { changeCube } from '../../engine/cube/change-cube.js';
import type { SourceCounts } from '../../engine/cube/place.js';
import { planChanges } from '../../engine/cube/plan.js';
import { CloudOptimisedError, describeError } from '../../errors/index.js';
import type { SourceResult } from '../publish-source.js';
import type { CubeContext } from './cube-bench.js';
import { commitOf, failuresOf, placedLabels } from './cube-commit.js';
import type { CubeRun } from './cube-run.js';
import type { UnfitSource } from './fit-batch.js';
import type { OutlinedSource } from './outline-source.js';
import { prepareBatch, type ReadyBatch } from './ready-batch.js';

/**
 * Publishes a batch: what fits, where it has a place. A source that cannot be read after all is taken away and the rest is tried again, so
 * that there are fewer each time.
 *
 * @throws CO_INTERRUPTED when the run is told to end meanwhile, CO_WORKER_DIED, and what is wrong with the target; nothing is visible then
 */
export async function publishBatch(cube: CubeRun, batch: string, outlined: readonly OutlinedSource[]): Promise<void> {
  const failed: UnfitSource[] = [];
  for (const one of outlined) if (one.failure) failed.push({ outlined: one, failure: one.failure });
  for (let left = outlined.filter(({ failure }) => !failure); ; ) {
    const { unfit, ready } = await prepareBatch(cube, left);
    failed.push(...unfit);
    if (!ready) return recordFailures(cube, batch, failed);
    const broken = await write(cube, batch, ready, failed);
    if (broken.length === 0) return;
    failed.push(...broken);
    const gone = new Set(broken.map((source) => source.outlined));
    left = ready.sources.map((source) => source.outlined).filter((source) => !gone.has(source));
  }
}

/** Writes and commits; gives the sources that cannot be read after all, in which case nothing has changed. */
async function write(
  cube: CubeRun,
  batch: string,
  ready: ReadyBatch,
  failed: readonly UnfitSource[],
): Promise<readonly UnfitSource[]> {
  const { run, handler, store, state } = cube;
  run.lock.assertHeld();
  const { placement } = ready.placed;
  const transaction = await store.begin();
  const outlines = ready.sources.map(({ outline }) => outline);
  const { appendDimension } = handler;
  const request = { base: transaction.base, next: ready.cube, appendDimension, placement, sources: outlines };
  const plan = planChanges(request);
  const commit = commitOf(cube, ready, failed);
  const prepared = run.ledger.prepare(batch, commit);
  const outcome = await changeCube<SourceFile, CubeContext>({
    transaction,
    executor: run.executor,
    plan,
    sources: ready.sources.map(({ outlined }) => outlined.source),
    context: { cube: plan.next },
    companions: () => {
      stopWhereAborted(cube);
      return [prepared];
    },
    onProgress: () => stopWhereAborted(cube),
  });
  if (!outcome.committed) return brokenSources(ready, outcome.failures);
  const before = new Map(ready.sources.map(({ outlined: { source } }) => [source.uri, run.ledger.entry(source.uri)]));
  run.ledger.apply(prepared);
  state.committed(
    plan.next,
    placement,
    ready.sources.map(({ labels }) => labels),
  );
  state.recorded(commit.entries);
  tell(cube, ready, failed, before);
  await run.ledger.merge(batch);
  await run.putSidecars();
  return [];
}

function brokenSources(
  { sources }: ReadyBatch,
  failures: readonly { readonly source: number; readonly error: unknown }[],
): UnfitSource[] {
  return failures.flatMap(({ source, error }) => {
    const outlined = sources[source]?.outlined;
    return outlined ? [{ outlined, failure: describeError(error) }] : [];
  });
}

function stopWhereAborted({ run: { signal, summary } }: CubeRun): void {
  if (signal.aborted) throw new CloudOptimisedError('CO_INTERRUPTED', { finished: summary.done, left: 0 });
}

/** Nothing of the batch can be published: the ledger alone tells why. */
async function recordFailures({ run }: CubeRun, batch: string, failed: readonly UnfitSource[]): Promise<void> {
  if (failed.length === 0) return;
  await run.ledger.commit(batch, { entries: [], forgotten: [], failures: failuresOf(failed), removals: [] });
  for (const [unit, { outlined, failure }] of failed.entries()) run.finished(resultOf(outlined, unit, [], failure));
}

/** Tells what became of each source. */
function tell(
  { run }: CubeRun,
  { sources, placed }: ReadyBatch,
  failed: readonly UnfitSource[],
  before: ReadonlyMap<string, LedgerEntry | undefined>,
): void {
  const published = sources.map(({ outlined, labels, warnings }, unit) => {
    const rows = placedLabels(labels, placed.placement, unit).length;
    const counts = placed.counts.find(({ source }) => source === unit);
    const own = before.get(outlined.source.uri)?.labels?.length ?? 0;
    return resultOf({ ...outlined, rows }, unit, [...warnings, ...policyWarnings(counts, own)]);
  });
  for (const [unit, { outlined, failure }] of failed.entries())
    run.finished(resultOf(outlined, sources.length + unit, [], failure));
  for (const result of published) run.finished(result);
  run.committed(published);
}

/** @param own how many steps an earlier version of the source brought: these are put where they were */
function policyWarnings(counts: SourceCounts | undefined, own: number): string[] {
  const { replaced = 0, skipped = 0, inserted = 0 } = counts ?? {};
  return [
    ...(replaced > 0 ? ['replaces steps that another file brought before'] : []),
    ...(skipped > 0 ? ['leaves steps as they are that another file brought before'] : []),
    ...(inserted > own ? ['is put before later steps that the cube has'] : []),
  ];
}

function resultOf(
  { source, rows, dropped, warnings, hints, stack }: OutlinedSource,
  unit: number,
  more: readonly string[],
  failure?: UnfitSource['failure'],
): SourceResult {
  const notes = { dropped, hints, warnings: [...warnings, ...more] };
  if (failure) return { source, unit, rows: 0, objects: [], ...notes, failure, stack };
  return { source, unit, rows, objects: [], ...notes };
}
