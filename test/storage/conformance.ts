/**
 * What every storage must do. Each implementation's test calls `describeStorage`, then adds its own oddities.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectInfo, Storage } from '../../src/contracts/storage.js';

export interface ConformanceFlags {
  /** How many rivals race for one key (default 20). */
  readonly racers?: number;
  /** How many objects the long listing has (default 2,500). */
  readonly manyObjects?: number;
}

/** A storage to test, and what to do when done. */
export interface StorageUnderTest {
  readonly storage: Storage;
  /** Puts an object where the storage itself is read-only. */
  readonly seed?: (key: string, data: Uint8Array) => Promise<void>;
  readonly release?: () => Promise<void>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

export async function listAll(storage: Storage, prefix: string): Promise<ObjectInfo[]> {
  const infos: ObjectInfo[] = [];
  for await (const info of storage.list(prefix)) infos.push(info);
  return infos;
}

const keysOf = async (storage: Storage, prefix: string) => (await listAll(storage, prefix)).map(({ key }) => key);
const coded = (code: string) => expect.objectContaining({ code });

const REFUSED_KEYS = ['', '..', '../a', 'a/../b', 'a/..', './a', 'a/./b', 'a\0b'];
const STRICTLY_REFUSED_KEYS = ['/a', 'a//b', 'a/', 'a\\b', '..\\a', '.~co-1'];

const ODD_KEYS = [
  'plain.nc',
  'with space.nc',
  'a=1/b=é ü/c+d%20e&f.parquet',
  'dir/ünï/日本.txt',
  "q'uote<>.x",
  ' lead',
  'trail ',
  'amp&amp;x&#65;',
  'tab\there',
  'h#ash?.x',
  '🌊/z',
];

function describeReads(make: () => StorageUnderTest): void {
  const put = async (key: string, data: Uint8Array) => {
    const { storage, seed } = make();
    await (seed === undefined ? storage.put(key, data) : seed(key, data));
  };

  it('gives whole objects, and undefined where there is none', async () => {
    await put('get/one', bytesOf('hello'));
    expect(textOf(await make().storage.get('get/one'))).toBe('hello');
    expect(await make().storage.get('get/none')).toBeUndefined();
    expect(await make().storage.get('get/one/below')).toBeUndefined();
    expect(await make().storage.get('get')).toBeUndefined();
  });

  it('gives empty objects', async () => {
    await put('get/empty', new Uint8Array(0));
    expect(await make().storage.get('get/empty')).toEqual(new Uint8Array(0));
    expect((await make().storage.head('get/empty'))?.size).toBe(0);
    expect(await make().storage.getRange('get/empty', { offset: 0, length: 0 })).toEqual(new Uint8Array(0));
  });

  it('tells size and time of an object, and undefined where there is none', async () => {
    await put('head/one', bytesOf('hello'));
    const info = await make().storage.head('head/one');
    expect(info).toMatchObject({ key: 'head/one', size: 5 });
    expect(Math.abs((info?.modified ?? Date.now()) - Date.now())).toBeLessThan(120_000);
    expect(info?.etag).not.toMatch(/"/);
    expect(await make().storage.head('head/none')).toBeUndefined();
    expect(await make().storage.head('head')).toBeUndefined();
  });

  it('gives exactly the range asked for, wherever it lies', async () => {
    const data = new Uint8Array(randomBytes(1000));
    await put('range/any', data);
    const within = fc.tuple(fc.nat(1000), fc.nat(1000)).filter(([offset, length]) => offset + length <= 1000);
    await fc.assert(
      fc.asyncProperty(within, async ([offset, length]) => {
        const part = await make().storage.getRange('range/any', { offset, length });
        expect(part).toEqual(data.subarray(offset, offset + length));
        if (length > 0)
          expect(await make().storage.getRange('range/any', { suffix: length })).toEqual(data.slice(-length));
      }),
      { numRuns: 30 },
    );
  });

  it('gives large ranges as exactly as small ones', async () => {
    const data = new Uint8Array(randomBytes(300_000));
    await put('range/large', data);
    const part = await make().storage.getRange('range/large', { offset: 7, length: 200_000 });
    expect(Buffer.compare(part, data.subarray(7, 200_007))).toBe(0);
    const past = make().storage.getRange('range/large', { offset: 100_000, length: 200_001 });
    await expect(past).rejects.toEqual(coded('CO_STORAGE_SHORT_READ'));
  });

  it('F02 a missing object opened for a range throws', async () => {
    const range = make().storage.getRange('range/none', { offset: 0, length: 4 });
    await expect(range).rejects.toEqual(coded('CO_STORAGE_NOT_FOUND'));
    const empty = make().storage.getRange('range/none', { offset: 0, length: 0 });
    await expect(empty).rejects.toEqual(coded('CO_STORAGE_NOT_FOUND'));
    await expect(make().storage.getRange('range/none', { suffix: 4 })).rejects.toEqual(coded('CO_STORAGE_NOT_FOUND'));
  });

  it('F03 a range past the end throws, and nothing is padded', async () => {
    await put('range/short', bytesOf('0123456789'));
    const ranges = [
      { offset: 8, length: 3 },
      { offset: 10, length: 1 },
      { offset: 50, length: 4 },
      { offset: 0, length: 11 },
      { suffix: 11 },
    ];
    for (const range of ranges) {
      const read = make().storage.getRange('range/short', range);
      await expect(read, JSON.stringify(range)).rejects.toEqual(coded('CO_STORAGE_SHORT_READ'));
    }
  });

  it('refuses ranges that are none', async () => {
    await put('range/odd', bytesOf('0123456789'));
    for (const range of [{ offset: -1, length: 2 }, { offset: 0.5, length: 2 }, { suffix: Number.NaN }]) {
      await expect(make().storage.getRange('range/odd', range)).rejects.toEqual(coded('CO_STORAGE_FAILED'));
    }
  });

  it('gives copies: what a caller does to its bytes changes nothing', async () => {
    await put('get/copy', bytesOf('abc'));
    (await make().storage.get('get/copy'))?.fill(0);
    (await make().storage.getRange('get/copy', { offset: 0, length: 3 })).fill(0);
    expect(textOf(await make().storage.get('get/copy'))).toBe('abc');
  });

  it.each(REFUSED_KEYS)('X02 refuses to read key %j', async (key) => {
    const { storage } = make();
    await expect(storage.get(key)).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
    await expect(storage.getRange(key, { offset: 0, length: 1 })).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
    await expect(storage.head(key)).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
  });
}

function describeWrites(make: () => StorageUnderTest, { racers = 20 }: ConformanceFlags): void {
  it('replaces an object, and tells its size and tag', async () => {
    const { storage } = make();
    const first = await storage.put('put/one', bytesOf('first'));
    const second = await storage.put('put/one', bytesOf('second!'));
    expect(first).toMatchObject({ key: 'put/one', size: 5 });
    expect(second).toMatchObject({ key: 'put/one', size: 7 });
    expect(second.etag).not.toBe(first.etag);
    expect((await storage.head('put/one'))?.etag).toBe(second.etag);
    expect(textOf(await storage.get('put/one'))).toBe('second!');
  });

  it('keeps what was put, whatever the caller does to its bytes afterwards', async () => {
    const { storage } = make();
    const data = bytesOf('keep');
    await storage.put('put/own', data);
    data.fill(0);
    expect(textOf(await storage.get('put/own'))).toBe('keep');
  });

  it('puts a view into a larger buffer', async () => {
    const { storage } = make();
    await storage.put('put/view', bytesOf('0123456789').subarray(2, 5));
    expect(textOf(await storage.get('put/view'))).toBe('234');
  });

  it.each(ODD_KEYS)('keeps an object under key %j', async (key) => {
    const { storage } = make();
    await storage.put(`odd/${key}`, bytesOf(key));
    expect(textOf(await storage.get(`odd/${key}`))).toBe(key);
    expect(await keysOf(storage, `odd/${key}`)).toEqual([`odd/${key}`]);
    await storage.delete([`odd/${key}`]);
    expect(await storage.head(`odd/${key}`)).toBeUndefined();
  });

  it('puts only where absent, if told so', async () => {
    const { storage } = make();
    await storage.put('cond/absent', bytesOf('a'), { ifAbsent: true });
    const again = storage.put('cond/absent', bytesOf('b'), { ifAbsent: true });
    await expect(again).rejects.toEqual(coded('CO_STORAGE_PRECONDITION'));
    expect(textOf(await storage.get('cond/absent'))).toBe('a');
  });

  it('puts only over the version named, if told so', async () => {
    const { storage } = make();
    const first = await storage.put('cond/match', bytesOf('a'));
    const second = await storage.put('cond/match', bytesOf('b'), { ifMatch: first.etag ?? '' });
    const stale = storage.put('cond/match', bytesOf('c'), { ifMatch: first.etag ?? '' });
    await expect(stale).rejects.toEqual(coded('CO_STORAGE_PRECONDITION'));
    expect(textOf(await storage.get('cond/match'))).toBe('b');
    expect((await storage.head('cond/match'))?.etag).toBe(second.etag);
    const absent = storage.put('cond/none', bytesOf('c'), { ifMatch: second.etag ?? '' });
    await expect(absent).rejects.toEqual(coded('CO_STORAGE_PRECONDITION'));
    expect(await storage.get('cond/none')).toBeUndefined();
  });

  it('lets exactly one of many win the same absent key', async () => {
    const { storage } = make();
    const puts = Array.from({ length: racers }, (_, i) => storage.put('race/one', bytesOf(`${i}`), { ifAbsent: true }));
    const outcomes = await Promise.allSettled(puts);
    const winners = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [i] : []));
    expect(winners).toHaveLength(1);
    expect(textOf(await storage.get('race/one'))).toBe(`${winners[0]}`);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(coded('CO_STORAGE_PRECONDITION'));
    }
  });

  it('loses no increment of a counter kept by compare-and-swap', async () => {
    const { storage } = make();
    await storage.put('race/count', bytesOf('1000'));
    const increment = async (): Promise<void> => {
      const info = await storage.head('race/count');
      const count = Number(textOf(await storage.get('race/count')));
      try {
        await storage.put('race/count', bytesOf(`${count + 1}`), { ifMatch: info?.etag ?? '' });
      } catch (error) {
        expect(error).toEqual(coded('CO_STORAGE_PRECONDITION'));
        await increment();
      }
    };
    await Promise.all(Array.from({ length: 8 }, increment));
    expect(textOf(await storage.get('race/count'))).toBe('1008');
  });

  it('deletes objects; those that are not there are no error', async () => {
    const { storage } = make();
    await storage.put('del/a/1', bytesOf('1'));
    await storage.put('del/a/2', bytesOf('2'));
    await storage.put('del/b', bytesOf('3'));
    await storage.delete(['del/a/1', 'del/a/2', 'del/none', 'del/b/below']);
    expect(await keysOf(storage, 'del/')).toEqual(['del/b']);
    await storage.delete([]);
  });

  it.each([...REFUSED_KEYS, ...STRICTLY_REFUSED_KEYS])('X02 refuses to write key %j', async (key) => {
    const { storage } = make();
    await expect(storage.put(key, bytesOf('x'))).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
  });

  it.each(REFUSED_KEYS)('X02 refuses to delete key %j, and then deletes nothing', async (key) => {
    const { storage } = make();
    await storage.put('x02/kept', bytesOf('kept'));
    await expect(storage.delete(['x02/kept', key])).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
    expect(textOf(await storage.get('x02/kept'))).toBe('kept');
  });
}

function describeListing(make: () => StorageUnderTest, { manyObjects = 2500 }: ConformanceFlags): void {
  const putAll = async (keys: readonly string[]) => {
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(keys.slice(start, start + 50).map((key) => make().storage.put(key, bytesOf(key))));
    }
  };
  const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

  it('lists by plain prefix, in the order of the keys as bytes', async () => {
    const names = [
      'a',
      'a-b',
      'a.b',
      'a0/x',
      'a/x'.replace('a/', 'b/'),
      'b-c',
      'b.c',
      'b0',
      'é',
      'z/1',
      '\uffee',
      '🌊',
    ];
    const keys = names.map((name) => `order/${name}`);
    await putAll(keys);
    const sorted = [...keys].sort(bytewise);
    expect(await keysOf(make().storage, 'order/')).toEqual(sorted);
    expect(await keysOf(make().storage, 'order/b')).toEqual(sorted.filter((key) => key.startsWith('order/b')));
    expect(await keysOf(make().storage, 'order/b/')).toEqual(['order/b/x']);
    expect(await keysOf(make().storage, 'order/none')).toEqual([]);
    expect(await keysOf(make().storage, 'none/')).toEqual([]);
  });

  it('lists the same as head tells', async () => {
    const { storage } = make();
    await storage.put('listed/one', bytesOf('hello'));
    const [listed] = await listAll(storage, 'listed/one');
    const head = await storage.head('listed/one');
    expect(listed).toMatchObject({ key: 'listed/one', size: 5, etag: head?.etag });
    // S3 lists milliseconds and heads seconds.
    expect(Math.abs((listed?.modified ?? 0) - (head?.modified ?? 0))).toBeLessThan(1000);
  });

  it('lists more objects than fit on a page, each once', { timeout: 120_000 }, async () => {
    const keys = Array.from({ length: manyObjects }, (_, i) => `many/${i % 7}/k=${i}`);
    await putAll(keys);
    expect(await keysOf(make().storage, 'many/')).toEqual(keys.sort(bytewise));
    await make().storage.delete(keys);
    expect(await keysOf(make().storage, 'many/')).toEqual([]);
  });

  it('lists folders directly below a prefix', async () => {
    await putAll(['f/file', 'f/b=2/x', 'f/b=10/x', 'f/a & b/x', 'f/é%20/deep/x']);
    const expected = ['a & b', 'b=10', 'b=2', 'é%20'];
    expect(await make().storage.listFolders('f/')).toEqual(expected);
    expect(await make().storage.listFolders('')).toContain('f');
    expect(await make().storage.listFolders('f/b=2/')).toEqual([]);
    expect(await make().storage.listFolders('none/')).toEqual([]);
    await expect(make().storage.listFolders('f')).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
  });

  it.each(['../', '../a', 'a/../b', '..', 'a/./', 'a\0'])('X02 refuses to list prefix %j', async (prefix) => {
    await expect(listAll(make().storage, prefix)).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
    await expect(make().storage.listFolders(`${prefix}/`)).rejects.toEqual(coded('CO_STORAGE_KEY_ESCAPES'));
  });
}

function describeReadOnly(make: () => StorageUnderTest): void {
  it('says that it cannot be written', async () => {
    const { storage } = make();
    await expect(storage.put('x', bytesOf('x'))).rejects.toEqual(coded('CO_STORAGE_READ_ONLY'));
    await expect(storage.delete(['x'])).rejects.toEqual(coded('CO_STORAGE_READ_ONLY'));
  });
}

/** Runs the suite on a storage that is empty at first; what its flags deny is tested to be refused. */
export function describeStorage(
  name: string,
  make: () => Promise<StorageUnderTest>,
  flags: ConformanceFlags & { writes?: boolean } = {},
): void {
  describe(`${name} as a storage`, () => {
    let under: StorageUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(async () => {
      await under.release?.();
      await under.storage.close();
    });

    it('has an address that ends with a slash', () => expect(under.storage.root).toMatch(/^[a-z0-9]+:\/\/.*\/$/));
    describeReads(() => under);
    if (flags.writes === false) describeReadOnly(() => under);
    else {
      describeWrites(() => under, flags);
      describeListing(() => under, flags);
    }
  });
}
