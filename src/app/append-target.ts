import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Storage } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { createStorageResolver, redactUri, withRoot } from '../storage/index.js';
import type { AppendSetup } from './append-setup.js';

/** Where a cube and its ledger lie. */
export interface AppendTarget {
  /** Address of the cube, without credentials and without a slash at its end. */
  readonly uri: string;
  /** The cube's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder: `_ledger/<name>/` beside the cube. */
  readonly ledger: Storage;
  close(): Promise<void>;
}

/** Opens the folders of a cube and its ledger. @throws CO_STORAGE_URI_INVALID */
export async function openAppendTarget({
  target,
  targetS3,
  workingFolder,
}: Pick<AppendSetup, 'target' | 'targetS3' | 'workingFolder'>): Promise<AppendTarget> {
  const resolver = createStorageResolver({ cwd: workingFolder, s3: targetS3 });
  const object = await resolver.resolve(target);
  const key = object.key.replace(/\/+$/, '');
  if (key === '')
    throw new CloudOptimisedError('CO_STORAGE_URI_INVALID', { uri: redactUri(target), reason: 'it names no folder' });
  const slash = key.lastIndexOf('/') + 1;
  return {
    uri: object.uri.replace(/\/+$/, ''),
    dataset: withRoot(object.storage, `${key}/`),
    ledger: withRoot(object.storage, `${key.slice(0, slash)}_ledger/${key.slice(slash)}/`),
    close: () => resolver.close(),
  };
}

/**
 * Refuses a place on a local disk where no cube can be: a file, or a folder whose parent is not there, for a mistyped path must not make
 * folders.
 *
 * @throws CO_CUBE_NOT_ZARR, CO_TARGET_PARENT
 */
export async function checkPlace({ uri, dataset }: AppendTarget): Promise<void> {
  if (!dataset.root.startsWith('file:')) return;
  const path = fileURLToPath(dataset.root);
  const own = await stat(path.replace(/[/\\]+$/, '')).catch(() => undefined);
  if (own?.isFile()) throw new CloudOptimisedError('CO_CUBE_NOT_ZARR', { uri });
  const parent = dirname(path);
  const found = await stat(parent).catch(() => undefined);
  if (!found?.isDirectory()) throw new CloudOptimisedError('CO_TARGET_PARENT', { uri: parent });
}
