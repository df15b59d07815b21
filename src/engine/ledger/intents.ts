/**
 * Intents: which objects a work unit is about to write. They are recorded before the first object and go after the commit,
 * so a crash leaves no object that nobody knows of.
 *
 * @module
 */
import type { Intent } from '../../contracts/ledger.js';
import type { Storage } from '../../contracts/storage.js';
import { getJson, putJson } from '../json-object.js';

const INTENTS = 'intents/';

/** Records the objects that work unit `unit` of a batch is about to write. `ledger` is the ledger's own folder. */
export async function putIntent(ledger: Storage, batch: string, unit: number, intent: Intent): Promise<void> {
  await putJson(ledger, keyOf(batch, unit), intent);
}

/** Removes the intents of a batch that is committed. */
export async function clearIntents(ledger: Storage, batch: string, units: readonly number[]): Promise<void> {
  await ledger.delete(units.map((unit) => keyOf(batch, unit)));
}

/** All intents that are there, by key; those of one batch, or of any. */
export async function findIntents(ledger: Storage, batch?: string): Promise<Map<string, Intent>> {
  const keys: string[] = [];
  for await (const { key } of ledger.list(batch ? `${INTENTS}${batch}/` : INTENTS)) keys.push(key);
  const found = new Map<string, Intent>();
  for (const key of keys) {
    const intent = await getJson<Intent>(ledger, key);
    if (intent) found.set(key, intent);
  }
  return found;
}

function keyOf(batch: string, unit: number): string {
  return `${INTENTS}${batch}/${String(unit).padStart(6, '0')}.json`;
}
