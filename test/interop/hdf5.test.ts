import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCoded } from '../../src/errors/index.js';
import { describeDataset, type FileDescription, openLocal } from '../formats/hdf5/describe-dataset.js';
import { fixture } from '../formats/hdf5/fixtures.js';

const python = process.env.CLOUD_OPTIMISED_TEST_PYTHON;
const data = process.env.CLOUD_OPTIMISED_TEST_DATA;

function describeInPython(...options: string[]): Record<string, FileDescription> {
  const script = fixture('describe_file.py');
  const text = execFileSync(python ?? 'python3', ['-B', script, ...options], { maxBuffer: 2 ** 28, encoding: 'utf8' });
  return JSON.parse(text) as Record<string, FileDescription>;
}

/** The NetCDF-4 files among the real ones: those that the reader does not refuse as another format. */
async function netcdf4Files(): Promise<string[]> {
  const files: string[] = [];
  for (const name of readdirSync(join(String(data), 'netcdf'))) {
    const path = join(String(data), 'netcdf', name);
    try {
      await (await openLocal(path)).close();
      files.push(path);
    } catch (error) {
      if (!isCoded(error, 'CO_FORMAT_MISMATCH', 'CO_FILE_EMPTY')) throw error;
    }
  }
  return files;
}

describe.skipIf(!python || !data)('F05 every variable and attribute of the real files', () => {
  it.each([[['--netcdf4']], [[]]])('equals what Python reads %j', async (options) => {
    const files = await netcdf4Files();
    expect(files.length).toBeGreaterThanOrEqual(7);
    const expected = describeInPython(...options, ...files);
    for (const path of files) {
      const dataset = await openLocal(path);
      const described = await describeDataset(dataset);
      await dataset.close();
      expect(described, path).toEqual(expected[path]);
      expect(Object.keys(described.variables)).toEqual(Object.keys(expected[path]?.variables ?? {}));
    }
  });
});
