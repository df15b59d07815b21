import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalStorage } from '../../src/storage/index.js';
import { describeStorage } from './conformance.js';

describeStorage('local disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'co-local-'));
  return { storage: new LocalStorage(folder), release: () => rm(folder, { recursive: true, force: true }) };
});
