import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalStorage, MemoryStorage, withRoot } from '../../src/storage/index.js';
import { describeStorage } from './conformance.js';

describeStorage('a folder of memory', async () => ({ storage: withRoot(new MemoryStorage(), 'a/dataset.parquet') }));

describeStorage('a folder of local disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'co-rooted-'));
  const release = () => rm(folder, { recursive: true, force: true });
  return { storage: withRoot(new LocalStorage(folder), 'a/dataset.parquet/'), release };
});
