/**
 * Appends slices: looks at them in groups, and makes each group one commit.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Companion, CubeTransaction } from '../contracts/cube-store.js';
import { changeCube } from '../engine/cube/change-cube.js';
import { planChanges } from '../engine/cube/plan.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { type CloudOptimisedError, describeError } from '../errors/index.js';
import type { Cube } from '../model/zarr/array.js';
import { CommitPrelude } from './commit-prelude.js';
import { type CubeState, emptyState, isSameCube, readState } from './cube-state.js';
import type { AppendSummary, SliceEvent, SliceFailure } from './events.js';
import { type GroupChange, planGroup } from './plan-group.js';
import { replacing } from './replace-cube.js';
import type { AppendRun } from './run.js';
import type { SliceRef, WriteContext } from './slice-bench.js';
import { closePrepared, type OutlinedSlice, type PreparedSlice, type SliceFeed } from './slice-feed.js';

/** Makes commits until there are no more slices, one fails, or the run is interrupted. */
export class Appender {
  readonly #run: AppendRun;
  #state: CubeState = emptyState();
  #isRead = false;
  #isFresh: boolean;
  #created = false;
  #published = 0;
  #skipped = 0;
  #rows = 0;
  readonly #told = new Set<string>();
  #feed: SliceFeed | undefined;
  /** Groups are taken one by one once a write failed, until the slice at fault is found. */
  #careful = 0;

  constructor(run: AppendRun) {
    this.#run = run;
    this.#isFresh = run.config.forceNew;
  }

  /** The cube as far as it is known. */
  get cube(): Cube | undefined {
    return this.#state.cube;
  }

  /** @throws what made a slice fail, once the slices before it are committed; and what keeps all from being appended */
  async append(feed: SliceFeed): Promise<AppendSummary> {
    const { signal } = this.#run;
    this.#feed = feed;
    try {
      for (;;) {
        if (signal.aborted) break;
        const group = await feed.next();
        if (group.length === 0) break;
        await this.#appendGroup(group, feed);
      }
      return this.#sumUp(feed.known, []);
    } catch (error) {
      if (error instanceof FailedSlice) {
        this.#sumUp(feed.known, [error.failure]);
        throw error.reason;
      }
      throw error;
    }
  }

  async #appendGroup(group: readonly PreparedSlice[], feed: SliceFeed): Promise<void> {
    let taken = 0;
    try {
      taken = await this.#take(group);
    } catch (error) {
      await Promise.all(group.map(closePrepared));
      throw error;
    }
    await Promise.all(group.slice(0, taken).map(closePrepared));
    feed.unread(group.slice(taken));
  }

  /** Commits slices of a group, from the first on. @returns how many are done */
  async #take(group: readonly PreparedSlice[]): Promise<number> {
    const bad = group.findIndex((slice) => 'error' in slice);
    const good = (bad < 0 ? group : group.slice(0, bad)) as readonly OutlinedSlice[];
    const together = this.#careful > 0 ? good.slice(0, 1) : good;
    const { taken, failed } = together.length > 0 ? await this.#commit(together) : NOTHING_TAKEN;
    this.#careful = Math.max(0, this.#careful - taken);
    const broken = group[bad];
    if (failed) throw failed;
    if (broken && 'error' in broken && taken === good.length) throw new FailedSlice(broken.name, broken.error);
    return taken;
  }

  /** Commits the first of these slices, as many as go together. */
  async #commit(group: readonly OutlinedSlice[]): Promise<Taken> {
    if (this.#run.config.dryRun) return this.#rehearse(group);
    const { config, places, target, signal } = this.#run;
    const lock = await DatasetLock.acquire(places.ledger, target, { wait: config.wait, signal });
    try {
      return await this.#commitLocked(group, lock);
    } finally {
      await lock.release();
    }
  }

  async #commitLocked(group: readonly OutlinedSlice[], lock: DatasetLock) {
    const { config, shape } = this.#run;
    const transaction = await shape.store(lock).begin();
    if (this.#isFresh) this.#state = emptyState();
    else await this.#refresh(transaction.base && shape.view(transaction.base));
    const { taken, failure, events, change } = planGroup(group, this.#state, config);
    const failed = failure && new FailedSlice(group[taken]?.slice.name ?? '', failure);
    if (!change) {
      await transaction.abort();
    } else {
      const outcome = await this.#change(transaction, change, group.slice(0, taken));
      if (outcome) return this.#afterFailure(outcome, group.length);
    }
    this.#tell(events);
    return { taken, ...(failed && { failed }) };
  }

  /** Nothing of the group is in: one slice after the other, so that those before the one at fault come in. */
  #afterFailure(failed: FailedSlice, length: number) {
    if (length === 1) return { taken: 0, failed };
    this.#careful = length;
    return { taken: 0 };
  }

  async #refresh(base: Cube | undefined): Promise<void> {
    const { places, config, shape } = this.#run;
    const isCurrent =
      this.#isRead && isSameCube(base, this.#state.cube) && (await this.#state.ledger.isCurrent(places.ledger));
    if (!isCurrent) this.#state = await readState(base, shape.places, config.appendDimension);
    this.#isRead = true;
  }

  /** Makes a change. @returns the slice that failed, where one did, and nothing is changed */
  async #change(transaction: CubeTransaction, change: GroupChange, group: readonly OutlinedSlice[]) {
    const { config, shape } = this.#run;
    const { placement, refs, entries, labels } = change;
    const { appendDimension } = config;
    const next = shape.stored(change.next);
    const sources = change.sources.map((source) => shape.source(source, next));
    const base = this.#isFresh ? undefined : transaction.base;
    const made = planChanges({ base, next, appendDimension, placement, sources });
    const plan = this.#isFresh && transaction.base ? replacing(transaction.base, made, shape) : made;
    const record = this.#state.ledger.record(entries);
    const context: WriteContext = { change: randomUUID(), cube: shape.view(plan.next) };
    const executor = await this.#run.executor(group);
    const prelude = new CommitPrelude({ transaction, run: this.#run, state: this.#state, change, group });
    const outcome = await changeCube<SliceRef, WriteContext>({
      transaction: prelude,
      executor,
      plan,
      sources: refs,
      context,
      companions: (): readonly Companion[] => record.companions,
      // Not before others are at work: they would wait for this thread.
      onProgress: () => this.#feed?.lookAhead(),
    });
    if (!outcome.committed) return this.#blame(outcome.failures, refs, group);
    if (prelude.failed) return new FailedSlice(prelude.failed.slice, prelude.failed.error);
    record.done();
    this.#created ||= base === undefined;
    this.#isFresh = false;
    this.#isRead = true;
    this.#state = {
      ...this.#state,
      cube: shape.view(prelude.committed ?? plan.next),
      grid: change.grid,
      labels: advance(this.#state, placement, labels),
    };
    return undefined;
  }

  #blame(
    failures: readonly { source: number; error: CloudOptimisedError }[],
    refs: readonly SliceRef[],
    group: readonly OutlinedSlice[],
  ): FailedSlice {
    const [first] = failures.toSorted((a, b) => a.source - b.source);
    const ref = refs[first?.source ?? 0];
    const name = ref?.kind === 'file' ? ref.uri : (group[0]?.slice.name ?? '');
    return new FailedSlice(name, first?.error as CloudOptimisedError);
  }

  /** Checks a group against the cube and the slices before it, and writes nothing. */
  async #rehearse(group: readonly OutlinedSlice[]) {
    if (!this.#isRead) {
      const { config, shape } = this.#run;
      const stored = this.#isFresh ? undefined : await shape.store().read();
      this.#state = await readState(stored && shape.view(stored), shape.places, config.appendDimension);
      this.#isRead = true;
    }
    const { taken, failure, events, change } = planGroup(group, this.#state, this.#run.config);
    if (change) {
      this.#created ||= this.#state.cube === undefined;
      this.#state.ledger.record(change.entries).done();
      const labels = advance(this.#state, change.placement, change.labels);
      this.#state = { ...this.#state, cube: change.next, grid: change.grid, labels };
    }
    this.#tell(events.map((event) => (event.outcome === 'skipped' ? event : { ...event, outcome: 'planned' })));
    return { taken, ...(failure && { failed: new FailedSlice(group[taken]?.slice.name ?? '', failure) }) };
  }

  #tell(events: readonly SliceEvent[]): void {
    let labels = 0;
    for (const event of events) {
      if (event.outcome === 'skipped') this.#skipped++;
      else this.#published++;
      labels += event.labels;
      this.#run.observer({ ...event, warnings: event.warnings.filter((warning) => this.#isNews(warning)) });
    }
    this.#rows += labels;
    if (labels > 0)
      this.#run.observer({ type: 'commit', slices: events.length, labels, length: this.#state.labels.length });
  }

  /** What holds for all slices is told once; what a slice lacks, for each. */
  #isNews(warning: string): boolean {
    if (warning.startsWith('it has no variable')) return true;
    const isNew = !this.#told.has(warning);
    this.#told.add(warning);
    return isNew;
  }

  /** @param known slices in all, as far as they are known */
  #sumUp(known: number, failures: readonly SliceFailure[]): AppendSummary {
    const done = this.#published + this.#skipped + failures.length;
    const summary: AppendSummary = {
      type: 'summary',
      target: this.#run.target,
      dryRun: this.#run.config.dryRun,
      created: this.#created,
      files: { published: this.#published, skipped: this.#skipped, failed: failures.length },
      left: known - done,
      rows: this.#rows,
      length: this.#state.labels.length,
      failures,
    };
    this.#run.observer(summary);
    return summary;
  }
}

/** Labels that come at the end are added to those that are known; any other change makes them anew. */
function advance({ labels }: CubeState, placement: GroupChange['placement'], brought: GroupChange['labels']) {
  const [kept, ...more] = placement.kept;
  const isAppended = more.length === 0 && (kept?.count ?? 0) === labels.length && (kept?.to ?? 0) === 0;
  if (!isAppended || placement.pieces.some(({ runs }) => runs.length !== 1)) return labels.placed(placement, brought);
  const pieces = placement.pieces.toSorted((a, b) => (a.runs[0]?.to ?? 0) - (b.runs[0]?.to ?? 0));
  for (const { source, runs } of pieces)
    for (const { from, count } of runs) labels.push((brought.get(source) ?? []).slice(from, from + count));
  return labels;
}

/** Ends the run: this slice could not be appended. */
class FailedSlice extends Error {
  readonly reason: unknown;
  readonly failure: SliceFailure;

  constructor(source: string, reason: unknown) {
    super();
    this.reason = reason;
    this.failure = { source, ...describeError(reason) };
  }
}

/** How many slices of a group are done, and why the next one cannot be. */
interface Taken {
  readonly taken: number;
  readonly failed?: FailedSlice | undefined;
}

const NOTHING_TAKEN: Taken = { taken: 0 };
