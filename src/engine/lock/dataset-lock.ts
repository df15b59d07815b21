/**
 * One writer at a time for each dataset. The lock is an object, made by a conditional put, renewed while its owner lives.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { putJson } from '../json-object.js';
import { describeLock, findLock, isFree, LOCK_KEY, type LockDocument, nextDocument } from './lock-document.js';

const RENEW_MS = 15_000;
/**
 * An owner that did not renew for so long does not go on: half of the time after which others take its lock over, since clocks may
 * differ by a minute.
 */
const SAFE_MS = 90_000;
const LONGEST_PAUSE_MS = 2_000;

/** How to take a lock. */
export interface AcquireOptions {
  /** How long to wait for another owner, seconds (default 0). */
  readonly wait?: number | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held. */
export class DatasetLock {
  readonly #storage: Storage;
  readonly #dataset: string;
  #document: LockDocument;
  #etag: string | undefined;
  #lostTo: string | undefined;
  #renewing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  private constructor(storage: Storage, dataset: string, document: LockDocument, etag: string | undefined) {
    this.#storage = storage;
    this.#dataset = dataset;
    this.#document = document;
    this.#etag = etag;
    this.#timer = setInterval(() => this.#renewSoon(), RENEW_MS).unref();
  }

  /**
   * Takes the lock, at once or when it comes free in time. The lock of a process of this machine that died is taken over at once, one
   * of another machine when it was not renewed for three minutes.
   *
   * @param storage the ledger's own folder
   * @throws CO_LOCKED, CO_INTERRUPTED when the signal ended the waiting
   */
  static async acquire(storage: Storage, dataset: string, options: AcquireOptions = {}): Promise<DatasetLock> {
    const until = performance.now() + (options.wait ?? 0) * 1000;
    for (let pause = 50; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
      try {
        return await DatasetLock.#take(storage, dataset);
      } catch (error) {
        const left = until - performance.now();
        if (!isCoded(error, 'CO_LOCKED') || left <= 0) throw error;
        await pauseFor(Math.min(left, pause * (0.5 + Math.random())), options.signal);
      }
    }
  }

  static async #take(storage: Storage, dataset: string): Promise<DatasetLock> {
    const found = await findLock(storage);
    if (found && !isFree(found.document)) throw locked(dataset, describeLock(found));
    const document = nextDocument(randomUUID(), found?.document);
    try {
      const info = await putJson(storage, LOCK_KEY, document, conditionOf(found));
      return new DatasetLock(storage, dataset, document, info.etag);
    } catch (error) {
      if (!isTakenOver(error)) throw error;
      throw locked(dataset, await ownerOf(storage), error);
    }
  }

  /** A number that is greater than those of all earlier owners. */
  get fence(): number {
    return this.#document.fence;
  }

  /** @throws CO_LOCK_LOST when another process took the lock over, or may have: this one did not renew it in time */
  assertHeld(): void {
    const age = Date.now() - this.#document.renewed;
    const reason = this.#lostTo ?? (age > SAFE_MS ? `it was not renewed for ${Math.round(age / 1000)} s` : undefined);
    if (reason !== undefined) throw new CloudOptimisedError('CO_LOCK_LOST', { dataset: this.#dataset, reason });
  }

  /** Gives the lock back, unless it is another's by now. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    if (this.#lostTo !== undefined) return;
    try {
      await this.#put({ ...this.#document, released: true });
    } catch (error) {
      if (!isTakenOver(error)) throw error;
    }
  }

  #renewSoon(): void {
    this.#renewing = this.#renewing.then(() => this.#renew());
  }

  /** A renewal that fails for another reason than a lost lock is tried again by the next one. */
  async #renew(): Promise<void> {
    try {
      await this.#put({ ...this.#document, renewed: Date.now() });
    } catch (error) {
      if (isTakenOver(error)) this.#lostTo = `taken over by ${await ownerOf(this.#storage)}`;
    }
  }

  async #put(document: LockDocument): Promise<void> {
    const options = this.#etag === undefined ? {} : { ifMatch: this.#etag };
    this.#etag = (await putJson(this.#storage, LOCK_KEY, document, options)).etag;
    this.#document = document;
  }
}

function conditionOf(found: { etag: string | undefined } | undefined) {
  if (!found) return { ifAbsent: true };
  return found.etag === undefined ? {} : { ifMatch: found.etag };
}

async function ownerOf(storage: Storage): Promise<string> {
  return describeLock(await findLock(storage).catch(() => undefined));
}

function isTakenOver(error: unknown): boolean {
  return isCoded(error, 'CO_STORAGE_PRECONDITION', 'CO_STORAGE_NOT_FOUND');
}

function locked(dataset: string, owner: string, cause?: unknown): CloudOptimisedError {
  return new CloudOptimisedError('CO_LOCKED', { dataset, owner }, { cause });
}

async function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (cause) {
    throw new CloudOptimisedError('CO_INTERRUPTED', { finished: 0, left: 0 }, { cause });
  }
}
