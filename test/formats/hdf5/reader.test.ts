import { describe, expect, it } from 'vitest';
import { describeDataset, openLocal } from './describe-dataset.js';
import { expectedFiles, fixture } from './fixtures.js';

describe('fixtures read as netCDF4-python and h5netcdf read them', () => {
  for (const [name, expected] of Object.entries(expectedFiles)) {
    it(`${name}: names, order, types, shapes, dimensions, values, attributes`, async () => {
      const dataset = await openLocal(fixture(name));
      const described = await describeDataset(dataset);
      await dataset.close();
      expect(described).toEqual(expected);
      expect(Object.keys(described.variables)).toEqual(Object.keys(expected.variables));
    });
  }
});
