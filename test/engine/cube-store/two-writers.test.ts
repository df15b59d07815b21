import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ZarrCubeStore } from '../../../src/engine/cube-store/zarr-cube-store.js';
import { DatasetLock } from '../../../src/engine/lock/dataset-lock.js';
import { thisProcess } from '../../../src/engine/lock/machine.js';
import { readCube } from '../../../src/formats/zarr/index.js';
import { contentOf, makers, type Place, type PlaceMaker } from './places.js';
import { appended, type CubeKind, create, cubeOf, keyOf, write, writeAppended } from './scenarios.js';

const V3: CubeKind = { format: 3, consolidated: true };
const START = 1_800_000_000_000;

/** Appends one row, which bears the writer's name, after those that are there. */
async function appendRow(place: Place, writer: string): Promise<void> {
  const lock = await DatasetLock.acquire(place.ledger, 'x', { wait: 60 });
  try {
    const transaction = await new ZarrCubeStore({ ...place, lock }).begin();
    const rows = Number(transaction.base?.attributes.rows ?? 0);
    const key = keyOf(V3, 'time', rows);
    await transaction.announce({ created: [key], replaced: [], removed: [] });
    await write(place.dataset, key, `row ${rows} of ${writer}`);
    await sleep(1);
    await transaction.commit(cubeOf(V3, rows + 1), [{ key: `batches/${rows}.json`, document: { writer } }]);
  } finally {
    await lock.release();
  }
}

describe.each(Object.keys(makers))('two writers in %s', (where) => {
  let maker: PlaceMaker;
  beforeAll(async () => {
    maker = (await makers[where]?.()) as PlaceMaker;
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => maker.release());

  it('wait for each other, and no append is lost', { timeout: 60_000 }, async () => {
    const place = maker.make();
    const writer = async (name: string) => {
      for (let count = 0; count < 6; count++) await appendRow(place, name);
    };
    await Promise.all([writer('one'), writer('other')]);
    expect((await readCube(place.dataset))?.attributes.rows).toBe(12);
    const content = await contentOf(place.parent);
    for (let row = 0; row < 12; row++) {
      const { writer: name } = JSON.parse(content[`_ledger/x.zarr/batches/${row}.json`] ?? '{}');
      expect(content[`x.zarr/${keyOf(V3, 'time', row)}`]).toBe(`row ${row} of ${name}`);
    }
    expect(Object.values(content).filter((text) => text.includes('of one'))).toHaveLength(6);
  });

  it('the work of an owner that died is undone by the next, at once', async () => {
    const place = maker.make();
    await create(V3, place);
    const before = await contentOf(place.parent);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const owner = { ...thisProcess(), pid };
    await write(place.ledger, 'lock.json', JSON.stringify({ token: 't', fence: 7, owner, renewed: Date.now() }));
    const dead = await new ZarrCubeStore(place).begin();
    await dead.announce(appended(V3));
    await writeAppended(V3, place);
    const lock = await DatasetLock.acquire(place.ledger, 'x');
    const next = await new ZarrCubeStore({ ...place, lock }).begin();
    expect(next.repaired.outcome).toBe('rolledBack');
    expect(await contentOf(place.parent)).toEqual(before);
    await lock.release();
  });

  it('an owner that slept cannot go on once another has begun', async () => {
    vi.useFakeTimers({ now: START, toFake: ['Date', 'setInterval'] });
    const place = maker.make();
    await create(V3, place);
    const slept = await DatasetLock.acquire(place.ledger, 'x');
    const sleeper = await new ZarrCubeStore({ ...place, lock: slept }).begin();
    await sleeper.announce(appended(V3));
    await writeAppended(V3, place);
    vi.setSystemTime(START + 200_000);
    const elsewhere = { host: 'elsewhere', machine: 'other', pid: 1, started: '1' };
    await write(
      place.ledger,
      'lock.json',
      JSON.stringify({ token: 's', fence: slept.fence, owner: elsewhere, renewed: START }),
    );
    const lock = await DatasetLock.acquire(place.ledger, 'x');
    const next = await new ZarrCubeStore({ ...place, lock }).begin();
    await next.announce({ created: [keyOf(V3, 'time', 2)], replaced: [], removed: [] });
    const under = await contentOf(place.parent);
    await expect(sleeper.commit(cubeOf(V3, 5))).rejects.toMatchObject({ code: 'CO_LOCK_LOST' });
    await sleeper.abort().catch(() => undefined);
    expect(await contentOf(place.parent)).toEqual(under);
    await next.commit(cubeOf(V3, 4));
    expect((await readCube(place.dataset))?.attributes.rows).toBe(4);
    await lock.release();
  });

  it('even an owner that takes itself for the holder cannot write over the journal of the next', async () => {
    const place = maker.make();
    await create(V3, place);
    const stale = await new ZarrCubeStore(place).begin();
    await stale.announce({ created: [keyOf(V3, 'time', 2)], replaced: [], removed: [] });
    const next = await new ZarrCubeStore(place).begin();
    await next.announce({ created: [keyOf(V3, 'time', 3)], replaced: [], removed: [] });
    const under = await contentOf(place.parent);
    await expect(stale.commit(cubeOf(V3, 5))).rejects.toMatchObject({ code: 'CO_LOCK_LOST' });
    await stale.abort();
    expect(await contentOf(place.parent)).toEqual(under);
  });

  it('the journal of a later owner is left alone', async () => {
    const place = maker.make();
    const lock = await DatasetLock.acquire(place.ledger, 'x');
    const transaction = await new ZarrCubeStore({ ...place, lock }).begin();
    await transaction.announce({ created: [], replaced: [], removed: [] });
    const early = { fence: lock.fence - 1, assertHeld: () => undefined } as unknown as DatasetLock;
    await expect(new ZarrCubeStore({ ...place, lock: early }).begin()).rejects.toMatchObject({ code: 'CO_LOCK_LOST' });
    await lock.release();
  });
});
