import type { DatasetDescription, PublishedDataset, Selection } from '../contracts/published-dataset.js';
import type { Table } from '../model/table/table.js';
import { createStorageResolver, s3OptionsFromS3fs } from '../storage/index.js';
import { openStored } from './published-openers.js';

/** How a dataset is reached. */
export interface OpenPublishedOptions {
  /** Options of s3fs for its bucket, as configs have them: `{ "anon": true }`. By default what the AWS SDK finds. */
  readonly s3Options?: Readonly<Record<string, unknown>> | undefined;
  /** What relative paths are relative to. */
  readonly workingFolder?: string | undefined;
}

/**
 * Opens a published dataset by what lies at its address: Parquet objects in folders, one Parquet object, or a Zarr store.
 *
 * ```ts
 * import { openDataset } from 'cloud-optimised';
 *
 * const dataset = await openDataset('./cloud-optimised/argo.parquet');
 * for await (const table of dataset.select({ columns: ['JULD', 'TEMP'] })) console.log(table.rows);
 * await dataset.close();
 * ```
 *
 * @param uri path or address of the dataset itself
 * @throws CO_DATASET_UNKNOWN, CO_STORAGE_URI_INVALID, what is wrong with the dataset, or a storage error
 */
export async function openDataset(
  uri: string,
  { s3Options = {}, workingFolder = process.cwd() }: OpenPublishedOptions = {},
): Promise<PublishedDataset> {
  const resolver = createStorageResolver({ cwd: workingFolder, s3: s3OptionsFromS3fs(s3Options).options });
  try {
    const dataset = await openStored(await resolver.resolve(uri));
    return new OwnedDataset(dataset, () => resolver.close());
  } catch (error) {
    await resolver.close();
    throw error;
  }
}

/** A dataset whose connections are its own: closing it closes them. */
class OwnedDataset implements PublishedDataset {
  readonly uri: string;
  readonly format: string;
  readonly #dataset: PublishedDataset;
  readonly #release: () => Promise<void>;

  constructor(dataset: PublishedDataset, release: () => Promise<void>) {
    this.uri = dataset.uri;
    this.format = dataset.format;
    this.#dataset = dataset;
    this.#release = release;
  }

  describe(): Promise<DatasetDescription> {
    return this.#dataset.describe();
  }

  select(selection: Selection): AsyncIterable<Table> {
    return this.#dataset.select(selection);
  }

  async close(): Promise<void> {
    await this.#dataset.close();
    await this.#release();
  }
}
