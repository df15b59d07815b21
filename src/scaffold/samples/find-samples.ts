/**
 * Finds the files to look at: those that are named, or some of a folder, a prefix or a bucket.
 *
 * @module
 */
import type { Storage, StorageResolver, StoredObject } from '../../contracts/storage.js';
import { CloudOptimisedError, isCoded } from '../../errors/index.js';
import { gather } from '../gather.js';
import type { Archive } from './archive.js';
import { extensionOf, isKnown } from './format-of.js';

/** How many files of a listing are looked at. */
export const SAMPLES = 8;
/** How many names of a listing are taken note of. */
const MOST_LISTED = 100_000;

/** One source to look at. */
export interface Sample extends StoredObject {
  readonly name: string;
  readonly bytes: number;
}

/** What is to be looked at, and what lies beside it. */
export interface FoundSamples {
  readonly samples: readonly Sample[];
  readonly archive: Archive;
}

/**
 * The files that are named, and of each folder or prefix some that are spread evenly over its listing, the first and the last among them.
 *
 * @throws CO_NO_SOURCES, or a storage error
 */
export async function findSamples(resolver: StorageResolver, references: readonly string[]): Promise<FoundSamples> {
  const found: Sample[] = [];
  const listed: Sample[] = [];
  for (const reference of references) {
    const { isListing, samples } = await samplesOf(resolver, reference);
    listed.push(...samples);
    found.push(...(isListing ? spread(ofOneKind(samples)) : samples));
  }
  if (found.length === 0) throw new CloudOptimisedError('CO_NO_SOURCES', { paths: references });
  const kind = extensionOf(found[0]?.name ?? '');
  const alike = listed.filter(({ name }) => extensionOf(name) === kind);
  const bytes = alike.reduce((sum, sample) => sum + sample.bytes, 0);
  const folder = commonFolder(found.map(({ uri }) => uri));
  return { samples: found, archive: { folder, names: alike.map(({ name }) => name), files: alike.length, bytes } };
}

async function samplesOf(resolver: StorageResolver, reference: string) {
  const object = await resolver.resolve(reference);
  const { storage, key, uri } = object;
  const head = key !== '' && !key.endsWith('/') ? await storage.head(key) : undefined;
  if (head) return { isListing: false, samples: [{ ...object, name: lastPart(uri), bytes: head.size }] };
  const store = await storeAt(object);
  if (store) return { isListing: false, samples: [store] };
  if (!storage.supportsListing) throw new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri });
  return { isListing: true, samples: await listSamples(object) };
}

/** A Zarr store or a folder of a Parquet dataset, which is one source. */
async function storeAt({ storage, key, uri }: StoredObject): Promise<Sample | undefined> {
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  const metadata = ['zarr.json', '.zgroup', '.zmetadata', '.zarray'];
  for (const name of metadata) if (await isThere(storage, folder + name)) return storeIn(storage, folder);
  return /\.parquet\/?$/.test(uri) && (await hasAny(storage, folder)) ? storeIn(storage, folder) : undefined;
}

/** A bucket that may not be listed refuses what is not there. */
async function isThere(storage: Storage, key: string): Promise<boolean> {
  try {
    return (await storage.head(key)) !== undefined;
  } catch (error) {
    if (isCoded(error, 'CO_STORAGE_ACCESS_DENIED')) return false;
    throw error;
  }
}

function storeIn(storage: Storage, folder: string): Sample {
  const uri = `${storage.root.startsWith('file:') ? '/' : storage.root}${folder}`;
  return { uri, storage, key: folder, name: lastPart(folder), bytes: 0 };
}

async function hasAny(storage: Storage, folder: string): Promise<boolean> {
  for await (const _ of storage.list(folder)) return true;
  return false;
}

/** The files below a folder or prefix, and the stores, each once. */
async function listSamples({ storage, key, uri }: StoredObject): Promise<Sample[]> {
  const isLocal = storage.root.startsWith('file:');
  const prefix = isLocal && key !== '' && !key.endsWith('/') ? `${key}/` : key;
  const base = uri.slice(0, uri.length - key.length);
  const samples = new Map<string, Sample>();
  for await (const { key: found, size } of storage.list(prefix)) {
    const store = /^(.*?\.(?:zarr|parquet))\//i.exec(found.slice(prefix.length))?.[1];
    const own = store === undefined ? found : `${prefix}${store}/`;
    const name = lastPart(own);
    if (!isKnown(name) || /(^|\/)([._]|cloud-optimised\/)/.test(own.slice(prefix.length))) continue;
    const bytes = (samples.get(own)?.bytes ?? 0) + size;
    samples.set(own, { uri: base + own, storage, key: own, name, bytes });
    if (samples.size >= MOST_LISTED) break;
  }
  return [...samples.values()];
}

/** The files of the format that most have. */
function ofOneKind(samples: readonly Sample[]): Sample[] {
  const kinds = gather(samples, ({ name }) => extensionOf(name));
  return [...kinds.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

function spread(samples: readonly Sample[]): Sample[] {
  const filled = samples.filter(({ bytes, key }) => bytes > 0 || key.endsWith('/'));
  if (filled.length <= SAMPLES) return [...filled];
  const step = (filled.length - 1) / (SAMPLES - 1);
  return Array.from({ length: SAMPLES }, (_, i) => filled[Math.round(i * step)] as Sample);
}

function lastPart(uri: string): string {
  return uri.replace(/\/$/, '').split('/').at(-1) ?? uri;
}

/** The longest folder that holds all. */
function commonFolder(uris: readonly string[]): string {
  const folders = uris.map((uri) =>
    uri
      .replace(/[^/]+\/?$/, '')
      .split('/')
      .slice(0, -1),
  );
  const [first = []] = folders;
  const common = first.findIndex((part, i) => folders.some((folder) => folder[i] !== part));
  return `${(common === -1 ? first : first.slice(0, common)).join('/')}/`;
}
