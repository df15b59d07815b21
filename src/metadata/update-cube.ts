import type { Storage } from '../contracts/storage.js';
import { findJournal } from '../engine/cube-store/journal.js';
import { ZarrCubeStore } from '../engine/cube-store/zarr-cube-store.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { CloudOptimisedError } from '../errors/index.js';
import { cubeDocuments } from '../formats/zarr/index.js';
import type { Cube } from '../model/zarr/array.js';
import type { Accepted, MetadataRevision } from './attribute-change.js';
import { type RevisedCube, reviseCube, type WantedCubeMetadata } from './revise-cube.js';

/** A dataset whose metadata is brought up to its config. */
export interface MetadataPlace {
  /** Name of the dataset, for messages and the lock. */
  readonly name: string;
  /** Address of the dataset, without credentials. */
  readonly uri: string;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
  readonly accepted: Accepted;
  /** Tell what would change, and write nothing: no lock either. */
  readonly dryRun: boolean;
  /** How long to wait for another writer, seconds. */
  readonly wait: number;
}

/**
 * Brings the attributes of a cube up to its config, in one commit: readers of a consolidated cube see all of it or nothing. Nothing is
 * written where nothing changes.
 *
 * @throws CO_METADATA_UNPUBLISHED, CO_LOCKED, CO_CUBE_CONFLICT, CO_ZARR_METADATA, or a storage error
 */
export async function updateCubeMetadata(place: MetadataPlace, wanted: WantedCubeMetadata): Promise<MetadataRevision> {
  const { name, uri, dataset, ledger } = place;
  const before = await new ZarrCubeStore({ dataset, ledger, uri }).read();
  // A lock makes a folder: not for a dataset that is not there, and not where there is nothing to do.
  if (!before) throw new CloudOptimisedError('CO_METADATA_UNPUBLISHED', { dataset: name, uri });
  const expected = toRevision(before, reviseCube(before, wanted, place.accepted));
  const isRepairDue = (await findJournal(ledger)) !== undefined;
  if (place.dryRun || (expected.outcome === 'unchanged' && !isRepairDue)) return expected;
  const lock = await DatasetLock.acquire(ledger, name, { wait: place.wait });
  try {
    return await commit(place, wanted, lock);
  } finally {
    await lock.release();
  }
}

async function commit(place: MetadataPlace, wanted: WantedCubeMetadata, lock: DatasetLock): Promise<MetadataRevision> {
  const { name, uri, dataset, ledger, accepted } = place;
  const transaction = await new ZarrCubeStore({ dataset, ledger, uri, lock }).begin();
  const { base, repaired } = transaction;
  if (!base) throw new CloudOptimisedError('CO_METADATA_UNPUBLISHED', { dataset: name, uri });
  const revised = reviseCube(base, wanted, accepted);
  const revision = toRevision(base, revised);
  if (revision.outcome === 'changed') await transaction.commit(revised.next);
  return repaired.outcome === 'clean' ? revision : { ...revision, repaired: repaired.outcome };
}

function toRevision(base: Cube, { next, changes, left }: RevisedCube): MetadataRevision {
  if (changes.length === 0) return { outcome: 'unchanged', changes, left, documents: [] };
  return { outcome: 'changed', changes, left, documents: changedDocuments(base, next) };
}

function changedDocuments(base: Cube, next: Cube): string[] {
  const before = new Map(documentsOf(base).map(({ key, data }) => [key, data]));
  const isOther = (key: string, data: Uint8Array) => !Buffer.from(data).equals(before.get(key) ?? new Uint8Array());
  return documentsOf(next).flatMap(({ key, data }) => (isOther(key, data) ? [key] : []));
}

function documentsOf(cube: Cube) {
  const { root, rest } = cubeDocuments(cube);
  return [root, ...rest];
}
