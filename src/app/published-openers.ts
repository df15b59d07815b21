import type { PublishedDataset } from '../contracts/published-dataset.js';
import type { StoredObject } from '../contracts/storage.js';
import { ZARR_DOCUMENTS } from '../engine/open-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';

/** Opens published datasets of one format. */
interface PublishedOpener {
  readonly format: string;
  /** Opens what lies at an address; `undefined` where that is nothing of this format. */
  readonly open: (object: StoredObject) => Promise<PublishedDataset | undefined>;
}

/** The formats that can be asked, in the order in which they are tried: the cheaper ones to recognise first. */
const OPENERS: readonly PublishedOpener[] = [
  { format: 'zarr', open: openZarr },
  { format: 'parquet', open: openParquet },
];

/** The formats that can be asked: what the names of datasets end in. */
export const publishedFormats: readonly string[] = OPENERS.map(({ format }) => format);

/**
 * Opens what lies at an address, by what it is.
 *
 * @throws CO_DATASET_UNKNOWN, or what opening the format throws
 */
export async function openStored(object: StoredObject): Promise<PublishedDataset> {
  for (const { open } of OPENERS) {
    const dataset = await open(object);
    if (dataset) return dataset;
  }
  throw new CloudOptimisedError('CO_DATASET_UNKNOWN', { uri: object.uri, known: publishedFormats });
}

/** A folder with one of the documents of a Zarr group, or a zip of one. */
async function openZarr(object: StoredObject): Promise<PublishedDataset | undefined> {
  if (!(await isZarr(object))) return undefined;
  const { openZarrDataset } = await import('../query/zarr/index.js');
  return openZarrDataset(object);
}

async function isZarr({ storage, key }: StoredObject): Promise<boolean> {
  const folder = key.replace(/\/+$/, '');
  if (folder.endsWith('.zarr.zip')) return true;
  if (folder.endsWith('.parquet')) return false;
  for (const name of ZARR_DOCUMENTS) {
    const document = await storage.head(folder === '' ? name : `${folder}/${name}`);
    if (document) return true;
  }
  return false;
}

async function openParquet(object: StoredObject): Promise<PublishedDataset | undefined> {
  const { openParquetDataset } = await import('../query/parquet/index.js');
  return openParquetDataset(object);
}
