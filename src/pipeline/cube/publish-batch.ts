import type { LedgerCommit, LedgerEntry } from '../../contracts/ledger.js';
import type { SourceFile } from '../../contracts/reader.js';
import { changeCube } from '../../engine/cube/change-cube.js';
import { refusalError, type SourceCounts } from '../../engine/cube/place.js';
import type { Placement } from '../../engine/cube/placement.js';
import { planChanges } from '../../engine/cube/plan.js';
import { CloudOptimisedError, describeError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Cube } from '../../model/zarr/array.js';
import type { SourceResult } from '../publish-source.js';
import type { CubeContext } from './cube-bench.js';
import type { CubeRun } from './cube-run.js';
import { labelTexts } from './cube-state.js';
import { type FittingSource, fitBatch, type UnfitSource } from './fit-batch.js';
import type { OutlinedSource } from './outline-source.js';
import { type PlacedBatch, placeBatch } from './place-batch.js';

/** A batch that is ready to be written. */
interface ReadyBatch {
  readonly cube: Cube;
  readonly sources: readonly FittingSource[];
  readonly placed: PlacedBatch;
}

/**
 * Publishes a batch: what fits, where it has a place. What does not is taken away and the rest is tried again, so that one source less is
 * left each time.
 *
 * @throws CO_INTERRUPTED when the run is told to end meanwhile, CO_WORKER_DIED, and what is wrong with the target; nothing is visible then
 */
export async function publishBatch(cube: CubeRun, batch: string, outlined: readonly OutlinedSource[]): Promise<void> {
  const failed: UnfitSource[] = outlined.flatMap((one) =>
    one.failure ? [{ outlined: one, failure: one.failure }] : [],
  );
  let left = outlined.filter(({ failure }) => !failure);
  for (;;) {
    const { unfit, ready } = await prepare(cube, left);
    failed.push(...unfit);
    const broken = ready ? await write(cube, batch, ready, failed) : await recordFailures(cube, batch, failed);
    if (broken.length === 0) return;
    failed.push(...broken);
    left = (ready?.sources ?? [])
      .map((source) => source.outlined)
      .filter((one) => !broken.some((b) => b.outlined === one));
  }
}

/** Finds what fits and where it goes. */
async function prepare(
  { handler, state, run }: CubeRun,
  outlined: readonly OutlinedSource[],
): Promise<{ unfit: UnfitSource[]; ready: ReadyBatch | undefined }> {
  const unfit: UnfitSource[] = [];
  let left = outlined;
  while (left.length > 0) {
    const fitted = await fitBatch(left, state, handler);
    unfit.push(...fitted.unfit);
    const { cube, fitting } = fitted;
    if (!cube || fitting.length === 0) break;
    const placed = placeBatch({
      existing: state.labels,
      brought: fitting.map(({ labels }) => labels),
      replaced: fitting.map(({ outlined: { source } }) => ownLabels(run.ledger.entry(source.uri), handler)),
      ifExists: handler.rules.ifExists,
    });
    if (placed.refused.length === 0) return { unfit, ready: { cube, sources: fitting, placed } };
    const refused = new Map(placed.refused.map((refusal) => [refusal.source, refusal]));
    left = [];
    for (const [position, { outlined: one }] of fitting.entries()) {
      const refusal = refused.get(position);
      if (!refusal) left = [...left, one];
      else {
        const place = { uri: one.source.uri, dimension: handler.appendDimension };
        unfit.push({ outlined: one, failure: describeError(refusalError(refusal, place)) });
      }
    }
  }
  return { unfit, ready: undefined };
}

function ownLabels(entry: LedgerEntry | undefined, handler: CubeRun['handler']): readonly string[] {
  return entry ? handler.deleteExisting(entry) : [];
}

/** Writes and commits; gives the sources that cannot be read after all, in which case nothing is changed. */
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
  const plan = planChanges({
    base: transaction.base,
    next: ready.cube,
    appendDimension: handler.appendDimension,
    placement,
    sources: ready.sources.map(({ outline }) => outline),
  });
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
  if (!outcome.committed)
    return outcome.failures.map(({ source, error }) => ({
      outlined: ready.sources[source]?.outlined as OutlinedSource,
      failure: describeError(error),
    }));
  const before = new Map(ready.sources.map(({ outlined: { source } }) => [source.uri, run.ledger.entry(source.uri)]));
  run.ledger.apply(prepared);
  tell(cube, ready, failed, before);
  state.committed(
    plan.next,
    placement,
    ready.sources.map(({ labels }) => labels),
  );
  state.recorded(commit.entries);
  await run.ledger.merge(batch);
  await run.putSidecars();
  return [];
}

function stopWhereAborted({ run: { signal, summary } }: CubeRun): void {
  if (signal.aborted) throw new CloudOptimisedError('CO_INTERRUPTED', { finished: summary.done, left: 0 });
}

async function recordFailures({ run }: CubeRun, batch: string, failed: readonly UnfitSource[]): Promise<[]> {
  const failures = failed.map(({ outlined, failure }) => ({ source: outlined.source.uri, ...failure }));
  await run.ledger.commit(batch, { entries: [], forgotten: [], failures, removals: [] });
  for (const [unit, one] of failed.entries()) run.finished(resultOf(one.outlined, unit, [], one.failure));
  return [];
}

/** What the ledger keeps: the steps of each source, and what other sources have left of theirs. */
function commitOf(
  { run, state }: CubeRun,
  { sources, placed }: ReadyBatch,
  failed: readonly UnfitSource[],
): LedgerCommit {
  const own = sources.map(({ outlined, labels }, position) =>
    entryOf(outlined, placedLabels(labels, placed.placement, position), run.config.hash),
  );
  const uris = new Set(own.map(({ source }) => source));
  const lost = new Map<string, Set<string>>();
  for (const { labels } of own)
    for (const label of labels ?? []) {
      const owner = state.ownerOf(label);
      if (owner !== undefined && !uris.has(owner)) lost.set(owner, (lost.get(owner) ?? new Set()).add(label));
    }
  const robbed = [...lost].flatMap(([source, labels]) => without(run.ledger.entry(source), labels));
  const failures = failed.map(({ outlined, failure }) => ({ source: outlined.source.uri, ...failure }));
  return { entries: [...own, ...robbed], forgotten: [], failures, removals: [] };
}

function entryOf({ source, dropped }: OutlinedSource, labels: readonly string[], config: string): LedgerEntry {
  const { uri, size, version } = source;
  return { source: uri, size, version, config, rows: labels.length, objects: [], dropped, labels };
}

function without(entry: LedgerEntry | undefined, lost: ReadonlySet<string>): LedgerEntry[] {
  if (!entry) return [];
  const { source, size, version, config, dropped, objects } = entry;
  const labels = (entry.labels ?? []).filter((label) => !lost.has(label));
  return [{ source, size, version, config, dropped, objects, rows: labels.length, labels }];
}

/** The labels of the rows that a source fills: those that a policy skipped are another's. */
function placedLabels(labels: StoredArray, { pieces }: Placement, position: number): string[] {
  const runs = pieces.find(({ source }) => source === position)?.runs ?? [];
  const texts = labelTexts(labels);
  return runs.flatMap(({ from, count }) => texts.slice(from, from + count));
}

/** Tells what became of each source. */
function tell(
  { run }: CubeRun,
  { sources, placed }: ReadyBatch,
  failed: readonly UnfitSource[],
  before: ReadonlyMap<string, LedgerEntry | undefined>,
): void {
  const published = sources.map(({ outlined, labels, warnings }, unit) => {
    const rows = placedLabels(labels, placed.placement, unit);
    const counts = placed.counts.find(({ source }) => source === unit);
    const own = before.get(outlined.source.uri)?.labels?.length ?? 0;
    return resultOf({ ...outlined, rows: rows.length }, unit, [...warnings, ...policyWarnings(counts, own)]);
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
