/**
 * Reads HDF5 and NetCDF-4 files: common ones from their bytes, all others through h5wasm.
 *
 * ```ts
 * const dataset = await hdf5Reader.open(source, {});
 * const temperature = await dataset.variables.get('TEMP')?.read({ start: [0], count: [100] });
 * await dataset.close();
 * ```
 *
 * @module
 */
import type { Reader } from '../../contracts/reader.js';
import type { StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import type { Dataset } from '../../model/dataset.js';
import { orLibrary } from './file-bytes.js';
import { Hdf5Dataset } from './hdf5-dataset.js';
import { Hdf5File } from './hdf5-file.js';
import { LibraryObjects } from './library-objects.js';
import { type LocalCopy, placeLocally } from './local-copy.js';
import { StoredObjects } from './metadata/stored-objects.js';
import { checkSuperblock } from './superblock.js';

/** How HDF5 files are read. */
export interface Hdf5Options {
  /**
   * Milliseconds that opening, or reading 8 MiB, may last (default 60,000) before the file counts as damaged: there are
   * damages over which the HDF5 library loops for ever.
   */
  readonly timeout?: number;
  /** Folder for temporary copies of files of other machines; by default that of the system. */
  readonly temporaryFolder?: string | undefined;
}

const DEFAULT_TIMEOUT = 60_000;

/**
 * The reader of HDF5 and NetCDF-4 files. Files of this machine are read in place; others through a temporary copy that
 * `close` removes.
 */
export const hdf5Reader: Reader<Dataset, Hdf5Options> = { format: 'hdf5', open };

async function open(source: StoredObject, options: Hdf5Options = {}): Promise<Dataset> {
  const { uri, storage, key } = source;
  const info = await storage.head(key);
  if (info === undefined) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  await checkSuperblock(uri, info.size, (offset, length) =>
    storage.getRange(key, { offset, length: Math.min(length, info.size - offset) }),
  );
  const copy = await placeLocally(source, info, options.temporaryFolder);
  try {
    return await openCopy(uri, copy, options.timeout ?? DEFAULT_TIMEOUT);
  } catch (error) {
    await copy.release();
    throw error;
  }
}

async function openCopy(uri: string, copy: LocalCopy, timeout: number): Promise<Dataset> {
  const file = new Hdf5File(uri, copy.path, timeout);
  try {
    const close = async () => {
      try {
        await file.close();
      } finally {
        await copy.release();
      }
    };
    return readStored(file, close) ?? (await readByLibrary(file, close));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads a common file's metadata from its bytes; `undefined` for all others, and those about which something is wrong. */
function readStored(file: Hdf5File, close: () => Promise<void>): Dataset | undefined {
  try {
    return orLibrary(() => {
      const objects = new StoredObjects(file.uri, file.bytes);
      const dataset = new Hdf5Dataset(file, objects, close);
      objects.release();
      return dataset;
    });
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

async function readByLibrary(file: Hdf5File, close: () => Promise<void>): Promise<Dataset> {
  const library = await file.library();
  const read = () => new Hdf5Dataset(file, new LibraryObjects(library, file.bytes), close);
  return library.bounded('its metadata cannot be read', read);
}
