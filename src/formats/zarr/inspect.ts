import type { Inspector } from '../../contracts/inspector.js';
import { inspectDataset } from '../../model/inspection/inspect-dataset.js';
import { zarrReader } from './reader.js';

/** Looks at Zarr stores, v2 and v3. Its size is that of all its objects. */
export const zarrInspector: Inspector = {
  format: 'zarr',
  async inspect(source) {
    const dataset = await zarrReader.open(source, {});
    let bytes = 0;
    if (source.storage.supportsListing)
      for await (const { size } of source.storage.list(
        source.key.replace(/\/?$/, /\.zip$/i.test(source.key) ? '' : '/'),
      ))
        bytes += size;
    return inspectDataset(dataset, 'zarr', bytes);
  },
};
