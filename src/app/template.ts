import type { DatasetConfig } from '../config/index.js';
import { joinTexts } from '../model/cf/join-texts.js';
import type { Dataset } from '../model/dataset.js';
import { openNetcdf } from '../pipeline/open-source.js';
import { createStorageResolver, type S3Options } from '../storage/index.js';

/** Where the template of a dataset is looked for: `<dataset_name>.nc` in the folder of its config. */
export function templateOf({ file, name }: DatasetConfig): string {
  return `${file.slice(0, file.lastIndexOf('/') + 1)}${name}.nc`;
}

/** Opens the template when it is first asked for, and keeps it. */
export function templateOpener(address: string, s3: S3Options): () => Promise<Dataset | undefined> {
  let opened: Promise<Dataset | undefined> | undefined;
  return () => {
    opened ??= openTemplate(address, s3);
    return opened;
  };
}

async function openTemplate(address: string, s3: S3Options): Promise<Dataset | undefined> {
  const object = await createStorageResolver({ s3 }).resolve(address);
  const info = await object.storage.head(object.key);
  if (!info) return undefined;
  return joinTexts(await openNetcdf(object, info.size));
}
