/**
 * Cubes in plain Zarr stores: a transaction becomes visible with the put of one document. A journal in the ledger's folder tells the
 * next run what an earlier one left behind.
 *
 * ```
 * _ledger/x.zarr/lock.json                  who writes
 *               /journal/journal.json       what is under way; gone when nothing is
 *               /journal/<transaction>/0    copies of objects that the transaction replaces
 * ```
 *
 * Consolidated cubes change at one instant for whoever reads the consolidated document. Without it, readers see arrays change one
 * after the other; crashes are repaired all the same.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Companion, CubeStore } from '../../contracts/cube-store.js';
import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { readCube } from '../../formats/zarr/index.js';
import type { Cube } from '../../model/zarr/array.js';
import type { DatasetLock } from '../lock/dataset-lock.js';
import { findJournal, Journal } from './journal.js';
import { type RepairPlace, repair } from './repair.js';
import { ZarrCubeTransaction } from './transaction.js';
import { WatchedRoots } from './watched-roots.js';

/** Where a cube lies, and under which lock it is written. */
export interface ZarrCubePlace {
  /** The cube's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
  /** Address of the cube, without credentials. */
  readonly uri: string;
  /** The lock that the caller holds; without it nobody else may write. */
  readonly lock?: DatasetLock | undefined;
}

/** How a transaction begins. */
export interface BeginOptions {
  /**
   * Makes another cube in place of the one that is there, which goes `now` (or `true`), or only `when announced`: then nothing has gone
   * where the transaction comes to nothing before it announces. Once it has gone, an abort does not bring it back. Other files in its
   * folder stay.
   */
  readonly replace?: boolean | 'now' | 'when announced';
  /** Put together with that removal; not put where there is no cube. */
  readonly companions?: readonly Companion[];
}

/** A cube in a plain Zarr store. */
export class ZarrCubeStore implements CubeStore {
  readonly uri: string;
  readonly #place: RepairPlace;

  constructor(place: ZarrCubePlace) {
    this.uri = place.uri;
    this.#place = place;
  }

  async read(): Promise<Cube | undefined> {
    const cube = await readCube(this.#place.dataset);
    if (!cube && !(await findJournal(this.#place.ledger))) await this.#refuseForeign();
    return cube;
  }

  /** @throws CO_CUBE_NOT_ZARR, CO_ZARR_METADATA, CO_LOCK_LOST, CO_CUBE_UNDECIDED, CO_LEDGER_UNREADABLE */
  async begin({ replace = false, companions = [] }: BeginOptions = {}): Promise<ZarrCubeTransaction> {
    const place = this.#place;
    place.lock?.assertHeld();
    const repaired = await repair(place);
    const roots = new WatchedRoots(place.dataset);
    const base = await readCube(roots);
    if (!base && repaired.outcome === 'clean') await this.#refuseForeign();
    const start = { place, base, roots, repaired, journal: new Journal(place, randomUUID()) };
    if (!base || replace === false) return new ZarrCubeTransaction(start);
    const transaction = new ZarrCubeTransaction({ ...start, base: undefined, replaced: { cube: base, companions } });
    if (replace !== 'when announced') await transaction.removeReplaced();
    return transaction;
  }

  /** The first object of a listing is enough. */
  async #refuseForeign(): Promise<void> {
    if (!this.#place.dataset.supportsListing) return;
    for await (const { key } of this.#place.dataset.list(''))
      throw new CloudOptimisedError('CO_CUBE_NOT_ZARR', { uri: this.uri, found: key });
  }
}
