import type { Inspector } from '../../contracts/inspector.js';
import { inspectDataset } from '../../model/inspection/inspect-dataset.js';
import { netcdf3Reader } from './index.js';

/** Looks at NetCDF-3 files: metadata, and the values of what may be coordinates. */
export const netcdf3Inspector: Inspector = {
  format: 'netcdf3',
  async inspect(source) {
    const info = await source.storage.head(source.key);
    return inspectDataset(await netcdf3Reader.open(source, {}), 'netcdf3', info?.size ?? 0);
  },
};
