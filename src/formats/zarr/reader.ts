import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import { readCubeIn } from './read-cube.js';
import { folderOf, type StoreFolder } from './store-folder.js';
import { UnreadableArrays } from './unreadable-arrays.js';
import { toDataset } from './zarr-dataset.js';

/**
 * The reader of Zarr stores, v2 and v3, consolidated or not: a folder (`x.zarr`, with or without a slash), or a zip of one
 * (`x.zarr.zip`), of which ranges are read. An array that cannot be read is among the variables, and throws CO_FILE_UNSUPPORTED. It throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED, CO_STORAGE_NOT_FOUND, and CO_FILE_CORRUPT
 * for a broken zip.
 */
export const zarrReader: Reader<Dataset> = { format: 'zarr', open };

async function open(source: StoredObject): Promise<Dataset> {
  const isZip = /\.zip$/i.test(source.key);
  const opened = isZip ? undefined : await openIn(source, folderBelow(source));
  if (opened) return opened;
  if (isZip || (await isFile(source))) {
    const { openZip } = await import('./zip-folder.js');
    const zipped = await openIn(source, await openZip(source));
    if (zipped) return zipped;
  }
  throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: `${source.uri.replace(/\/$/, '')}/zarr.json` });
}

function folderBelow({ storage, key }: StoredObject): StoreFolder {
  return folderOf(storage, key === '' || key.endsWith('/') ? key : `${key}/`);
}

async function openIn({ uri }: StoredObject, folder: StoreFolder): Promise<Dataset | undefined> {
  const unreadable = new UnreadableArrays();
  const cube = await readCubeIn(folder, unreadable);
  return cube && toDataset(cube, folder, uri, unreadable.variables(uri));
}

async function isFile({ storage, key }: StoredObject): Promise<boolean> {
  return key !== '' && !key.endsWith('/') && (await storage.head(key)) !== undefined;
}
