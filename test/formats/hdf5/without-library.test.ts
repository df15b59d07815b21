import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadModule } from '../../../src/formats/hdf5/h5wasm.js';
import { describeDataset, openLocal } from './describe-dataset.js';
import { expectedFiles, fixture } from './fixtures.js';

vi.mock('../../../src/formats/hdf5/h5wasm.js', () => ({
  loadModule: vi.fn(() => Promise.reject(new Error('the library is not to be loaded'))),
}));

const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON;
const real = process.env.CLOUD_OPTIMISED_TEST_DATA && join(process.env.CLOUD_OPTIMISED_TEST_DATA, 'netcdf');
const folder = mkdtempSync(join(tmpdir(), 'co-without-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  vi.mocked(loadModule).mockClear();
});

async function readAll(path: string) {
  const dataset = await openLocal(path);
  const described = await describeDataset(dataset);
  await dataset.close();
  expect(loadModule).not.toHaveBeenCalled();
  return described;
}

describe('without the library', () => {
  it.each(['types.nc', 'groups.nc', 'coordinates.nc'])('all of %s is read', async (name) => {
    expect(await readAll(fixture(name))).toEqual(expectedFiles[name]);
  });

  it.skipIf(!real)('all of real files is read', { timeout: 60_000 }, async () => {
    const names = readdirSync(real as string).filter((name) => /IMOS_ACORN|2024.*GSLA|CDSTZ|BOM_/.test(name));
    for (const name of names) await readAll(join(real as string, name));
    expect(names.length).toBeGreaterThanOrEqual(7);
  });

  it.skipIf(!python)('all of what netCDF4 writes is read', { timeout: 60_000 }, async () => {
    execFileSync(python as string, ['-B', fileURLToPath(new URL('write_files.py', import.meta.url)), folder]);
    const { variables } = await readAll(join(folder, 'common.nc'));
    expect(Object.keys(variables).length).toBeGreaterThan(60);
  });

  it('it is loaded for what is uncommon', async () => {
    await expect(openLocal(fixture('user-block.h5'))).rejects.toThrow('not to be loaded');
    expect(loadModule).toHaveBeenCalled();
  });
});
