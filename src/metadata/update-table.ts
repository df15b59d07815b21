import type { Storage } from '../contracts/storage.js';
import { Ledger } from '../engine/ledger/ledger.js';
import { recover } from '../engine/ledger/recover.js';
import { DatasetLock } from '../engine/lock/dataset-lock.js';
import { CloudOptimisedError } from '../errors/index.js';
import { readSidecar } from '../formats/parquet/index.js';
import type { LeftAlone, MetadataRevision } from './attribute-change.js';
import { type RevisedTable, reviseTable, type TableMetadata } from './revise-table.js';
import type { MetadataPlace } from './update-cube.js';

/** An object beside the data, relative to the dataset's root. */
export interface MetadataDocument {
  readonly key: string;
  readonly data: Uint8Array;
}

/** Makes the documents of a table's metadata as its config wants them, but for what is to stay as it is stored. */
export type WantedTableMetadata = (left: readonly LeftAlone[]) => Promise<readonly MetadataDocument[]>;

/** Name of the object that tells the schema of a table. */
const COMMON_METADATA = '_common_metadata';

/**
 * Brings the sidecar of a table up to its config. It is one object, so that readers see the old one or the new one. Nothing is written
 * where nothing changes.
 *
 * @throws CO_METADATA_UNPUBLISHED, CO_METADATA_COLUMNS, CO_LOCKED, CO_SIDECAR_VALUE, CO_LEDGER_UNREADABLE, or a storage error
 */
export async function updateTableMetadata(
  place: MetadataPlace,
  wanted: WantedTableMetadata,
): Promise<MetadataRevision> {
  // A lock makes a folder: not for a dataset that is not there, and not where there is nothing to do.
  const expected = (await revise(place, await findTable(place), wanted)).revision;
  if (place.dryRun || expected.outcome === 'unchanged') return expected;
  const lock = await DatasetLock.acquire(place.ledger, place.name, { wait: place.wait });
  try {
    const repaired = await repair(place);
    const { revision, documents } = await revise(place, await findTable(place), wanted);
    lock.assertHeld();
    for (const { key, data } of documents) await place.dataset.put(key, data);
    return repaired ? { ...revision, repaired } : revision;
  } finally {
    await lock.release();
  }
}

/** A table that is published: its sidecar, or, where it has none yet, one of its objects. */
interface FoundTable {
  readonly sidecar: Uint8Array | undefined;
  readonly object: string | undefined;
}

async function findTable({ name, uri, dataset, ledger }: MetadataPlace): Promise<FoundTable> {
  const sidecar = await dataset.get(COMMON_METADATA);
  if (sidecar) return { sidecar, object: undefined };
  const [entry] = (await Ledger.open(ledger)).entries();
  if (!entry) throw new CloudOptimisedError('CO_METADATA_UNPUBLISHED', { dataset: name, uri });
  return { sidecar, object: entry.objects[0] };
}

async function repair({ dataset, ledger }: MetadataPlace): Promise<string | undefined> {
  const { rolledBack, rolledForward } = await recover(await Ledger.open(ledger), dataset, ledger);
  return rolledBack + rolledForward === 0 ? undefined : 'rolledBack';
}

async function revise(place: MetadataPlace, found: FoundTable, wanted: WantedTableMetadata) {
  const asked = await wanted([]);
  const first = await compare(place, found, asked);
  if (first.refused.length > 0) {
    const fields = { dataset: place.name, differences: first.refused };
    throw new CloudOptimisedError('CO_METADATA_COLUMNS', fields);
  }
  const made = first.left.length > 0 ? await wanted(first.left) : asked;
  const documents = await differing(place.dataset, made);
  const revision: MetadataRevision = {
    outcome: documents.length > 0 ? 'changed' : 'unchanged',
    changes: first.changes,
    left: first.left,
    documents: documents.map(({ key }) => key),
  };
  return { revision, documents };
}

async function compare(
  place: MetadataPlace,
  { sidecar, object }: FoundTable,
  documents: readonly MetadataDocument[],
): Promise<RevisedTable> {
  const made = documents.find(({ key }) => key === COMMON_METADATA);
  // A handler of one's own may do without.
  if (!made) return { changes: [], left: [], refused: [] };
  const uri = `${place.uri}/${COMMON_METADATA}`;
  const wanted = readSidecar(made.data, uri);
  if (sidecar) return reviseTable(readSidecar(sidecar, uri), wanted, place.accepted);
  return againstObject(await columnsOf(place, object), wanted);
}

async function columnsOf({ dataset, uri }: MetadataPlace, object: string | undefined) {
  const bytes = object === undefined ? undefined : await dataset.get(object);
  return bytes ? readSidecar(bytes, `${uri}/${object}`).fields : [];
}

/** Without a sidecar all of it is new; objects lack the columns that folders are named after. */
function againstObject(columns: TableMetadata['fields'], wanted: TableMetadata): RevisedTable {
  const known = new Set(columns.map(({ name }) => name));
  const added = wanted.fields.filter(({ name }) => !known.has(name));
  const stored = { fields: [...columns.map(withoutAttributes), ...added.map(withoutAttributes)], globalAttributes: {} };
  const { changes, refused } = reviseTable(stored, withDescriptionsOnly(wanted), new Set());
  return { changes, left: [], refused };
}

function withoutAttributes<F extends { readonly attributes: object }>(field: F): F {
  return { ...field, attributes: {} };
}

/** What is there for the first time contradicts nothing. */
function withDescriptionsOnly({ fields, globalAttributes }: TableMetadata): TableMetadata {
  return { fields: fields.map(withoutAttributes), globalAttributes };
}

async function differing(dataset: Storage, documents: readonly MetadataDocument[]): Promise<MetadataDocument[]> {
  const there = await Promise.all(documents.map(({ key }) => dataset.get(key)));
  return documents.filter(({ data }, at) => !Buffer.from(data).equals(there[at] ?? new Uint8Array()));
}
