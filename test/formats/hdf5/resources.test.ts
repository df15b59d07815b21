import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredObject } from '../../../src/contracts/storage.js';
import { hdf5Reader } from '../../../src/formats/hdf5/index.js';
import { acquireLibrary } from '../../../src/formats/hdf5/library-pool.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { describeDataset, openLocal } from './describe-dataset.js';
import { expectedFiles, fixture } from './fixtures.js';

const openFiles = async () => (await readdir('/proc/self/fd')).length;
const temporaryFolders = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('cloud-optimised-')).sort();

let folder: string;
let damaged: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hdf5-resources-'));
  const bytes = await readFile(fixture('groups.nc'));
  bytes.fill(0xff, 600, 3000);
  damaged = join(folder, 'damaged.nc');
  await writeFile(damaged, bytes);
});
afterAll(() => rm(folder, { recursive: true }));

async function repeat(times: number, work: () => Promise<void>): Promise<{ files: number; heap: number }> {
  for (let i = 0; i < 20; i++) await work();
  const before = { files: await openFiles(), heap: (await acquireLibrary()).heapSize };
  for (let i = 0; i < times; i++) await work();
  return { files: (await openFiles()) - before.files, heap: (await acquireLibrary()).heapSize - before.heap };
}

const CODED = expect.objectContaining({ code: expect.stringMatching(/^CO_FILE_/) });

describe.skipIf(process.platform !== 'linux')('what 1,000 failures leave behind', { timeout: 180_000 }, () => {
  it('F01 nothing, when opening a damaged file fails', async () => {
    const grown = await repeat(1000, () => expect(openLocal(damaged)).rejects.toEqual(CODED));
    expect(grown).toEqual({ files: 0, heap: 0 });
  });

  it('F01 nothing, when reading a chunk fails', async () => {
    const bytes = await readFile(fixture('filters.h5'));
    const good = await openLocal(fixture('filters.h5'));
    const first = (await good.variables.get('fletcher32_f8')?.read()) as Float64Array;
    await good.close();
    const stored = Buffer.from(first.slice(0, 5).buffer).swap64();
    const at = bytes.indexOf(stored.subarray(24));
    bytes.fill(0x55, at, at + 8);
    const path = join(folder, 'bad-chunk.h5');
    await writeFile(path, bytes);
    const dataset = await openLocal(path);
    const read = () => expect(dataset.variables.get('fletcher32_f8')?.read()).rejects.toEqual(CODED);
    expect(await repeat(1000, read)).toEqual({ files: 0, heap: 0 });
    await dataset.close();
  });

  it('nothing, when files are opened, read and closed', async () => {
    const grown = await repeat(200, async () => {
      const dataset = await openLocal(fixture('types.nc'));
      for (const variable of dataset.variables.values()) await variable.read();
      await dataset.close();
    });
    expect(grown).toEqual({ files: 0, heap: 0 });
  });

  it('nothing, when texts of variable length are read', async () => {
    const dataset = await openLocal(fixture('long-texts.h5'));
    const read = async () => expect(await dataset.variables.get('texts')?.read()).toHaveLength(600);
    expect(await repeat(2000, read)).toEqual({ files: 0, heap: 0 });
    await dataset.close();
  });
});

describe('one file, many handles', () => {
  it('is opened twice, and closing one leaves the other', async () => {
    const [one, two] = [await openLocal(fixture('plain.h5')), await openLocal(fixture('plain.h5'))];
    await one.close();
    expect(await two.variables.get('row')?.read()).toHaveLength(4);
    await two.close();
  });

  it('goes on after the library crashed over another file', async () => {
    const dataset = await openLocal(fixture('types.nc'));
    const library = await acquireLibrary();
    expect(() =>
      library.call(() => {
        throw new RangeError('Maximum call stack size exceeded');
      }),
    ).toThrow('crashed');
    expect(await describeDataset(dataset)).toEqual(expectedFiles['types.nc']);
    expect(await acquireLibrary()).not.toBe(library);
    await dataset.close();
  });

  it('F07 a file over which the library would loop is given up in time, and other files go on', async () => {
    const dataset = await openLocal(fixture('types.nc'));
    const start = performance.now();
    await expect(openLocal(fixture('endless.nc'), { timeout: 300 })).rejects.toMatchObject({
      code: 'CO_FILE_CORRUPT',
      fields: { reason: expect.stringContaining('not done within 300 ms') },
    });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await describeDataset(dataset)).toEqual(expectedFiles['types.nc']);
    await dataset.close();
  });
});

describe('files of other storages', () => {
  async function remote(bytes: Uint8Array): Promise<StoredObject> {
    const storage = new MemoryStorage('test');
    await storage.put('folder/file.nc', bytes);
    return { uri: 'memory://test/folder/file.nc', storage, key: 'folder/file.nc' };
  }

  it('are read through a temporary copy that closing removes', async () => {
    const before = await temporaryFolders();
    const dataset = await hdf5Reader.open(await remote(readFileSync(fixture('types.nc'))), {});
    expect(await temporaryFolders()).toHaveLength(before.length + 1);
    expect(await describeDataset(dataset)).toEqual(expectedFiles['types.nc']);
    await dataset.close();
    expect(await temporaryFolders()).toEqual(before);
  });

  it('leave no copy behind when opening fails', async () => {
    const before = await temporaryFolders();
    await expect(hdf5Reader.open(await remote(readFileSync(damaged)), {})).rejects.toEqual(CODED);
    expect(await temporaryFolders()).toEqual(before);
  });

  it('F02 are refused when missing', async () => {
    const { storage } = await remote(new Uint8Array(1));
    const missing = { uri: 'memory://test/no.nc', storage, key: 'no.nc' };
    await expect(hdf5Reader.open(missing, {})).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_FOUND' });
  });
});
