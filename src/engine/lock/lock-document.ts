import type { Storage } from '../../contracts/storage.js';
import { getJson } from '../json-object.js';
import { isDead, type ProcessIdentity, thisProcess } from './machine.js';

/** Where the lock lies, in the ledger's folder. */
export const LOCK_KEY = 'lock.json';

/** A lock of another machine that was not renewed for so long is taken over. Clocks may differ by as much as a minute. */
export const STALE_MS = 180_000;

/**
 * Who writes a dataset, or, where it was released, who did: the document stays, for its number, and because to mark it so on a
 * condition is the one way to give back no lock but one's own.
 */
export interface LockDocument {
  readonly token: string;
  /** Fencing token: greater than those of all earlier owners. */
  readonly fence: number;
  readonly owner: ProcessIdentity;
  /** Last renewal, ms since 1970 by the owner's clock. */
  readonly renewed: number;
  readonly released?: boolean;
}

/** A lock document and its tag. */
export interface FoundLock {
  readonly document: LockDocument;
  readonly etag: string | undefined;
}

/** The lock document that is there. @throws CO_LEDGER_UNREADABLE */
export async function findLock(storage: Storage): Promise<FoundLock | undefined> {
  const info = await storage.head(LOCK_KEY);
  const document = info && (await getJson<LockDocument>(storage, LOCK_KEY));
  return info && document ? { document, etag: info.etag } : undefined;
}

/** Whether nobody holds that lock: it was given back, its owner died, or did not renew it in time. */
export function isFree({ released, renewed, owner }: LockDocument): boolean {
  return released === true || Date.now() - renewed > STALE_MS || isDead(owner);
}

/** The document of the next owner. The time is there in case that somebody removed the document that was there. */
export function nextDocument(token: string, previous: LockDocument | undefined): LockDocument {
  const fence = Math.max((previous?.fence ?? 0) + 1, Date.now());
  return { token, fence, owner: thisProcess(), renewed: Date.now() };
}

/** Whose lock that is, for people. */
export function describeLock(found: FoundLock | undefined): string {
  if (!found || found.document.released === true) return 'another process';
  const { owner, renewed } = found.document;
  return `process ${owner.pid} on ${owner.host} (lock renewed ${new Date(renewed).toISOString()})`;
}
