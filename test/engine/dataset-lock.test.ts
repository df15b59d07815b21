import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
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

describe('waiting for a lock', () => {
  it('ends when the lock is given back', async () => {
    const storage = new MemoryStorage('ledger');
    const first = await DatasetLock.acquire(storage, 'argo');
    const second = DatasetLock.acquire(storage, 'argo', { wait: 30 });
    await sleep(120);
    await first.release();
    await (await second).release();
  });

  it('ends with CO_LOCKED when the time is over', async () => {
    const storage = new MemoryStorage('ledger');
    const lock = await DatasetLock.acquire(storage, 'argo');
    const began = performance.now();
    await expect(DatasetLock.acquire(storage, 'argo', { wait: 0.3 })).rejects.toMatchObject({ code: 'CO_LOCKED' });
    expect(performance.now() - began).toBeGreaterThanOrEqual(300);
    await lock.release();
  });

  it('ends when the run is interrupted', async () => {
    const storage = new MemoryStorage('ledger');
    const lock = await DatasetLock.acquire(storage, 'argo');
    const interrupt = new AbortController();
    const waiting = DatasetLock.acquire(storage, 'argo', { wait: 60, signal: interrupt.signal });
    setTimeout(() => interrupt.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ code: 'CO_INTERRUPTED' });
    await lock.release();
  });

  it('lets all in, one after the other', async () => {
    const storage = new MemoryStorage('ledger');
    let inside = 0;
    const work = async () => {
      const lock = await DatasetLock.acquire(storage, 'argo', { wait: 30 });
      expect(++inside).toBe(1);
      await sleep(5);
      inside--;
      await lock.release();
      return lock.fence;
    };
    const fences = await Promise.all(Array.from({ length: 8 }, work));
    expect(new Set(fences).size).toBe(8);
  });
});

describe('a lock that is held', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has a greater number than all before it, also when the clock goes back', async () => {
    vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] });
    const storage = new MemoryStorage('ledger');
    const first = await DatasetLock.acquire(storage, 'argo');
    await first.release();
    vi.setSystemTime(1_700_000_000_000);
    const second = await DatasetLock.acquire(storage, 'argo');
    expect(second.fence).toBeGreaterThan(first.fence);
    await second.release();
  });

  it('counts as lost when it was not renewed in time, before others take it over', async () => {
    vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] });
    const storage = new MemoryStorage('ledger');
    const lock = await DatasetLock.acquire(storage, 'argo');
    vi.setSystemTime(1_800_000_000_000 + 60_000);
    lock.assertHeld();
    vi.setSystemTime(1_800_000_000_000 + 95_000);
    expect(() => lock.assertHeld()).toThrow(expect.objectContaining({ code: 'CO_LOCK_LOST' }));
    await expect(DatasetLock.acquire(storage, 'argo')).rejects.toMatchObject({ code: 'CO_LOCKED' });
    await lock.release();
  });

  it('is renewed, and then held on', async () => {
    vi.useFakeTimers({ now: 1_800_000_000_000 });
    const storage = new MemoryStorage('ledger');
    const lock = await DatasetLock.acquire(storage, 'argo');
    await vi.advanceTimersByTimeAsync(300_000);
    lock.assertHeld();
    await lock.release();
  });

  it('is not taken from the next owner when it is given back late', async () => {
    const storage = new MemoryStorage('ledger');
    const late = await DatasetLock.acquire(storage, 'argo');
    await putLock(storage, { host: 'elsewhere', machine: 'other', pid: 1, started: '1' });
    await late.release();
    await expect(DatasetLock.acquire(storage, 'argo')).rejects.toMatchObject({
      code: 'CO_LOCKED',
      message: expect.stringContaining('elsewhere'),
    });
  });

  it('that another took over is lost at the next renewal', async () => {
    vi.useFakeTimers({ now: 1_800_000_000_000 });
    const storage = new MemoryStorage('ledger');
    const lock = await DatasetLock.acquire(storage, 'argo');
    await putLock(storage, { host: 'elsewhere', machine: 'other', pid: 7, started: '1' });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(() => lock.assertHeld()).toThrow('taken over by process 7 on elsewhere');
    await lock.release();
  });
});
