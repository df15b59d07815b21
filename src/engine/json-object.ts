import type { PutOptions, Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';

/** The JSON document at `key`, or `undefined` where there is none. @throws CO_LEDGER_UNREADABLE */
export async function getJson<T>(storage: Storage, key: string): Promise<T | undefined> {
  const bytes = await storage.get(key);
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as T;
  } catch (cause) {
    throw new CloudOptimisedError(
      'CO_LEDGER_UNREADABLE',
      { uri: storage.root + key, reason: (cause as Error).message },
      { cause },
    );
  }
}

/** Writes a JSON document. */
export async function putJson(storage: Storage, key: string, value: unknown, options?: PutOptions) {
  return storage.put(key, new TextEncoder().encode(JSON.stringify(value)), options);
}
