import { describe, expect, it } from 'vitest';
import type { ByteRange } from '../../../src/contracts/storage.js';
import { zarrReader } from '../../../src/formats/zarr/index.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { conformanceCube } from './cases.js';
import { makeZip } from './make-zip.js';
import { writeCube } from './write-cube.js';

async function filesOf(layout: 'v2' | 'v3 sharded', prefix = ''): Promise<Map<string, Uint8Array>> {
  const storage = new MemoryStorage();
  const { cube, values } = conformanceCube(layout);
  const arrays = new Map([...cube.arrays].filter(([name]) => name === 'int16_zstd' || name === 'float32_bytes'));
  await writeCube(storage, { ...cube, arrays }, values);
  const files = new Map<string, Uint8Array>();
  for await (const { key } of storage.list('')) files.set(prefix + key, (await storage.get(key)) as Uint8Array);
  return files;
}

/** Counts what is read. */
class CountingStorage extends MemoryStorage {
  bytes = 0;

  override async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const found = await super.getRange(key, range);
    this.bytes += found.length;
    return found;
  }
}

async function openZip(zip: Uint8Array, key = 'x.zarr.zip') {
  const storage = new CountingStorage();
  await storage.put(key, zip);
  const dataset = await zarrReader.open({ uri: `memory://${key}`, storage, key }, {});
  return { dataset, storage };
}

describe('zips of stores', () => {
  it.each([
    ['stored', 0, false, ''],
    ['deflated', 8, false, ''],
    ['in a folder', 0, false, 'x.zarr/'],
    ['with Zip64', 8, true, ''],
  ] as const)('%s', async (_what, method, zip64, prefix) => {
    for (const layout of ['v2', 'v3 sharded'] as const) {
      const { dataset } = await openZip(makeZip(await filesOf(layout, prefix), method, zip64));
      const { values } = conformanceCube(layout);
      for (const name of ['int16_zstd', 'float32_bytes']) {
        expect(await dataset.variables.get(name)?.read()).toEqual(values.get(name));
        const part = await dataset.variables.get(name)?.read({ start: [4, 8], count: [1, 1] });
        expect(part).toEqual(values.get(name)?.slice(48, 49));
      }
      await dataset.close();
    }
  });

  it('without consolidated metadata', async () => {
    const files = await filesOf('v2');
    files.delete('.zmetadata');
    const { dataset } = await openZip(makeZip(files, 0));
    expect([...dataset.variables.keys()]).toEqual(['float32_bytes', 'int16_zstd']);
  });

  it('by another name are known by what they hold', async () => {
    const { dataset } = await openZip(makeZip(await filesOf('v2'), 8), 'archive.dat');
    expect(dataset.variables.size).toBe(2);
  });

  it('are read by ranges', async () => {
    const files = await filesOf('v3 sharded');
    files.set('unrelated', new Uint8Array(10_000_000));
    const zip = makeZip(files, 0);
    const { dataset, storage } = await openZip(zip);
    await dataset.variables.get('float32_bytes')?.read({ start: [4, 8], count: [1, 1] });
    expect(storage.bytes).toBeLessThan(100_000);
  });
});

describe('broken zips', () => {
  it('cut short', async () => {
    const zip = makeZip(await filesOf('v2'), 0);
    await expect(openZip(zip.subarray(0, -30))).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
    await expect(openZip(zip.subarray(0, 0))).rejects.toMatchObject({ code: 'CO_FILE_EMPTY' });
    await expect(openZip(zip.subarray(100))).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
  });

  it.each([0, 8] as const)('with other bytes in an object, method %d', async (method) => {
    const zip = makeZip(await filesOf('v2'), method);
    const at = zip.indexOf('int16_zstd/3.2') + 'int16_zstd/3.2'.length + 9;
    zip[at] = Number(zip[at]) ^ 0x10;
    const { dataset } = await openZip(zip);
    await expect(dataset.variables.get('int16_zstd')?.read()).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
  });

  it('that claim more than they hold', async () => {
    const zip = makeZip(await filesOf('v2'), 8);
    for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
      zip.writeUInt32LE(2 ** 32 - 2, at + 24);
    await expect(openZip(zip)).rejects.toMatchObject({ code: 'CO_ZARR_METADATA' });
  });

  it('whose entries are inflated to more or less than they tell', async () => {
    const files = await filesOf('v2');
    const zip = makeZip(files, 8);
    const entry = zip.indexOf('int16_zstd/3.2', zip.indexOf('PK\x01\x02')) - 46;
    for (const [claim, reason] of [
      [4, /cannot be inflated/],
      [2 ** 32 - 2, /claims 4294967294 bytes/],
    ] as const) {
      zip.writeUInt32LE(claim, entry + 24);
      const { dataset } = await openZip(zip);
      const failure = await dataset.variables
        .get('int16_zstd')
        ?.read()
        .catch((error) => error);
      expect(failure).toMatchObject({ code: 'CO_FILE_CORRUPT', fields: { reason: expect.stringMatching(reason) } });
    }
  });

  it('that are encrypted, or compressed in other ways', async () => {
    for (const [offset, value] of [
      [8, 1],
      [10, 12],
    ] as const) {
      const zip = makeZip(await filesOf('v2'), 0);
      for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
        zip.writeUInt16LE(value, at + offset);
      await expect(openZip(zip)).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
    }
  });

  it('that hold no store', async () => {
    const zip = makeZip(new Map([['readme.txt', new Uint8Array(3)]]), 0);
    await expect(openZip(zip)).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_FOUND' });
  });
});
