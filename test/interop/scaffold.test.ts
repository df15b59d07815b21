/**
 * Datasets that are published with the config that was made of their own files, as xarray, pandas and pyarrow read them: every value is that of
 * the files. Needs CLOUD_OPTIMISED_TEST_DATA.
 *
 * @module
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ScaffoldPlace } from '../support/scaffolded.js';
import { PYTHON, runPython } from './python.js';

const DATA = process.env.CLOUD_OPTIMISED_TEST_DATA ?? '';

let place: ScaffoldPlace;
afterEach(() => place?.remove());

function files(folder: string, part: string): string[] {
  const names = readdirSync(join(DATA, folder)).filter((name) => name.includes(part));
  return names.sort().map((name) => join(DATA, folder, name));
}

describe.skipIf(DATA === '' || !PYTHON)('published as scaffolded', () => {
  it.each([
    ['netcdf', '2902093', 1_000_000],
    ['netcdf', 'SYD140', 500_000],
    ['netcdf', 'CAPE-SORELL', 5_000],
    ['netcdf', '9HA2479', 400],
    ['csv', 'A69', 15_000],
    ['netcdf', 'TURQ', 100_000],
    ['netcdf', 'GSLA', 2_000_000],
  ])('%s/*%s*: its values are those of the files', async (folder, part, least) => {
    place = new ScaffoldPlace();
    const sources = files(folder, part);
    const { created, summary } = await place.run(sources);
    expect([created.problems, summary.files.failed]).toEqual([[], 0]);
    const told = await runPython('compare_scaffolded.py', place.dataset(created), created.file, ...sources);
    const { compared, differences } = told as { compared: number; differences: string[] };
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(least);
  });
});
