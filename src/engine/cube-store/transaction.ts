import type { Companion, CubeTransaction, ObjectChanges } from '../../contracts/cube-store.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Cube } from '../../model/zarr/array.js';
import { commitRecord, rootKeyOf } from './commit-record.js';
import { type Committed, findJournal, type Journal, type KeptObject } from './journal.js';
import { copyKeys, keepAside } from './kept-objects.js';
import { type Repair, type RepairPlace, roll } from './repair.js';
import { finishCommit, putRoot, type RootOutcome, takeBackDocuments } from './roll.js';
import type { WatchedRoots } from './watched-roots.js';

/** How a transaction begins. */
export interface ZarrTransactionStart {
  readonly place: RepairPlace;
  readonly base: Cube | undefined;
  /** Through which `base` was read. */
  readonly roots: WatchedRoots;
  readonly repaired: Repair;
  readonly journal: Journal;
}

/**
 * A transaction on a plain Zarr store. When `commit` fails with another error than CO_CUBE_CONFLICT, or its process dies, the journal
 * tells whether it has happened: the next `begin` finishes or undoes it.
 */
export class ZarrCubeTransaction implements CubeTransaction {
  readonly base: Cube | undefined;
  /** What the beginning found of an earlier crash. */
  readonly repaired: Repair;
  readonly #place: RepairPlace;
  readonly #roots: WatchedRoots;
  readonly #journal: Journal;
  #changes: ObjectChanges = { created: [], replaced: [], removed: [] };
  #kept: readonly KeptObject[] = [];

  constructor({ place, base, roots, repaired, journal }: ZarrTransactionStart) {
    this.base = base;
    this.repaired = repaired;
    this.#place = place;
    this.#roots = roots;
    this.#journal = journal;
  }

  async announce(changes: ObjectChanges): Promise<ReadonlyMap<string, string>> {
    const { created, replaced } = changes;
    this.#changes = changes;
    const copies = copyKeys(this.#journal.transaction, replaced.length);
    if (copies.length > 0) await this.#journal.put({ state: 'preparing', copies });
    this.#kept = await keepAside(this.#place, replaced, copies);
    await this.#journal.put({ state: 'writing', created, replaced: this.#kept });
    return new Map(this.#kept.flatMap(({ key, copy }) => (copy === null ? [] : [[key, copy] as const])));
  }

  async commit(next: Cube, companions: readonly Companion[] = []): Promise<void> {
    const seen = await this.#roots.seen(rootKeyOf(next));
    if (!(await this.#isAsSeen(next, seen?.etag))) throw await this.#conflict();
    const record = commitRecord({
      base: this.base,
      next,
      changes: this.#changes,
      kept: this.#kept,
      companions,
      before: seen?.digest ?? null,
    });
    await this.#record(record);
    const outcome = await putRoot(this.#place, this.#journal, record, seen);
    if (outcome !== 'put') throw await this.#takeBack(record, outcome);
    await finishCommit(this.#place, this.#journal, record);
  }

  async abort(): Promise<void> {
    const found = await findJournal(this.#place.ledger);
    if (found?.document.transaction !== this.#journal.transaction) return;
    if (found.document.state !== 'committed') await roll(this.#place, found);
  }

  /** Without the record nothing has happened: what was written goes at once, which on a full disk makes room. */
  async #record(record: Committed): Promise<void> {
    try {
      await this.#journal.put(record);
    } catch (error) {
      await this.abort().catch(() => undefined);
      throw error;
    }
  }

  async #takeBack(record: Committed, outcome: Exclude<RootOutcome, 'put'>): Promise<CloudOptimisedError> {
    await takeBackDocuments(this.#place, record);
    await this.#journal.put({ state: 'writing', created: record.created, replaced: record.replaced });
    if (outcome === 'refused') return await this.#conflict();
    await this.abort();
    return outcome;
  }

  /** A look before the record is written, so that the common conflict needs no taking back. */
  async #isAsSeen(next: Cube, etag: string | undefined): Promise<boolean> {
    return (await this.#place.dataset.head(rootKeyOf(next)))?.etag === etag;
  }

  async #conflict(): Promise<CloudOptimisedError> {
    await this.abort();
    return new CloudOptimisedError('CO_CUBE_CONFLICT', { uri: this.#place.uri });
  }
}
