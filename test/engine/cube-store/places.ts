/** The stores that cubes lie in: memory, local disk, S3. Each gives the folders of a cube and of its ledger, as the commands do. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../../../src/contracts/storage.js';
import { LocalStorage, MemoryStorage, withRoot } from '../../../src/storage/index.js';
import { S3Storage } from '../../../src/storage/s3-storage.js';
import { startS3Server } from '../../support/s3-server/server.mjs';

export interface Place {
  /** Holds both folders. */
  readonly parent: Storage;
  readonly dataset: Storage;
  readonly ledger: Storage;
  readonly uri: string;
}

/** Makes places that share nothing. */
export interface PlaceMaker {
  make(): Place;
  release(): Promise<void>;
}

function placeIn(parent: Storage): Place {
  return {
    parent,
    dataset: withRoot(parent, 'x.zarr/'),
    ledger: withRoot(parent, '_ledger/x.zarr/'),
    uri: `${parent.root}x.zarr`,
  };
}

export const makers: Readonly<Record<string, () => Promise<PlaceMaker>>> = {
  memory: async () => ({ make: () => placeIn(new MemoryStorage()), release: async () => undefined }),
  local: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'co-cube-'));
    let count = 0;
    return {
      make: () => placeIn(new LocalStorage(join(folder, String(count++)))),
      release: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
  S3: async () => {
    const server = await startS3Server();
    const { endpoint, accessKeyId, secretAccessKey } = server;
    const storage = new S3Storage('test', { endpoint, accessKeyId, secretAccessKey, retryDelay: 1 });
    let count = 0;
    return {
      make: () => placeIn(withRoot(storage, `${count++}/`)),
      release: async () => {
        await storage.close();
        await server.close();
      },
    };
  },
};

/** All objects by key, as text, but for the lock. */
export async function contentOf(storage: Storage): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for await (const { key } of storage.list('')) {
    if (key.endsWith('lock.json')) continue;
    const bytes = await storage.get(key);
    content[key] = Buffer.from(bytes ?? []).toString('latin1');
  }
  return content;
}
