import type { Storage } from '../contracts/storage.js';
import { recoverCube } from '../engine/cube-store/recover-cube.js';
import type { Decision, Repair } from '../engine/cube-store/repair.js';
import { type CubeVerified, verifyCube } from '../engine/cube-store/verify-cube.js';
import { Ledger } from '../engine/ledger/ledger.js';
import { type Recovery, recover } from '../engine/ledger/recover.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { CloudOptimisedError } from '../errors/index.js';
import { createStorageResolver, redactUri, withRoot } from '../storage/index.js';

/** Which dataset. */
export interface DatasetAddress {
  /** Path or address of the dataset: `<parent>/x.zarr`. */
  readonly target: string;
  readonly workingFolder?: string | undefined;
}

/** How to repair a dataset. */
export interface RecoverDatasetOptions extends DatasetAddress {
  /** How long to wait for another writer, seconds. */
  readonly wait?: number | undefined;
  /** Which way to go where another program changed a cube amid an unfinished commit. */
  readonly decision?: Decision | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a repair did: of a cube, or of a dataset in Parquet. */
export type DatasetRecovered = { readonly target: string } & (
  | ({ readonly kind: 'cube' } & Repair)
  | ({ readonly kind: 'table' } & Recovery)
);

/**
 * Repairs what an interrupted run left in a dataset, under its lock.
 *
 * @throws CO_STORAGE_NOT_FOUND, CO_LOCKED, CO_CUBE_UNDECIDED, CO_LEDGER_UNREADABLE, or a storage error
 */
export async function recoverDataset(options: RecoverDatasetOptions): Promise<DatasetRecovered> {
  return await inTarget(options, async (place) => {
    await checkThere(place);
    const lock = await DatasetLock.acquire(place.ledger, place.uri, options);
    try {
      return { target: place.uri, ...(await repairKind({ ...place, lock }, options.decision)) };
    } finally {
      await lock.release();
    }
  });
}

/** Looks at all of a cube. @throws CO_STORAGE_NOT_FOUND, CO_CUBE_NOT_ZARR, CO_ZARR_METADATA, or a storage error */
export async function verifyDataset(options: DatasetAddress): Promise<CubeVerified & { readonly target: string }> {
  return await inTarget(options, async (place) => ({ target: place.uri, ...(await verifyCube(place)) }));
}

/** The folders of a dataset and its ledger. */
interface Place {
  readonly uri: string;
  readonly dataset: Storage;
  readonly ledger: Storage;
}

async function repairKind(place: Place & { lock: DatasetLock }, decision: Decision | undefined) {
  if (!place.uri.endsWith('.parquet')) return { kind: 'cube', ...(await recoverCube(place, { decision })) } as const;
  const ledger = await Ledger.open(place.ledger);
  return { kind: 'table', ...(await recover(ledger, place.dataset, place.ledger)) } as const;
}

async function inTarget<T>({ target, workingFolder }: DatasetAddress, work: (place: Place) => Promise<T>): Promise<T> {
  const resolver = createStorageResolver(workingFolder === undefined ? {} : { cwd: workingFolder });
  try {
    const { storage, key, uri } = await resolver.resolve(target);
    const path = key.replace(/\/+$/, '');
    if (path === '') throw namesNoFolder(target);
    const name = path.lastIndexOf('/') + 1;
    return await work({
      uri: uri.replace(/\/+$/, ''),
      dataset: withRoot(storage, `${path}/`),
      ledger: withRoot(storage, `${path.slice(0, name)}_ledger/${path.slice(name)}/`),
    });
  } finally {
    await resolver.close();
  }
}

/** A lock makes a folder: not for an address that somebody mistyped. */
async function checkThere({ uri, dataset, ledger }: Place): Promise<void> {
  for (const storage of [ledger, dataset]) {
    for await (const _ of storage.list('')) return;
  }
  throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
}

function namesNoFolder(target: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_STORAGE_URI_INVALID', { uri: redactUri(target), reason: 'it names no folder' });
}
