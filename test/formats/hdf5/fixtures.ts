import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileDescription } from './describe-dataset.js';

/** Path of a fixture that `test/fixtures/hdf5/generate.py` made. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/hdf5/${name}`, import.meta.url));
}

/** What netCDF4-python and h5netcdf say of the fixtures. */
export const expectedFiles = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as Record<
  string,
  FileDescription
>;
