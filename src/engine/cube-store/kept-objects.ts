import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { inParallel } from './in-parallel.js';
import type { KeptObject } from './journal.js';

/** Where the objects of a cube and their copies lie. */
export interface CubePlaces {
  readonly dataset: Storage;
  readonly ledger: Storage;
}

/** The keys under which a transaction keeps `count` objects aside. */
export function copyKeys(transaction: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `journal/${transaction}/${index}`);
}

/** Copies each object to the ledger's folder; one that is not there needs none. */
export async function keepAside(
  { dataset, ledger }: CubePlaces,
  keys: readonly string[],
  copies: readonly string[],
): Promise<KeptObject[]> {
  return await inParallel(keys, async (key, index) => {
    const bytes = await dataset.get(key);
    const copy = bytes ? (copies[index] ?? null) : null;
    if (bytes && copy !== null) await ledger.put(copy, bytes);
    return { key, copy };
  });
}

/** Puts the objects back as they were. What is as it was is left alone, so that a full disk does not matter to it. */
export async function putBack({ dataset, ledger }: CubePlaces, kept: readonly KeptObject[]): Promise<void> {
  await dataset.delete(kept.filter(({ copy }) => copy === null).map(({ key }) => key));
  await inParallel(kept, async ({ key, copy }) => {
    if (copy === null) return;
    const before = await ledger.get(copy);
    if (!before) throw copyIsGone(ledger, copy);
    const now = await dataset.get(key);
    if (!now || !isSame(now, before)) await dataset.put(key, before);
  });
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function copyIsGone(ledger: Storage, copy: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_LEDGER_UNREADABLE', { uri: ledger.root + copy, reason: 'it has gone' });
}
