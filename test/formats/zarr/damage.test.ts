import { describe, expect, it } from 'vitest';
import { readArray } from '../../../src/formats/zarr/index.js';
import type { ZarrArray } from '../../../src/model/zarr/array.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { conformanceCube, type Layout } from './cases.js';
import { writeCube } from './write-cube.js';

/** A store of one array, and what its object with the most values is called. */
async function storeOf(layout: Layout, name: string, change: Partial<ZarrArray> = {}) {
  const storage = new MemoryStorage();
  const { cube, values } = conformanceCube(layout);
  const array = { ...(cube.arrays.get(name) as ZarrArray), ...change };
  await writeCube(storage, { ...cube, arrays: new Map([[name, array]]) }, values);
  const key = layout === 'v2' ? `${name}/2.0` : layout === 'v3' ? `${name}/c/2/0` : `${name}/c/1/0`;
  return { storage, array, key, bytes: (await storage.get(key)) as Uint8Array, name };
}

type Store = Awaited<ReturnType<typeof storeOf>>;

async function readDamaged({ storage, array, key, name }: Store, bytes: Uint8Array) {
  await storage.put(key, bytes);
  const failure = await readArray(storage, name, array).catch((error) => error);
  const part = { start: [4, 0], count: [1, 1] };
  const other = await readArray(storage, name, array, part).catch((error) => error);
  return [failure, other];
}

const CHAINS = ['bytes', 'blosc-lz4', 'blosc-zstd-bits', 'zstd', 'gzip', 'zlib', 'lz4', 'crc32c', 'shuffle', 'delta'];

describe.each(['v2', 'v3', 'v3 sharded'] as const)('chunks of %s', (layout) => {
  it.each(CHAINS)('cut short are refused: %s', async (chain) => {
    const store = await storeOf(layout, `int32_${chain}`);
    for (const length of [0, 1, 5, store.bytes.length - 1]) {
      for (const failure of await readDamaged(store, store.bytes.subarray(0, length))) {
        expect(failure, `${length}`).toMatchObject({
          code: 'CO_ZARR_CHUNK',
          fields: { uri: `memory://memory/${store.key}` },
        });
      }
    }
  });

  it('with other bytes are refused by their checksum', async () => {
    const store = await storeOf(layout, 'int32_crc32c');
    for (let at = 0; at < Math.min(40, store.bytes.length); at += 3) {
      const bytes = store.bytes.slice();
      bytes[at] = Number(bytes[at]) ^ 1;
      const [failure] = await readDamaged(store, bytes);
      expect(failure, `byte ${at}`).toMatchObject({ code: 'CO_ZARR_CHUNK' });
    }
  });

  it('longer than they should be are refused', async () => {
    const store = await storeOf(layout, 'int32_bytes');
    const longer = new Uint8Array(store.bytes.length + 8);
    longer.set(store.bytes);
    expect((await readDamaged(store, longer))[0]).toMatchObject({ code: 'CO_ZARR_CHUNK' });
  });

  it('that claim to be huge are refused', async () => {
    const store = await storeOf(
      layout,
      'int32_blosc-lz4',
      layout === 'v3 sharded' ? { shardIndex: { location: 'end', checksum: false } } : {},
    );
    const bytes = store.bytes.slice();
    // Blosc's own header tells the length; so does the index of a shard.
    if (layout === 'v3 sharded') new DataView(bytes.buffer).setBigUint64(bytes.length - 16 * 4 + 8, 2n ** 40n, true);
    else new DataView(bytes.buffer).setUint32(4, 2 ** 31 - 1, true);
    for (const failure of await readDamaged(store, bytes)) expect(failure).toMatchObject({ code: 'CO_ZARR_CHUNK' });
  });
});

describe('the index of a shard', () => {
  it('with a wrong checksum is refused', async () => {
    const store = await storeOf('v3 sharded', 'int32_bytes');
    const bytes = store.bytes.slice();
    const at = bytes.length - 10;
    bytes[at] = Number(bytes[at]) ^ 1;
    for (const failure of await readDamaged(store, bytes)) {
      expect(failure).toMatchObject({
        code: 'CO_ZARR_CHUNK',
        fields: { reason: "the checksum of the shard's index is wrong" },
      });
    }
  });

  it.each([2n ** 60n, 2n ** 63n, 1000n])('that points to %d is refused', async (offset) => {
    const store = await storeOf('v3 sharded', 'int32_bytes', { shardIndex: { location: 'end', checksum: false } });
    const bytes = store.bytes.slice();
    new DataView(bytes.buffer).setBigUint64(bytes.length - 16 * 4, offset, true);
    for (const failure of await readDamaged(store, bytes)) expect(failure).toMatchObject({ code: 'CO_ZARR_CHUNK' });
  });
});

describe('inner chunks that claim too much', () => {
  it('are not asked for', async () => {
    const store = await storeOf('v3 sharded', 'int32_bytes', { shardIndex: { location: 'end', checksum: false } });
    const asked: number[] = [];
    const getRange = store.storage.getRange.bind(store.storage);
    store.storage.getRange = (key, range) => {
      asked.push('suffix' in range ? range.suffix : range.length);
      return getRange(key, range);
    };
    const bytes = store.bytes.slice();
    new DataView(bytes.buffer).setBigUint64(bytes.length - 16 * 4 + 8, 2n ** 40n, true);
    const [whole, part] = await readDamaged(store, bytes);
    expect(whole.fields.reason).toMatch(/ends at 1099511627776, beyond the shard's/);
    expect(part.fields.reason).toMatch(/claims to have 1099511627776 bytes/);
    expect(Math.max(...asked)).toBeLessThan(1000);
  });
});

describe('text', () => {
  it('that is cut short, or claims more than there is, is refused', async () => {
    const store = await storeOf('v2', 'string_bytes');
    for (const failure of await readDamaged(store, store.bytes.subarray(0, -1))) {
      expect(failure).toMatchObject({ code: 'CO_ZARR_CHUNK' });
    }
    const bytes = store.bytes.slice();
    new DataView(bytes.buffer).setUint32(0, 2 ** 31, true);
    for (const failure of await readDamaged(store, bytes)) expect(failure).toMatchObject({ code: 'CO_ZARR_CHUNK' });
  });
});

describe('arrays that claim to be huge', () => {
  const huge = [2 ** 40, 2 ** 10];

  it('are refused where all of them is asked for, and read where a part is', async () => {
    const { storage, array, name } = await storeOf('v2', 'int32_bytes', {});
    const claimed = { ...array, shape: huge };
    await expect(readArray(storage, name, claimed)).rejects.toMatchObject({ code: 'CO_ZARR_METADATA' });
    expect(await readArray(storage, name, claimed, { start: [2 ** 39, 3], count: [2, 2] })).toEqual(
      Int32Array.of(7, 7, 7, 7),
    );
  });

  it('in their chunks are refused', async () => {
    const { storage, array, name } = await storeOf('v2', 'int32_bytes', {});
    const claimed = { ...array, shape: huge, chunks: huge };
    await expect(readArray(storage, name, claimed, { start: [0, 0], count: [1, 1] })).rejects.toMatchObject({
      code: 'CO_CUBE_LAYOUT',
    });
    const shards = { ...array, shape: huge, chunks: [1, 1], shards: huge };
    await expect(readArray(storage, name, shards, { start: [0, 0], count: [1, 1] })).rejects.toMatchObject({
      code: 'CO_CUBE_LAYOUT',
    });
  });
});
