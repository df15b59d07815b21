import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalStorage, MemoryStorage, withRoot } from '../../src/storage/index.js';
import { describeStorage } from './conformance.js';

describeStorage('a folder of memory', async () => ({ storage: withRoot(new MemoryStorage(), 'a/dataset.parquet') }));

describeStorage('a folder of local disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'co-rooted-'));
  const release = () => rm(folder, { recursive: true, force: true });
  return { storage: withRoot(new LocalStorage(folder), 'a/dataset.parquet/'), release };
});

describe('a view of a storage that checks nothing itself', () => {
  class Careless extends MemoryStorage {
    override async get(key: string): Promise<Uint8Array> {
      return new TextEncoder().encode(key);
    }
  }

  it.each(['../x', 'a/../../x', '..', ''])('X02 still refuses key %j', async (key) => {
    const view = withRoot(new Careless(), 'a/b');
    expect(await view.get('x')).toEqual(new TextEncoder().encode('a/b/x'));
    await expect(view.get(key)).rejects.toMatchObject({ code: 'CO_STORAGE_KEY_ESCAPES', fields: { root: view.root } });
  });
});
