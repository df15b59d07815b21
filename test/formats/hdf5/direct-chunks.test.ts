import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectChunks } from '../../../src/formats/hdf5/chunks/direct-chunks.js';
import { elementType } from '../../../src/formats/hdf5/element-type.js';
import { Hdf5File } from '../../../src/formats/hdf5/hdf5-file.js';
import { addressOf, type Hdf5Objects } from '../../../src/formats/hdf5/hdf5-objects.js';
import { LibraryObjects } from '../../../src/formats/hdf5/library-objects.js';
import { listGroups, type StoredDataset } from '../../../src/formats/hdf5/object-tree.js';
import { readValues } from '../../../src/formats/hdf5/read-values.js';
import type { Region } from '../../../src/model/dataset.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/hdf5/${name}`, import.meta.url));
const real = process.env.CLOUD_OPTIMISED_TEST_DATA && join(process.env.CLOUD_OPTIMISED_TEST_DATA, 'netcdf');

/** A dataset of numbers in chunks, read in both ways. */
interface Compared {
  readonly path: string;
  readonly shape: readonly number[];
  direct(region: Region): unknown;
  library(region: Region): unknown;
}

async function compared(file: Hdf5File): Promise<Compared[]> {
  const found: Compared[] = [];
  const library = await file.library();
  const objects = new LibraryObjects(library, file.bytes);
  for (const dataset of listGroups(objects).flatMap(({ datasets }) => datasets)) {
    const chunks = await chunksOf(file, objects, dataset);
    const type = elementType(dataset.metadata);
    if (!chunks || type.kind !== 'numeric') continue;
    found.push({
      path: dataset.path,
      shape: dataset.metadata.shape ?? [],
      direct: (region) => chunks.read(region),
      library: (region) => readValues(library, dataset, type, region),
    });
  }
  return found;
}

async function chunksOf(
  file: Hdf5File,
  objects: Hdf5Objects,
  { path, metadata }: StoredDataset,
): Promise<DirectChunks | undefined> {
  const type = elementType(metadata);
  if (type.kind !== 'numeric' || !metadata.chunks || !metadata.shape) return undefined;
  return DirectChunks.open(file.bytes, {
    address: addressOf(objects.reference(path)),
    type: type.stored,
    shape: metadata.shape,
    filters: objects.filters(path),
    fill: undefined,
  });
}

async function withFile<T>(path: string, use: (file: Hdf5File) => Promise<T>): Promise<T> {
  const file = new Hdf5File(path, path, 60_000);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

const whole = (shape: readonly number[]): Region => ({ start: shape.map(() => 0), count: shape });

describe('chunks read past the library', () => {
  it('are those of numbers in native order, behind deflate, shuffle, both or nothing', async () => {
    const paths = await withFile(fixture('filters.h5'), async (file) => (await compared(file)).map(({ path }) => path));
    expect(paths).toContain('/shuffle_deflate_f4');
    expect(paths).toContain('/deflate_i2');
    expect(paths).toContain('/chunked_f4');
    expect(paths.filter((path) => /fletcher|szip|scale|[fi]8$/.test(path))).toEqual([]);
  });

  it('are left to the library under other indexes than a B-tree of version 1, and behind a user block', async () => {
    for (const name of ['latest.h5', 'user-block.h5', 'nbit.h5', 'external-storage.h5']) {
      expect(await withFile(fixture(name), async (file) => (await compared(file)).map(({ path }) => path))).toEqual([]);
    }
  });

  it('give the values that the library gives, for any region', async () => {
    await withFile(fixture('filters.h5'), async (file) => {
      for (const { path, shape, direct, library } of await compared(file)) {
        const axes = shape.map((length) =>
          fc
            .tuple(fc.nat(length - 1), fc.nat(length - 1))
            .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const),
        );
        await fc.assert(
          fc.asyncProperty(fc.tuple(...axes), async (ends) => {
            const region = { start: ends.map(([start]) => start), count: ends.map(([start, end]) => end - start) };
            const values = await direct(region);
            if (values !== undefined) expect(values, path).toEqual(library(region));
          }),
          { numRuns: 40 },
        );
      }
    });
  });

  it.skipIf(!real)('give the values that the library gives, for all variables of real files', async () => {
    let read = 0;
    for (const name of readdirSync(real as string).filter((file) => /IMOS_ACORN|GSLA.*2024|CDSTZ|BOM_/.test(file))) {
      await withFile(join(real as string, name), async (file) => {
        for (const { path, shape, direct, library } of await compared(file)) {
          const values = await direct(whole(shape));
          if (values === undefined) continue;
          read++;
          expect(values, `${name}${path}`).toEqual(library(whole(shape)));
        }
      });
    }
    expect(read).toBeGreaterThan(50);
  });

  it('F07 leave damaged chunks and indexes to the library', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'co-direct-'));
    const path = join(folder, 'damaged.h5');
    const sound = readFileSync(fixture('filters.h5'));
    const size = sound.length;
    const spoil = async (offset: number) => {
      const bytes = Buffer.from(sound);
      bytes.writeUInt16BE(0xff01, Math.min(offset, size - 2));
      writeFileSync(path, bytes);
      const file = new Hdf5File(path, path, 60_000);
      const datasets = await compared(file).catch(() => []);
      for (const { shape, direct } of datasets) {
        const values = await direct(whole(shape));
        expect(values === undefined || ArrayBuffer.isView(values)).toBe(true);
      }
      await file.close();
    };
    for (let offset = 0; offset < size; offset += Math.ceil(size / 150)) await spoil(offset);
    rmSync(folder, { recursive: true });
  });
});
