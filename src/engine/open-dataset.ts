/**
 * Opens array files of any format, by what they are: NetCDF-3 and HDF5 by their first bytes, Zarr folders and zips, and the
 * first level of multi-level (`.levels`) folders.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { ObjectInfo, StorageResolver, StoredObject } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { Dataset } from '../model/dataset.js';

const HDF5_SIGNATURE = '\x89HDF\r\n\x1a\n';
const ZIP_SIGNATURE = 'PK\x03\x04';
/** The documents of which a Zarr group has at least one, the most telling first. */
export const ZARR_DOCUMENTS = ['zarr.json', '.zmetadata', '.zgroup'];

/** What is known of a file, or of the folder of a store, before it is opened. */
export interface DatasetObject extends StoredObject {
  /** The file's own, or that of the document that makes the folder a store. */
  readonly info: ObjectInfo;
  readonly kind: 'file' | 'zarr' | 'levels';
}

/** How a dataset is opened. Plain data. */
export interface OpenOptions {
  /** What it must be; `netcdf` is NetCDF-3 or HDF5. By default whatever it is. */
  readonly format?: 'netcdf' | 'netcdf3' | 'hdf5' | 'zarr' | undefined;
  /** Folder for temporary copies of files of other machines; by default that of the system. */
  readonly temporaryFolder?: string | undefined;
}

/** Finds out what lies at an address; `undefined` where nothing does that could be a dataset. */
export async function findDataset(object: StoredObject): Promise<DatasetObject | undefined> {
  const key = object.key.replace(/\/$/, '');
  if (key.endsWith('.levels'))
    return findFolder({ ...object, key }, 'levels', ['.zlevels', '0.link', ...below('0.zarr/')]);
  // A folder is no object: on local disk, asking for one as a file fails.
  if (key.endsWith('.zarr')) return findFolder({ ...object, key }, 'zarr', ZARR_DOCUMENTS);
  const info = object.key.endsWith('/') ? undefined : await object.storage.head(key);
  if (info) return { ...object, key, info, kind: 'file' };
  return findFolder({ ...object, key }, 'zarr', ZARR_DOCUMENTS);
}

function below(folder: string): string[] {
  return ZARR_DOCUMENTS.map((name) => folder + name);
}

async function findFolder(
  object: StoredObject,
  kind: 'zarr' | 'levels',
  documents: readonly string[],
): Promise<DatasetObject | undefined> {
  for (const name of documents) {
    const info = await object.storage.head(`${object.key}/${name}`);
    if (info) return { ...object, info, kind };
  }
  return undefined;
}

/** Bytes, and what changes when the content does: of a file, or over all objects of a store where they can be listed. */
export async function versionOf({
  storage,
  key,
  info,
  kind,
}: DatasetObject): Promise<{ size: number; version: string }> {
  const own = info.etag ?? `${info.modified ?? ''}`;
  if (kind === 'file' || !storage.supportsListing) return { size: info.size, version: own };
  const hash = createHash('sha256');
  let size = 0;
  for await (const part of storage.list(`${key}/`)) {
    size += part.size;
    hash.update(`${part.key} ${part.size} ${part.etag ?? part.modified ?? ''}\n`);
  }
  return { size, version: hash.digest('base64url').slice(0, 22) };
}

/**
 * Opens what lies at an address.
 *
 * @throws CO_STORAGE_NOT_FOUND, CO_FILE_EMPTY, CO_FORMAT_MISMATCH, CO_STORAGE_URI_INVALID, or what the reader throws
 */
export async function openDataset(uri: string, resolver: StorageResolver, options: OpenOptions = {}): Promise<Dataset> {
  const object = await resolver.resolve(uri);
  const found = await findDataset(object);
  if (!found) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: object.uri });
  return openFound(found, resolver, options);
}

/** Opens what {@link findDataset} found. @throws as {@link openDataset} */
export async function openFound(
  found: DatasetObject,
  resolver: StorageResolver,
  options: OpenOptions = {},
): Promise<Dataset> {
  if (found.kind === 'file') return openFile(found, options);
  check(found.uri, 'zarr', options);
  return found.kind === 'levels' ? openFirstLevel(found, resolver) : openZarr(found);
}

async function openFile(found: DatasetObject, options: OpenOptions): Promise<Dataset> {
  const { uri, storage, key, info } = found;
  if (info.size === 0) throw new CloudOptimisedError('CO_FILE_EMPTY', { uri });
  const head = await storage.getRange(key, { offset: 0, length: Math.min(info.size, 8) });
  const signature = Buffer.from(head).toString('latin1');
  const format = formatOf(uri, signature);
  check(uri, format, options);
  if (format === 'zarr') return openZarr(found);
  if (format === 'netcdf3') return (await import('../formats/netcdf3/index.js')).netcdf3Reader.open(found, {});
  const { hdf5Reader } = await import('../formats/hdf5/index.js');
  return hdf5Reader.open(found, { temporaryFolder: options.temporaryFolder });
}

function formatOf(uri: string, signature: string): 'netcdf3' | 'hdf5' | 'zarr' {
  if (signature.startsWith('CDF')) return 'netcdf3';
  if (signature === HDF5_SIGNATURE) return 'hdf5';
  if (signature.startsWith(ZIP_SIGNATURE)) return 'zarr';
  const found = JSON.stringify(signature).slice(1, -1);
  throw new CloudOptimisedError('CO_FORMAT_MISMATCH', { uri, expected: 'NetCDF, HDF5 or Zarr', found });
}

function check(uri: string, found: 'netcdf3' | 'hdf5' | 'zarr', { format }: OpenOptions): void {
  const isAsked = format === undefined || format === found || (format === 'netcdf' && found !== 'zarr');
  if (!isAsked) throw new CloudOptimisedError('CO_FORMAT_MISMATCH', { uri, expected: format, found });
}

async function openZarr(object: StoredObject): Promise<Dataset> {
  const { zarrReader } = await import('../formats/zarr/index.js');
  return zarrReader.open(object, {});
}

/** Level 0 lies in `0.zarr`, or where the text file `0.link` says, from the folder's own place (xcube's multi-level datasets). */
async function openFirstLevel({ uri, storage, key }: DatasetObject, resolver: StorageResolver): Promise<Dataset> {
  const link = await storage.get(`${key}/0.link`);
  const folder = uri.replace(/\/$/, '');
  if (!link) return openDataset(`${folder}/0.zarr`, resolver);
  const path = new TextDecoder().decode(link).trim();
  return openDataset(isWhole(path) ? path : joined(folder, path), resolver);
}

function isWhole(path: string): boolean {
  return path.startsWith('/') || /^[a-z][a-z0-9+.-]+:/i.test(path);
}

/** `s3://b/a/x.zarr` from `s3://b/a/x.levels` and `../x.zarr`. */
function joined(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
