/**
 * One writer at a time for each dataset. The lock is an object, made by a conditional put, renewed while its owner lives.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { getJson, putJson } from '../json-object.js';
import { isDead, type ProcessIdentity, thisProcess } from './machine.js';

const KEY = 'lock.json';
const RENEW_MS = 15_000;
/** A lock of another machine that was not renewed for so long is taken over. Clocks may differ by as much as a minute. */
const STALE_MS = 180_000;

interface LockDocument {
  readonly token: string;
  readonly owner: ProcessIdentity;
  /** Last renewal, ms since 1970 by the owner's clock. */
  readonly renewed: number;
}

/** A lock that is held. */
export class DatasetLock {
  readonly #storage: Storage;
  readonly #dataset: string;
  readonly #token: string;
  #etag: string | undefined;
  #lostTo: string | undefined;
  #renewing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  private constructor(storage: Storage, dataset: string, token: string, etag: string | undefined) {
    this.#storage = storage;
    this.#dataset = dataset;
    this.#token = token;
    this.#etag = etag;
    this.#timer = setInterval(() => this.#renewSoon(), RENEW_MS).unref();
  }

  /**
   * Takes the lock, at once or not at all. The lock of a process of this machine that died is taken over at once, one of
   * another machine when it was not renewed for three minutes.
   *
   * @param storage the ledger's own folder
   * @throws CO_LOCKED
   */
  static async acquire(storage: Storage, dataset: string): Promise<DatasetLock> {
    const token = randomUUID();
    const held = await storage.head(KEY);
    const options = held ? await takeover(storage, dataset, held.etag) : { ifAbsent: true };
    try {
      const info = await putJson(storage, KEY, documentOf(token), options);
      return new DatasetLock(storage, dataset, token, info.etag);
    } catch (error) {
      if (!isCoded(error, 'CO_STORAGE_PRECONDITION')) throw error;
      throw new CloudOptimisedError('CO_LOCKED', { dataset, owner: await ownerOf(storage) }, { cause: error });
    }
  }

  /** @throws CO_LOCK_LOST when another process took the lock over */
  assertHeld(): void {
    if (this.#lostTo !== undefined)
      throw new CloudOptimisedError('CO_LOCK_LOST', { dataset: this.#dataset, owner: this.#lostTo });
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    if (this.#lostTo === undefined) await this.#storage.delete([KEY]);
  }

  #renewSoon(): void {
    this.#renewing = this.#renewing.then(() => this.#renew());
  }

  /** A renewal that fails for another reason than a lost lock is tried again by the next one. */
  async #renew(): Promise<void> {
    try {
      const options = this.#etag === undefined ? {} : { ifMatch: this.#etag };
      this.#etag = (await putJson(this.#storage, KEY, documentOf(this.#token), options)).etag;
    } catch (error) {
      if (isCoded(error, 'CO_STORAGE_PRECONDITION', 'CO_STORAGE_NOT_FOUND'))
        this.#lostTo = await ownerOf(this.#storage);
    }
  }
}

/** The condition under which a lock that is there may be replaced. @throws CO_LOCKED where its owner may live */
async function takeover(storage: Storage, dataset: string, etag: string | undefined) {
  const document = await getJson<LockDocument>(storage, KEY);
  if (!document) return { ifAbsent: true };
  const stale = Date.now() - document.renewed > STALE_MS;
  if (!stale && !isDead(document.owner))
    throw new CloudOptimisedError('CO_LOCKED', { dataset, owner: describe(document) });
  return etag === undefined ? {} : { ifMatch: etag };
}

function documentOf(token: string): LockDocument {
  return { token, owner: thisProcess(), renewed: Date.now() };
}

async function ownerOf(storage: Storage): Promise<string> {
  const document = await getJson<LockDocument>(storage, KEY).catch(() => undefined);
  return document ? describe(document) : 'another process';
}

function describe({ owner, renewed }: LockDocument): string {
  return `process ${owner.pid} on ${owner.host} (lock renewed ${new Date(renewed).toISOString()})`;
}
