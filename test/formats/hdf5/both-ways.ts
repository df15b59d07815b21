import { isCoded } from '../../../src/errors/index.js';
import { FileBytes, orLibrary } from '../../../src/formats/hdf5/file-bytes.js';
import { Hdf5Dataset } from '../../../src/formats/hdf5/hdf5-dataset.js';
import { Hdf5File } from '../../../src/formats/hdf5/hdf5-file.js';
import { LibraryObjects } from '../../../src/formats/hdf5/library-objects.js';
import { StoredObjects } from '../../../src/formats/hdf5/metadata/stored-objects.js';

export interface HowToRead {
  /** Milliseconds for each piece of work in the library. */
  readonly timeout?: number;
}

/** All of a file that its bytes tell, past the library where it can be; `undefined` where the metadata is the library's. */
export async function readPastLibrary(path: string, { timeout = 60_000 }: HowToRead = {}): Promise<unknown> {
  const file = new Hdf5File(path, path, timeout);
  try {
    const dataset = orLibrary(() => openStored(file));
    return dataset && (await contentOf(dataset));
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

function openStored(file: Hdf5File): Hdf5Dataset {
  const objects = new StoredObjects(file.uri, file.bytes);
  const dataset = new Hdf5Dataset(file, objects, async () => {});
  objects.release();
  return dataset;
}

/** The same through nothing but the library; the code of its error where it refuses the file. */
export async function readByLibrary(path: string, { timeout = 60_000 }: HowToRead = {}): Promise<unknown> {
  const file = new Hdf5File(path, path, timeout);
  const bytes = new FileBytes(path);
  try {
    const library = await file.library();
    // Closed bytes leave all values to the library.
    file.bytes.close();
    const open = () => new Hdf5Dataset(file, new LibraryObjects(library, bytes), async () => {});
    return await contentOf(library.bounded('it cannot be opened', open));
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  } finally {
    bytes.close();
    await file.close();
  }
}

/** Names in their order, shapes, types, attributes and values; a code where something cannot be read. */
async function contentOf(dataset: Hdf5Dataset): Promise<unknown> {
  const variables: unknown[] = [];
  for (const variable of dataset.variables.values()) {
    const { name, type, dimensions, shape, chunkShape, unsupported } = variable;
    const attributes = await codeOf(() => [...variable.attributes]);
    variables.push({
      name,
      type,
      dimensions,
      shape,
      chunkShape,
      unsupported,
      attributes,
      values: await codeOf(() => variable.read()),
    });
  }
  return { dimensions: [...dataset.dimensions], attributes: await codeOf(() => [...dataset.attributes]), variables };
}

async function codeOf(read: () => unknown): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}
