import { type CatalogueEntry, listDatasets } from '../query/catalogue.js';
import { createStorageResolver, s3OptionsFromS3fs, withRoot } from '../storage/index.js';
import type { OpenPublishedOptions } from './open-published.js';
import { openStored, publishedFormats } from './published-openers.js';

/**
 * The datasets directly below a folder or prefix, by name, with their titles, rows, extents and sources; each as soon as it is known.
 *
 * ```ts
 * import { catalogue } from 'cloud-optimised';
 *
 * for await (const { name, rows, spatialExtent } of catalogue('./cloud-optimised')) console.log(name, rows, spatialExtent);
 * ```
 *
 * @param prefix a folder, `s3://bucket` or `s3://bucket/prefix`
 * @throws CO_CATALOGUE_UNLISTED, CO_STORAGE_URI_INVALID, or a storage error
 */
export async function* catalogue(
  prefix: string,
  { s3Options = {}, workingFolder = process.cwd() }: OpenPublishedOptions = {},
): AsyncGenerator<CatalogueEntry> {
  const resolver = createStorageResolver({ cwd: workingFolder, s3: s3OptionsFromS3fs(s3Options).options });
  try {
    const { storage, key, uri } = await resolver.resolve(prefix);
    const folder = uri.replace(/\/+$/, '');
    const below = key === '' ? '' : key.replace(/\/*$/, '/');
    const open = (name: string) => openStored({ uri: `${folder}/${name}`, storage, key: `${below}${name}` });
    yield* listDatasets({ storage: withRoot(storage, below), uri: folder, open }, publishedFormats);
  } finally {
    await resolver.close();
  }
}
