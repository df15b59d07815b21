import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readByLibrary, readPastLibrary } from './both-ways.js';
import { openLocal } from './describe-dataset.js';
import { fixture } from './fixtures.js';

const ROUNDS = Number(process.env.CLOUD_OPTIMISED_TEST_MUTATIONS ?? 60);
const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON;
const real = process.env.CLOUD_OPTIMISED_TEST_DATA && join(process.env.CLOUD_OPTIMISED_TEST_DATA, 'netcdf');

const folder = mkdtempSync(join(tmpdir(), 'co-stored-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Compares all of a file, and tells whether its metadata was read past the library. */
async function isReadAlike(path: string): Promise<boolean> {
  const own = await readPastLibrary(path);
  if (own === undefined) return false;
  expect(own, path).toEqual(await readByLibrary(path));
  return true;
}

const COMMON = [
  'coordinates.nc',
  'cycle.h5',
  'filters.h5',
  'groups.nc',
  'huge-length.h5',
  'latest.h5',
  'long-texts.h5',
  'missing-filter.h5',
  'nbit.h5',
  'types.nc',
  'unlimited.nc',
];
/** Links to elsewhere, a user block, storage in other files, odd types, and a damaged heap. */
const UNCOMMON = [
  'dangling-link.h5',
  'endless.nc',
  'external-link.h5',
  'external-storage.h5',
  'plain.h5',
  'unsupported.h5',
  'user-block.h5',
];

describe('metadata read past the library', () => {
  it.each(COMMON)('%s is as the library reads it', async (name) => {
    expect(await isReadAlike(fixture(name))).toBe(true);
  });

  it.each(UNCOMMON)('%s is left to the library', async (name) => {
    expect(await readPastLibrary(fixture(name))).toBeUndefined();
  });

  it('no fixture is forgotten', () => {
    const names = readdirSync(fixture('.')).filter((name) => /\.(nc|h5)$/.test(name));
    expect([...COMMON, ...UNCOMMON].sort()).toEqual(names.sort());
  });

  it.skipIf(!real)('real files are as the library reads them', { timeout: 60_000 }, async () => {
    const names = readdirSync(real as string).filter((name) => /IMOS_ACORN|2024.*GSLA|CDSTZ|BOM_/.test(name));
    const alike = [];
    for (const name of names) if (await isReadAlike(join(real as string, name))) alike.push(name);
    expect(alike).toEqual(names);
    expect(names.length).toBeGreaterThanOrEqual(7);
  });

  it.skipIf(!python)('files of h5py and netCDF4 are as the library reads them', { timeout: 60_000 }, async () => {
    const made = mkdtempSync(join(folder, 'made-'));
    execFileSync(python as string, ['-B', fileURLToPath(new URL('write_files.py', import.meta.url)), made]);
    const names = readdirSync(made);
    for (const name of names) expect(await isReadAlike(join(made, name)), name).toBe(true);
    expect(names).toHaveLength(7);
  });
});

describe('numbers of the usual size, laid out in another way', () => {
  /** Types as they stand in the fixture, and with one property changed. */
  const CHANGES = {
    'an exponent of another bias': [
      '11201f000400000000002000170800177f000000',
      '11201f0004000000000020001708001764000000',
    ],
    'integers of fewer bits': ['100800000400000000002000', '100800000400000004001400'],
  };

  it.each(Object.entries(CHANGES))(
    'are refused by name, whoever reads the file: %s',
    async (name, [usual, changed]) => {
      const path = join(folder, `${name}.nc`);
      const text = readFileSync(fixture('filters.h5')).toString('hex');
      expect(text).toContain(usual);
      writeFileSync(path, Buffer.from(text.replaceAll(usual as string, changed as string), 'hex'));
      expect(await isReadAlike(path)).toBe(true);
      const dataset = await openLocal(path);
      const refused = [...dataset.variables.values()].filter(({ unsupported }) =>
        /layout|bits, from/.test(unsupported ?? ''),
      );
      expect(refused.length).toBeGreaterThan(0);
      await expect(refused[0]?.read()).rejects.toMatchObject({ code: 'CO_FILE_UNSUPPORTED' });
      await dataset.close();
    },
  );
});

describe('a file whose metadata was read past the library', () => {
  it('is not read once it is closed', async () => {
    const dataset = await openLocal(fixture('types.nc'));
    await dataset.close();
    for (const name of ['f4_little', 'texts', 'chars']) {
      await expect(dataset.variables.get(name)?.read()).rejects.toMatchObject({ code: 'CO_FILE_CORRUPT' });
    }
  });

  it('is not mixed with another that took its place before the library opens it', async () => {
    const path = join(folder, 'replaced.h5');
    copyFileSync(fixture('latest.h5'), path);
    for (const replace of [() => rmSync(path), () => copyFileSync(fixture('filters.h5'), path)]) {
      const dataset = await openLocal(path);
      replace();
      await expect(dataset.variables.get('b_tree_2')?.read()).rejects.toMatchObject({ code: 'CO_STORAGE_FAILED' });
      await dataset.close();
      copyFileSync(fixture('latest.h5'), path);
    }
  });
});

describe('F07 a byte changed', () => {
  it('in the size that bytes were shuffled by: the library goes by it, and so nothing is read past it', async () => {
    const bytes = readFileSync(fixture('filters.h5'));
    const at = bytes.indexOf('shuffle\0\x04\0\0\0', 0, 'latin1') + 8;
    bytes[at] = 2;
    const path = join(folder, 'shuffled.h5');
    writeFileSync(path, bytes);
    expect(await isReadAlike(path)).toBe(true);
  });

  it('in the type of a message, so that an object is neither group nor dataset: the file is left to the library', async () => {
    const bytes = readFileSync(fixture('cycle.h5'));
    expect(bytes[816]).toBe(0x11);
    bytes[816] = 0x12;
    const path = join(folder, 'no-kind.h5');
    writeFileSync(path, bytes);
    expect(await readPastLibrary(path)).toBeUndefined();
    expect(await readByLibrary(path)).toBe('CO_FILE_CORRUPT');
  });

  it.each(['cycle.h5', 'huge-length.h5', 'filters.h5', 'types.nc', 'unlimited.nc', 'latest.h5', 'long-texts.h5'])(
    'in %s: what is read past the library is what the library reads',
    { timeout: 600_000 },
    async (name) => {
      const sound = readFileSync(fixture(name));
      const path = join(folder, name);
      for (let round = 0; round < ROUNDS; round++) {
        const mutant = Buffer.from(sound);
        // A step without a common factor with the length reaches every place in the end.
        const at = (8 + round * 7919) % sound.length;
        mutant[at] = (mutant[at] ?? 0) ^ (1 << (round % 8));
        writeFileSync(path, mutant);
        const own = await readPastLibrary(path, { timeout: 2000 });
        if (own !== undefined) expect(own, `byte ${at}`).toEqual(await readByLibrary(path, { timeout: 2000 }));
      }
    },
  );
});
