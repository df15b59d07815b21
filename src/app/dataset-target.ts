import type { Storage } from '../contracts/storage.js';
import { createStorageResolver, withRoot } from '../storage/index.js';
import type { RunSetup } from './run-setup.js';

/** Where a dataset and its ledger lie. */
export interface DatasetTarget {
  /** Address of the dataset, as a person would write it. */
  readonly address: string;
  /** The dataset's own folder: `<output>/<name>.<format>/`. */
  readonly dataset: Storage;
  /** The ledger's own folder: `<output>/_ledger/<name>.<format>/`. */
  readonly ledger: Storage;
  close(): Promise<void>;
}

/** Opens the folders of a dataset and its ledger. @throws CO_STORAGE_URI_INVALID */
export async function openTarget({
  config,
  output,
  outputS3,
}: Pick<RunSetup, 'config' | 'output' | 'outputS3'>): Promise<DatasetTarget> {
  const resolver = createStorageResolver({ s3: outputS3 });
  const { storage, key, uri } = await resolver.resolve(output);
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  const name = `${config.name}.${config.format}/`;
  return {
    address: `${uri}${uri.endsWith('/') ? '' : '/'}${config.name}.${config.format}`,
    dataset: withRoot(storage, folder + name),
    ledger: withRoot(storage, `${folder}_ledger/${name}`),
    close: () => resolver.close(),
  };
}
