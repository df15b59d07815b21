import type { Inspector } from '../../contracts/inspector.js';
import { inspectDataset } from '../../model/inspection/inspect-dataset.js';
import { hdf5Reader } from './index.js';

/** Looks at HDF5 and NetCDF-4 files: metadata, and the values of what may be coordinates. */
export const hdf5Inspector: Inspector = {
  format: 'hdf5',
  async inspect(source) {
    const info = await source.storage.head(source.key);
    return inspectDataset(await hdf5Reader.open(source, {}), 'hdf5', info?.size ?? 0);
  },
};
