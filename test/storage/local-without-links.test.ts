import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { LocalStorage } from '../../src/storage/index.js';
import { describeStorage } from './conformance.js';

// FAT and some network disks answer link(2) so.
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  link: async () => {
    throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
  },
}));

describeStorage(
  'local disk without links',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'co-nolink-'));
    return { storage: new LocalStorage(folder), release: () => rm(folder, { recursive: true, force: true }) };
  },
  { manyObjects: 50 },
);
