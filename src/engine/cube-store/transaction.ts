import type { Companion, CubeTransaction, ObjectChanges } from '../../contracts/cube-store.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Cube } from '../../model/zarr/array.js';
import { clearCube, type ReplacedCube } from './clear-cube.js';
import { commitRecord, rootKeyOf } from './commit-record.js';
import { type Committed, findJournal, type Journal, type KeptObject } from './journal.js';
import { copyKeys, keepAside } from './kept-objects.js';
import { type Repair, type RepairPlace, roll } from './repair.js';
import { finishCommit, putRoot, type RootOutcome, takeBackDocuments } from './roll.js';
import { type SeenRoot, WatchedRoots } from './watched-roots.js';

/** How a transaction begins. */
export interface ZarrTransactionStart {
  readonly place: RepairPlace;
  readonly base: Cube | undefined;
  /** Through which `base` was read. */
  readonly roots: WatchedRoots;
  readonly repaired: Repair;
  readonly journal: Journal;
  /** A cube that is to go, and what is put together with its removal. */
  readonly replaced?: ReplacedCube | undefined;
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
  #roots: WatchedRoots;
  #replaced: ZarrTransactionStart['replaced'];
  readonly #journal: Journal;
  #changes: ObjectChanges = { created: [], replaced: [], removed: [] };
  #kept: readonly KeptObject[] = [];

  constructor({ place, base, roots, repaired, journal, replaced }: ZarrTransactionStart) {
    this.base = base;
    this.repaired = repaired;
    this.#place = place;
    this.#roots = roots;
    this.#journal = journal;
    this.#replaced = replaced;
  }

  /** Removes the cube in whose place this transaction makes another, if it is still there. */
  async removeReplaced(): Promise<void> {
    if (!this.#replaced) return;
    const seen = await this.#refuseMeddled(this.#replaced.cube);
    await clearCube(this.#place, this.#journal, this.#replaced, seen?.digest ?? null);
    this.#replaced = undefined;
    this.#roots = WatchedRoots.ofNothing(this.#place.dataset);
  }

  async announce(changes: ObjectChanges): Promise<ReadonlyMap<string, string>> {
    await this.removeReplaced();
    const { created, replaced } = changes;
    this.#changes = changes;
    const copies = copyKeys(this.#journal.transaction, replaced.length);
    if (copies.length > 0) await this.#journal.put({ state: 'preparing', copies });
    this.#kept = await keepAside(this.#place, replaced, copies);
    await this.#journal.put({ state: 'writing', created, replaced: this.#kept });
    return new Map(this.#kept.flatMap(({ key, copy }) => (copy === null ? [] : [[key, copy] as const])));
  }

  async commit(next: Cube, companions: readonly Companion[] = []): Promise<void> {
    await this.removeReplaced();
    const seen = await this.#refuseMeddled(next);
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

  /** A look before anything is recorded, so that the common conflict needs no taking back. @throws CO_CUBE_CONFLICT */
  async #refuseMeddled(cube: Cube): Promise<SeenRoot | undefined> {
    const key = rootKeyOf(cube);
    const seen = await this.#roots.seen(key);
    if ((await this.#place.dataset.head(key))?.etag !== seen?.etag) throw await this.#conflict();
    return seen;
  }

  async #conflict(): Promise<CloudOptimisedError> {
    await this.abort();
    return new CloudOptimisedError('CO_CUBE_CONFLICT', { uri: this.#place.uri });
  }
}
