import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import { readCubeIn } from './read-cube.js';
import { folderOf, type StoreFolder } from './store-folder.js';
import { toDataset } from './zarr-dataset.js';

/**
 * The reader of Zarr stores, v2 and v3, consolidated or not: a folder (`x.zarr`, with or without a slash), or a zip of one
 * (`x.zarr.zip`), of which ranges are read.
 *
 * @throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED, CO_STORAGE_NOT_FOUND, CO_FILE_CORRUPT for a broken zip
 */
export const zarrReader: Reader<Dataset> = { format: 'zarr', open };

async function open(source: StoredObject): Promise<Dataset> {
  const folder = await folderAt(source);
  const cube = await readCubeIn(folder);
  if (cube) return toDataset(cube, folder, source.uri);
  await folder.close();
  throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: folder.uri('zarr.json') });
}

async function folderAt(source: StoredObject): Promise<StoreFolder> {
  const { storage, key } = source;
  if (/\.zip$/i.test(key)) return (await import('./zip-folder.js')).openZip(source);
  return folderOf(storage, key === '' || key.endsWith('/') ? key : `${key}/`);
}
