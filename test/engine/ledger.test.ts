import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../src/contracts/ledger.js';
import { clearIntents, findIntents, putIntent } from '../../src/engine/ledger/intents.js';
import { Ledger } from '../../src/engine/ledger/ledger.js';
import { recover } from '../../src/engine/ledger/recover.js';
import { LocalStorage, MemoryStorage } from '../../src/storage/index.js';

const bytes = Buffer.from('x');
const entry = (source: string, objects: string[], version = 'v1'): LedgerEntry => ({
  source,
  size: 1,
  version,
  config: 'c',
  rows: objects.length,
  objects,
  dropped: {},
});
const commit = (entries: LedgerEntry[], more: Partial<Parameters<Ledger['commit']>[1]> = {}) => ({
  entries,
  forgotten: [],
  failures: [],
  removals: [],
  ...more,
});

async function keysOf(storage: MemoryStorage): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list('')) keys.push(key);
  return keys;
}

describe('Ledger', () => {
  it('remembers entries, with their objects, over reopening', async () => {
    const storage = new MemoryStorage('ledger');
    const ledger = await Ledger.open(storage);
    await ledger.commit(
      'b1',
      commit([entry('/a.nc', ['p=1/a.parquet', 'p=2/a.parquet']), entry('/b.nc', ['b.parquet'])]),
    );
    const reopened = await Ledger.open(storage);
    expect(reopened.entry('/a.nc')?.objects).toEqual(['p=1/a.parquet', 'p=2/a.parquet']);
    expect(reopened.entry('/b.nc')?.objects).toEqual(['b.parquet']);
    expect(reopened.size).toBe(2);
  });

  it('keeps several files of one source in one folder', async () => {
    const storage = new MemoryStorage('ledger');
    await (await Ledger.open(storage)).commit(
      'b',
      commit([entry('/a.nc', ['p=1/a.parquet', 'p=1/b.parquet', 'q/a.parquet'])]),
    );
    expect([...((await Ledger.open(storage)).entry('/a.nc')?.objects ?? [])].sort()).toEqual([
      'p=1/a.parquet',
      'p=1/b.parquet',
      'q/a.parquet',
    ]);
  });

  it('lets later documents override earlier ones', async () => {
    const storage = new MemoryStorage('ledger');
    const ledger = await Ledger.open(storage);
    await ledger.commit('b1', commit([entry('/a.nc', ['old'])]));
    await ledger.commit('b2', commit([entry('/a.nc', ['new'], 'v2')]));
    await ledger.commit('b3', commit([], { forgotten: ['/gone.nc'] }));
    expect((await Ledger.open(storage)).entry('/a.nc')?.objects).toEqual(['new']);
  });

  it('forgets a failure once the source is published', async () => {
    const storage = new MemoryStorage('ledger');
    const ledger = await Ledger.open(storage);
    const failure = { source: '/a.nc', code: 'CO_FILE_EMPTY', message: 'empty' } as const;
    await ledger.commit('b1', commit([], { failures: [failure] }));
    expect((await Ledger.open(storage)).failure('/a.nc')).toEqual(failure);
    await ledger.commit('b2', commit([entry('/a.nc', ['a'])]));
    expect((await Ledger.open(storage)).failure('/a.nc')).toBeUndefined();
  });

  it('merges many documents into one, and says the same afterwards', async () => {
    const storage = new MemoryStorage('ledger');
    const ledger = await Ledger.open(storage);
    for (let i = 0; i < 100; i++) {
      await ledger.commit(
        `b${i}`,
        commit([entry(`/${i % 40}.nc`, [`${i}.parquet`])], { forgotten: i === 77 ? ['/5.nc'] : [] }),
      );
      await ledger.merge(`m${i}`);
    }
    expect((await keysOf(storage)).length).toBeLessThan(35);
    const reopened = await Ledger.open(storage);
    const state = (from: Ledger) => [...from.entries()].map(({ source, objects }) => `${source} ${objects}`).sort();
    expect(state(reopened)).toEqual(state(ledger));
    expect(reopened.entry('/39.nc')?.objects).toEqual(['79.parquet']);
    expect(reopened.entry('/5.nc')?.objects).toEqual(['85.parquet']);
  });

  it('keeps the failure of a source whose earlier version is merged into the same document', async () => {
    const storage = new MemoryStorage('ledger');
    const ledger = await Ledger.open(storage);
    const failure = { source: '/0.nc', code: 'CO_FILE_EMPTY', message: 'empty' } as const;
    for (let i = 0; i < 40; i++) await ledger.commit(`b${i}`, commit([entry(`/${i}.nc`, [`${i}.parquet`])]));
    await ledger.commit('bad', commit([], { failures: [failure] }));
    await ledger.merge('m');
    const reopened = await Ledger.open(storage);
    expect([reopened.entry('/0.nc')?.objects, reopened.failure('/0.nc')]).toEqual([['0.parquet'], failure]);
  });

  it('ignores and clears documents whose merged successor is there', async () => {
    const storage = new MemoryStorage('ledger');
    const ledger = await Ledger.open(storage);
    for (let i = 0; i < 40; i++) await ledger.commit(`b${i}`, commit([entry('/a.nc', [`${i}`])]));
    const before = new Map<string, Uint8Array>();
    for (const key of await keysOf(storage)) before.set(key, (await storage.get(key)) as Uint8Array);
    await ledger.merge('m');
    for (const [key, data] of before) await storage.put(key, data);
    const reopened = await Ledger.open(storage);
    expect(reopened.entry('/a.nc')?.objects).toEqual(['39']);
    await reopened.settle();
    expect(await keysOf(storage)).toHaveLength(1);
  });

  it('refuses a document that is not JSON, naming it', async () => {
    const storage = new MemoryStorage('ledger');
    await storage.put('batches/000000001-x.json', Buffer.from('{"format":1,'));
    await expect(Ledger.open(storage)).rejects.toMatchObject({
      code: 'CO_LEDGER_UNREADABLE',
      message: expect.stringContaining('batches/000000001-x.json'),
    });
  });
});

describe('recover', () => {
  it('removes objects of intents that no commit claims, and keeps the others', async () => {
    const [dataset, storage] = [new MemoryStorage('dataset'), new MemoryStorage('ledger')];
    for (const key of ['kept', 'orphan', 'foreign']) await dataset.put(key, bytes);
    const ledger = await Ledger.open(storage);
    await putIntent(storage, 'b1', 0, { source: '/a.nc', objects: ['kept'] });
    await putIntent(storage, 'b2', 0, { source: '/b.nc', objects: ['orphan', 'never written'] });
    await ledger.commit('b1', commit([entry('/a.nc', ['kept'])]));
    expect(await recover(ledger, dataset, storage)).toEqual({ rolledBack: 2, rolledForward: 0 });
    expect(await keysOf(dataset)).toEqual(['foreign', 'kept']);
    expect((await findIntents(storage)).size).toBe(0);
  });

  it('finishes removals that a commit recorded', async () => {
    const [dataset, storage] = [new MemoryStorage('dataset'), new MemoryStorage('ledger')];
    for (const key of ['old', 'new']) await dataset.put(key, bytes);
    await (await Ledger.open(storage)).commit('b', commit([entry('/a.nc', ['new'])], { removals: ['old'] }));
    const reopened = await Ledger.open(storage);
    expect(await recover(reopened, dataset, storage)).toEqual({ rolledBack: 0, rolledForward: 1 });
    expect(await keysOf(dataset)).toEqual(['new']);
    expect((await Ledger.open(storage)).pendingRemovals).toEqual([]);
  });
});

describe('what dead processes left on a disk', () => {
  it('is removed by the next recovery; what a living one writes is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
    const dataset = new LocalStorage(join(folder, 'dataset'));
    const storage = new LocalStorage(join(folder, 'ledger'));
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const dead = `.~co-${pid?.toString(36)}-x`;
    const alive = `.~co-${process.pid.toString(36)}-x`;
    await putIntent(storage, 'b1', 0, { source: '/a.nc', objects: ['p=1/a.parquet'] });
    for (const place of ['dataset', 'dataset/p=1', 'ledger/batches', 'ledger/intents/b1', 'ledger/intents/b2'])
      for (const name of [dead, alive]) {
        mkdirSync(join(folder, place), { recursive: true });
        writeFileSync(join(folder, place, name), 'half');
      }
    await recover(await Ledger.open(storage), dataset, storage);
    const left = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((path) => path.includes('.~co-'));
    expect(left.every((path) => path.endsWith(alive))).toBe(true);
    expect(left).toHaveLength(5);
    rmSync(folder, { recursive: true });
  });
});

describe('intents', () => {
  it('go with their batch', async () => {
    const storage = new MemoryStorage('ledger');
    await putIntent(storage, 'b1', 0, { source: '/a.nc', objects: [] });
    await putIntent(storage, 'b2', 1, { source: '/b.nc', objects: [] });
    await clearIntents(storage, 'b1', [0]);
    expect([...(await findIntents(storage)).values()].map(({ source }) => source)).toEqual(['/b.nc']);
    expect((await findIntents(storage, 'b1')).size).toBe(0);
  });
});
