import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { DatasetLock } from '../../src/engine/lock/dataset-lock.js';
import { thisProcess } from '../../src/engine/lock/machine.js';
import { MemoryStorage } from '../../src/storage/index.js';

const putLock = (storage: MemoryStorage, owner: object, renewed = Date.now()) =>
  storage.put('lock.json', Buffer.from(JSON.stringify({ token: 't', owner, renewed })));

describe('DatasetLock', () => {
  it('lets one writer in, and the next when it is released', async () => {
    const storage = new MemoryStorage('ledger');
    const lock = await DatasetLock.acquire(storage, 'argo');
    await expect(DatasetLock.acquire(storage, 'argo')).rejects.toMatchObject({
      code: 'CO_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await lock.release();
    await (await DatasetLock.acquire(storage, 'argo')).release();
  });

  it('has one winner of many racers', async () => {
    const storage = new MemoryStorage('ledger');
    const racers = await Promise.allSettled(Array.from({ length: 20 }, () => DatasetLock.acquire(storage, 'argo')));
    expect(racers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken over at once from a process of this machine that died', async () => {
    const storage = new MemoryStorage('ledger');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await putLock(storage, { ...thisProcess(), pid });
    await (await DatasetLock.acquire(storage, 'argo')).release();
  });

  it('is taken over from an earlier process with the same number', async () => {
    const storage = new MemoryStorage('ledger');
    await putLock(storage, { ...thisProcess(), started: '1' });
    await (await DatasetLock.acquire(storage, 'argo')).release();
  });

  it('of another machine holds until it is stale', async () => {
    const storage = new MemoryStorage('ledger');
    const elsewhere = { host: 'elsewhere', machine: 'other', pid: 1, started: '1' };
    await putLock(storage, elsewhere, Date.now() - 60_000);
    await expect(DatasetLock.acquire(storage, 'argo')).rejects.toMatchObject({ code: 'CO_LOCKED' });
    await putLock(storage, elsewhere, Date.now() - 200_000);
    await (await DatasetLock.acquire(storage, 'argo')).release();
  });
});
