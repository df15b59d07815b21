/**
 * Reads NetCDF-3 files: classic (CDF-1), 64-bit offset (CDF-2) and 64-bit data (CDF-5).
 *
 * ```ts
 * const dataset = await netcdf3Reader.open(source, {});
 * const temperature = await dataset.variables.get('TEMP')?.read({ start: [0, 0], count: [1, 100] });
 * await dataset.close();
 * ```
 *
 * Small files are read whole when they are opened, of others the header alone; values come when they are asked for.
 *
 * @module
 */
import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import { toDataset } from './netcdf3-dataset.js';
import { readHeader } from './read-header.js';
import { sourceBytes } from './source-bytes.js';

/** The reader of NetCDF-3 files. Before any value is read, the file is as long as its header tells. */
export const netcdf3Reader: Reader<Dataset> = { format: 'netcdf3', open };

async function open(source: StoredObject): Promise<Dataset> {
  const { uri, storage, key } = source;
  const info = await storage.head(key);
  if (info === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  if (info.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const bytes = await sourceBytes(source, info.size);
  return toDataset(await readHeader(bytes), bytes);
}
