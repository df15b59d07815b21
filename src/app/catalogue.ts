import type { PublishedDataset } from '../contracts/published-dataset.js';
import type { StoredObject } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { type CatalogueEntry, listDatasets } from '../query/catalogue.js';
import { createStorageResolver, withRoot } from '../storage/index.js';

/** Where relative paths begin. */
export interface CatalogueOptions {
  readonly workingFolder?: string | undefined;
}

/**
 * The datasets directly below a folder or prefix, by name, with their titles, rows, extents and sources; as soon as each is known.
 *
 * @param prefix a folder, `s3://bucket` or `s3://bucket/prefix`
 * @throws CO_CATALOGUE_UNLISTED, CO_STORAGE_URI_INVALID, or a storage error
 */
export async function* catalogue(
  prefix: string,
  { workingFolder = process.cwd() }: CatalogueOptions = {},
): AsyncGenerator<CatalogueEntry> {
  const resolver = createStorageResolver({ cwd: workingFolder });
  try {
    const { storage, key, uri } = await resolver.resolve(prefix);
    const folder = uri.replace(/\/+$/, '');
    const open = async (name: string) =>
      openFound({ uri: `${folder}/${name}`, storage, key: `${key.replace(/\/*$/, key === '' ? '' : '/')}${name}/` });
    yield* listDatasets({ storage: withRoot(storage, key), uri: folder, open }, ['parquet', 'zarr']);
  } finally {
    await resolver.close();
  }
}

async function openFound(object: StoredObject): Promise<PublishedDataset> {
  if (object.key.endsWith('.zarr/')) return (await import('../query/zarr/index.js')).openZarrDataset(object);
  throw new CloudOptimisedError('CO_DATASET_UNKNOWN', { uri: object.uri, known: ['zarr'] });
}
