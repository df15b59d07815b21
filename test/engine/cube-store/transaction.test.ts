import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../src/contracts/storage.js';
import { StorageView } from '../../../src/engine/cube-store/storage-view.js';
import { ZarrCubeStore } from '../../../src/engine/cube-store/zarr-cube-store.js';
import { DatasetLock } from '../../../src/engine/lock/dataset-lock.js';
import { cubeDocuments, readCube } from '../../../src/formats/zarr/index.js';
import { MemoryStorage, withRoot } from '../../../src/storage/index.js';
import { contentOf, makers, type Place, type PlaceMaker } from './places.js';
import {
  append,
  appended,
  type CubeKind,
  create,
  cubeOf,
  keyOf,
  replace,
  storeIn,
  write,
  writeAppended,
} from './scenarios.js';

const V3: CubeKind = { format: 3, consolidated: true };
const V2: CubeKind = { format: 2, consolidated: true };
const textOf = async (storage: Storage, key: string) => {
  const bytes = await storage.get(key);
  return bytes && Buffer.from(bytes).toString();
};
const rowsSeen = async (storage: Storage) => (await readCube(storage))?.attributes.rows;

describe.each(Object.keys(makers))('a transaction in %s', (where) => {
  let maker: PlaceMaker;
  let place: Place;
  beforeAll(async () => {
    maker = (await makers[where]?.()) as PlaceMaker;
  });
  beforeEach(() => {
    place = maker.make();
  });
  afterAll(() => maker.release());

  it('is visible once it is committed, and not before', async () => {
    await create(V3, place);
    const transaction = await storeIn(place).begin();
    expect(transaction.base?.attributes).toEqual({ rows: 3 });
    const kept = await transaction.announce(appended(V3));
    await writeAppended(V3, place);
    expect(await rowsSeen(place.dataset)).toBe(3);
    expect([...kept.keys()]).toEqual(appended(V3).replaced.slice(0, 3));
    const [first] = kept.values();
    expect(await textOf(place.ledger, first ?? '')).toBe('time/c/1 of the first batch');
    await transaction.commit(cubeOf(V3, 5), [{ key: 'batches/2.json', document: { batch: 2 } }]);
    expect(await rowsSeen(place.dataset)).toBe(5);
    expect(await textOf(place.ledger, 'batches/2.json')).toBe('{"batch":2}');
    expect(Object.keys(await contentOf(place.ledger))).toEqual(['batches/1.json', 'batches/2.json']);
    expect(await place.dataset.get(keyOf(V3, 'lat', 0))).toBeUndefined();
  });

  it('A03 A05 puts back the bytes from before, of an object written twice and of one that went', async () => {
    await create(V3, place);
    const before = await contentOf(place.parent);
    const transaction = await storeIn(place).begin();
    await transaction.announce(appended(V3));
    await writeAppended(V3, place);
    expect(await contentOf(place.parent)).not.toEqual(before);
    await transaction.abort();
    await transaction.abort();
    expect(await contentOf(place.parent)).toEqual(before);
  });

  it('needs no announcement where only documents change', async () => {
    await create(V3, place);
    const transaction = await storeIn(place).begin();
    const base = transaction.base ?? cubeOf(V3, 3);
    await transaction.commit({ ...base, attributes: { title: 'sea' } });
    expect((await readCube(place.dataset))?.attributes).toEqual({ title: 'sea' });
    expect(Object.keys(await contentOf(place.ledger))).toEqual(['batches/1.json']);
  });

  it('puts only the documents that change', async () => {
    await create(V3, place);
    const etagOf = async (key: string) => (await place.dataset.head(key))?.etag;
    const [lat, time] = [await etagOf('lat/zarr.json'), await etagOf('time/zarr.json')];
    await append(V3, place);
    expect(await etagOf('lat/zarr.json')).toBe(lat);
    expect(await etagOf('time/zarr.json')).not.toBe(time);
  });

  it('A12 refuses a folder with other things, names one, and leaves them', async () => {
    await write(place.dataset, 'notes/readme.txt', 'mine');
    await expect(storeIn(place).begin()).rejects.toMatchObject({
      code: 'CO_CUBE_NOT_ZARR',
      message: expect.stringContaining("'notes/readme.txt'"),
    });
    await expect(storeIn(place).read()).rejects.toMatchObject({ code: 'CO_CUBE_NOT_ZARR' });
    expect(Object.keys(await contentOf(place.parent))).toEqual(['x.zarr/notes/readme.txt']);
  });

  it('A12 takes back a create, and nothing else', async () => {
    const transaction = await storeIn(place).begin();
    await transaction.announce({ created: ['time/c/0'], replaced: [], removed: [] });
    await write(place.dataset, 'time/c/0', 'ours');
    await write(place.dataset, 'time/mine.txt', 'came meanwhile');
    await transaction.abort();
    expect(await contentOf(place.parent)).toEqual({ 'x.zarr/time/mine.txt': 'came meanwhile' });
  });

  it('takes what a killed create left for its own', async () => {
    const transaction = await storeIn(place).begin();
    await transaction.announce({ created: ['time/c/0'], replaced: [], removed: [] });
    await write(place.dataset, 'time/c/0', 'ours');
    expect(await storeIn(place).read()).toBeUndefined();
    const next = await storeIn(place).begin();
    expect(next.repaired).toEqual({ outcome: 'rolledBack', created: 1, replaced: 0 });
    expect(await contentOf(place.parent)).toEqual({});
  });

  it('replaces a cube, and leaves what is not part of it', async () => {
    await create(V2, place);
    await write(place.dataset, 'notes.txt', 'mine');
    await write(place.dataset, 'temperature/notes.txt', 'mine');
    await replace(V3, place);
    const keys = Object.keys(await contentOf(place.dataset));
    expect(keys.filter((key) => !key.endsWith('zarr.json'))).toEqual([
      'notes.txt',
      'temp/c/0/0',
      'temperature/notes.txt',
      'time/c/0',
    ]);
    expect(await rowsSeen(place.dataset)).toBe(1);
  });

  it('replaces a cube only when it announces, where told so', async () => {
    await create(V3, place);
    const before = await contentOf(place.parent);
    const idle = await storeIn(place).begin({ replace: 'when announced' });
    expect(idle.base).toBeUndefined();
    await idle.abort();
    expect(await contentOf(place.parent)).toEqual(before);
    const transaction = await storeIn(place).begin({ replace: 'when announced' });
    await transaction.announce({ created: ['time/c/0'], replaced: [], removed: [] });
    expect(Object.keys(await contentOf(place.dataset))).toEqual([]);
    await write(place.dataset, 'time/c/0', 'anew');
    await transaction.commit(cubeOf(V3, 1));
    expect(await rowsSeen(place.dataset)).toBe(1);
  });

  it('does not replace a cube that another program changed meanwhile, or one that came in its place', async () => {
    await create(V3, place);
    const root = cubeDocuments(cubeOf(V3, 9)).root;
    const early = await storeIn(place).begin({ replace: 'when announced' });
    await place.dataset.put(root.key, root.data);
    await expect(early.announce(appended(V3))).rejects.toMatchObject({ code: 'CO_CUBE_CONFLICT' });
    const late = await storeIn(place).begin({ replace: 'now' });
    await place.dataset.put(root.key, root.data);
    await expect(late.commit(cubeOf(V3, 1))).rejects.toMatchObject({ code: 'CO_CUBE_CONFLICT' });
    expect(await rowsSeen(place.dataset)).toBe(9);
    expect(Object.keys(await contentOf(place.ledger))).toEqual(['batches/1.json']);
  });

  describe.each([
    ['v3', V3],
    ['v2', V2],
  ])('%s: where another program changed the cube', (_name, kind) => {
    const rootKey = cubeDocuments(cubeOf(kind, 1)).root.key;
    const foreign = cubeDocuments({ ...cubeOf(kind, 3), attributes: { by: 'another' } }).root.data;

    it('a commit is refused, and all is as that program left it', async () => {
      await create(kind, place);
      const ledger = new JournalStates(place.ledger);
      const transaction = await storeIn({ ...place, ledger }).begin();
      await transaction.announce(appended(kind));
      await writeAppended(kind, place);
      const before = await contentAfter(place, () => place.dataset.put(rootKey, foreign), kind);
      await expect(transaction.commit(cubeOf(kind, 5))).rejects.toMatchObject({ code: 'CO_CUBE_CONFLICT' });
      expect(await contentOf(place.parent)).toEqual(before);
      expect(ledger.states).toEqual(['preparing', 'writing', 'preparing']);
    });

    it('a commit is refused even when it happened between the look and the put', async () => {
      await create(kind, place);
      const dataset = new MeddledStorage(place.dataset, rootKey, foreign);
      const transaction = await new ZarrCubeStore({ ...place, dataset }).begin();
      await transaction.announce(appended(kind));
      await writeAppended(kind, place);
      await expect(transaction.commit(cubeOf(kind, 5))).rejects.toMatchObject({ code: 'CO_CUBE_CONFLICT' });
      expect((await readCube(place.dataset))?.attributes).toEqual({ by: 'another' });
      expect(await textOf(place.dataset, keyOf(kind, 'time', 1))).toBe(`${keyOf(kind, 'time', 1)} of the first batch`);
      expect(Object.keys(await contentOf(place.ledger))).toEqual(['batches/1.json']);
    });
  });

  it('a create is refused where a cube came meanwhile, consolidated or not', async () => {
    for (const kind of [V3, { ...V3, consolidated: false }]) {
      const own = maker.make();
      const root = cubeDocuments(cubeOf(V3, 9)).root;
      const dataset = new MeddledStorage(own.dataset, root.key, root.data);
      const transaction = await new ZarrCubeStore({ ...own, dataset }).begin();
      await expect(transaction.commit(cubeOf(kind, 3))).rejects.toMatchObject({ code: 'CO_CUBE_CONFLICT' });
      expect(Object.keys(await contentOf(own.parent))).toEqual(['x.zarr/zarr.json']);
    }
  });
});

/** What `change` makes of the cube of {@link create}. */
async function contentAfter(place: Place, change: () => Promise<unknown>, kind: CubeKind) {
  await change();
  const content = await contentOf(place.parent);
  const unchanged = new MemoryStorage();
  const dataset = withRoot(unchanged, 'x.zarr/');
  await create(kind, { dataset, ledger: withRoot(unchanged, '_ledger/x.zarr/') });
  const rootKey = cubeDocuments(cubeOf(kind, 1)).root.key;
  await dataset.put(rootKey, Buffer.from(content[`x.zarr/${rootKey}`] ?? '', 'latin1'));
  return await contentOf(unchanged);
}

/** Notes what the journal tells, one after the other. */
class JournalStates extends StorageView {
  readonly states: string[] = [];

  override async put(...[key, data, options]: Parameters<Storage['put']>) {
    if (key === 'journal/journal.json') this.states.push(JSON.parse(Buffer.from(data).toString()).state);
    return await this.storage.put(key, data, options);
  }
}

/** Another program puts the root document just before we do. */
class MeddledStorage extends StorageView {
  readonly #key: string;
  readonly #foreign: Uint8Array;

  constructor(storage: Storage, key: string, foreign: Uint8Array) {
    super(storage);
    this.#key = key;
    this.#foreign = foreign;
  }

  override async put(...[key, data, options]: Parameters<Storage['put']>) {
    if (key === this.#key) await this.storage.put(key, this.#foreign);
    return await this.storage.put(key, data, options);
  }
}

describe('recovery of a commit that another program came between', () => {
  const root = cubeDocuments({ ...cubeOf(V3, 3), attributes: { by: 'another' } }).root;
  let place: Place;

  /** Killed after the commit record, before the root document; then the other program comes. */
  beforeEach(async () => {
    place = (await makers.memory?.())?.make() as Place;
    await create(V3, place);
    const dataset = new (class extends StorageView {
      override async put(...[key, data, options]: Parameters<Storage['put']>) {
        if (key === 'zarr.json') throw new Error('killed');
        return await this.storage.put(key, data, options);
      }
    })(place.dataset);
    await expect(append(V3, { dataset, ledger: place.ledger })).rejects.toThrow('killed');
    await place.dataset.put(root.key, root.data);
  });

  it('asks a person', async () => {
    await expect(storeIn(place).begin()).rejects.toMatchObject({ code: 'CO_CUBE_UNDECIDED' });
    await expect(storeIn(place).begin()).rejects.toMatchObject({ code: 'CO_CUBE_UNDECIDED' });
  });

  it('goes forward when told to', async () => {
    const { recoverCube } = await import('../../../src/engine/cube-store/recover-cube.js');
    const repaired = await recoverCube(place, { decision: 'forward' });
    expect(repaired.outcome).toBe('rolledForward');
    expect(await rowsSeen(place.dataset)).toBe(5);
  });

  it('asks too where the removal of a cube was interrupted', async () => {
    const { recoverCube } = await import('../../../src/engine/cube-store/recover-cube.js');
    await recoverCube(place, { decision: 'back' });
    const dataset = new (class extends StorageView {
      override async delete(): Promise<void> {
        throw new Error('killed');
      }
    })(place.dataset);
    await expect(storeIn({ dataset, ledger: place.ledger }).begin({ replace: true })).rejects.toThrow('killed');
    const other = cubeDocuments(cubeOf(V3, 7)).root.data;
    await place.dataset.put('zarr.json', other);
    await expect(storeIn(place).begin()).rejects.toMatchObject({ code: 'CO_CUBE_UNDECIDED' });
    expect((await recoverCube(place, { decision: 'back' })).outcome).toBe('rolledBack');
    expect(await rowsSeen(place.dataset)).toBe(7);
  });

  it('goes back when told to', async () => {
    const { recoverCube } = await import('../../../src/engine/cube-store/recover-cube.js');
    const repaired = await recoverCube(place, { decision: 'back' });
    expect(repaired).toEqual({ outcome: 'rolledBack', created: 2, replaced: 4 });
    expect((await readCube(place.dataset))?.attributes).toEqual({ by: 'another' });
    expect(await textOf(place.dataset, 'time/c/1')).toBe('time/c/1 of the first batch');
  });
});

/** Counts requests by their kind. */
class CountingStorage extends StorageView {
  readonly counts: Record<string, number> = {};

  #count(request: string): void {
    this.counts[request] = (this.counts[request] ?? 0) + 1;
  }
  override get(key: string) {
    this.#count(`get ${key}`);
    return super.get(key);
  }
  override head(key: string) {
    this.#count(`head ${key}`);
    return super.head(key);
  }
  override list(prefix: string) {
    this.#count(`list ${prefix}`);
    return super.list(prefix);
  }
  override listFolders(prefix: string) {
    this.#count(`listFolders ${prefix}`);
    return super.listFolders(prefix);
  }
  override put(...[key, data, options]: Parameters<Storage['put']>) {
    this.#count(`put ${key}`);
    return super.put(key, data, options);
  }
  override delete(keys: readonly string[]) {
    if (keys.length > 0) this.#count(`delete ${keys.length}`);
    return super.delete(keys);
  }
}

describe('the requests of an append', () => {
  it.each([
    ['v3', V3, 'zarr.json'],
    ['v2', V2, '.zmetadata'],
  ])('%s: do not list, and are few', async (_name, kind, rootKey) => {
    const place = (await makers.memory?.())?.make() as Place;
    await create(kind, place);
    const dataset = new CountingStorage(place.dataset);
    const ledger = new CountingStorage(place.ledger);
    const transaction = await storeIn({ dataset, ledger }).begin();
    await transaction.announce({ created: [keyOf(kind, 'time', 2)], replaced: [], removed: [] });
    await transaction.commit(cubeOf(kind, 5), []);
    const arrayDocument = kind.format === 3 ? 'zarr.json' : '.zarray';
    expect(dataset.counts).toEqual({
      ...(kind.format === 2 && { 'head zarr.json': 1, 'put .zattrs': 1 }),
      [`head ${rootKey}`]: 2,
      [`get ${rootKey}`]: 1,
      [`put ${rootKey}`]: 1,
      [`put time/${arrayDocument}`]: 1,
      [`put temp/${arrayDocument}`]: 1,
    });
    expect(ledger.counts).toEqual({
      'head journal/journal.json': 1,
      'put journal/journal.json': 2,
      'delete 1': 1,
    });
  });

  it('under a lock are no more', async () => {
    const place = (await makers.memory?.())?.make() as Place;
    const lock = await DatasetLock.acquire(place.ledger, 'x');
    const ledger = new CountingStorage(place.ledger);
    const transaction = await new ZarrCubeStore({ ...place, ledger, lock }).begin();
    await transaction.commit(cubeOf(V3, 1));
    expect(Object.keys(ledger.counts).filter((request) => request.includes('lock'))).toEqual([]);
    await lock.release();
  });
});
