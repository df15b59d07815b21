/**
 * Published datasets in Parquet: objects in `key=value` folders, as this tool and AODN's write them, or one object alone.
 *
 * Objects are those that the ledger tells of; where there is none, the folders are listed level by level. Folders, then row groups by
 * their statistics, then columns are left out before anything of them is read. Folders of times and cells rule out only what their writer
 * has told that they are made from: a name alone proves nothing.
 *
 * @module
 */
import type { PublishedDataset } from '../../contracts/published-dataset.js';
import type { StoredObject } from '../../contracts/storage.js';
import { withRoot } from '../../storage/index.js';
import { ahead } from '../ahead.js';
import { type OpenedObject, openObject } from './footer.js';
import { ParquetDataset } from './parquet-dataset.js';
import { FolderPlaces, type ObjectPlaces, placeOfObject, placesOfLedger } from './places.js';
import { type DatasetSchema, schemaOfObjects, schemaOfSidecar } from './schema.js';
import { schemeOf, typeOfKeys } from './scheme.js';
import { statedOf } from './stated.js';

const SIDECAR = '_common_metadata';
/** Footers that are fetched at the same time, where no sidecar tells the columns. */
const FOOTERS = 16;

/**
 * Opens a published dataset in Parquet, or one Parquet object; `undefined` where neither lies at the address.
 *
 * @throws CO_LEDGER_UNREADABLE, CO_SIDECAR_VALUE, CO_FILE_CORRUPT, CO_COLUMN_DRIFT, or a storage error
 */
export async function openParquetDataset({ uri, storage, key }: StoredObject): Promise<PublishedDataset | undefined> {
  const path = key.replace(/\/+$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.parquet$/i, '');
  const object = key === path && path !== '' ? await storage.head(path).catch(() => undefined) : undefined;
  if (object && !/\.parquet$/i.test(path)) return undefined;
  const parts = object
    ? { storage, places: placeOfObject(path, object.size), sidecar: undefined }
    : await folderParts(withRoot(storage, path === '' ? '' : `${path}/`), ledgerOf(storage, path));
  if (!parts) return undefined;
  const first = await parts.places.first();
  if (!first && !parts.sidecar) return undefined;
  const objects = parts.sidecar ? undefined : await openAll(parts.places, parts.storage);
  const told = parts.sidecar ? schemaOfSidecar(parts.sidecar) : schemaOfObjects(objects ?? [], uri);
  const schema = await withFolders(told, parts.places, first?.keys ?? []);
  const scheme = schemeOf(schema, first?.keys ?? [], parts.places.isMixed);
  const stated = objects && statedOf(objects, scheme.roles);
  return new ParquetDataset({ uri: uri.replace(/\/+$/, ''), name, schema, scheme, stated, ...parts });
}

type Storage = StoredObject['storage'];

/** `<parent>/_ledger/<name>/` */
function ledgerOf(storage: Storage, path: string): Storage {
  const at = path.lastIndexOf('/') + 1;
  return withRoot(storage, `${path.slice(0, at)}_ledger/${path.slice(at)}/`);
}

async function folderParts(storage: Storage, ledger: Storage) {
  const [places, sidecar] = await Promise.all([placesOfLedger(ledger), openSidecar(storage)]);
  return { storage, places: places ?? new FolderPlaces(storage), sidecar };
}

async function openSidecar(storage: Storage): Promise<OpenedObject | undefined> {
  const info = await storage.head(SIDECAR);
  return info && openObject(storage, SIDECAR, info.size);
}

/** The footers of all objects: no column is lost, because no other object has it. */
async function openAll(places: ObjectPlaces, storage: Storage): Promise<OpenedObject[]> {
  const objects: OpenedObject[] = [];
  const all = places.matching((siblings) => new Set(siblings));
  const open = ({ key, size }: { key: string; size?: number | undefined }) => openObject(storage, key, size);
  for await (const object of ahead(all, FOOTERS, open)) objects.push(object);
  return objects;
}

/** With the columns that folders tell and the schema does not. */
async function withFolders(
  schema: DatasetSchema,
  places: ObjectPlaces,
  keys: readonly { name: string }[],
): Promise<DatasetSchema> {
  const missing = keys.filter(({ name }) => !schema.fields.has(name));
  if (missing.length === 0) return schema;
  const values = await places.values();
  const fields = new Map(schema.fields);
  for (const { name } of missing) {
    const type = typeOfKeys((values.get(name) ?? []).map(({ value }) => value));
    fields.set(name, { name, type, attributes: new Map() });
  }
  return { ...schema, fields };
}
