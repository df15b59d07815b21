/**
 * Finds the source files of a run.
 *
 * @module
 */
import type { SourceFile } from '../contracts/reader.js';
import type { ObjectInfo, Storage, StorageResolver } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';

/** One path of a config, or one `--input`. */
export interface InputPath {
  /** A file, a folder, a prefix or a pattern with `*`. */
  readonly uri: string;
  /** `parquet`: the path is one table, a file or a hive folder. `zarr`: it is one store. */
  readonly type: 'files' | 'parquet' | 'zarr';
  /** Only addresses in which this is found. */
  readonly filter?: RegExp | undefined;
  /** Only addresses in which this text is not found. */
  readonly exclude?: string | undefined;
  /** A path that a person typed must match something; one of a config may be empty. */
  readonly required: boolean;
}

/** What the paths of a run hold. */
export interface FoundSources {
  /** In the order of the paths, then of their names; each address once. */
  readonly sources: readonly SourceFile[];
  /** Paths that match nothing. */
  readonly unmatched: readonly InputPath[];
}

/** Lists all sources. @throws CO_NO_SOURCES when there is none, or a storage error */
export async function findSources(resolver: StorageResolver, inputs: readonly InputPath[]): Promise<FoundSources> {
  const sources = new Map<string, SourceFile>();
  const unmatched: InputPath[] = [];
  for (const input of inputs) {
    let matched = false;
    for await (const source of sourcesOf(resolver, input)) {
      matched = true;
      sources.set(source.uri, source);
    }
    if (!matched) unmatched.push(input);
  }
  if (sources.size === 0) throw new CloudOptimisedError('CO_NO_SOURCES', { paths: inputs.map(({ uri }) => uri) });
  return { sources: [...sources.values()], unmatched };
}

async function* sourcesOf(resolver: StorageResolver, input: InputPath): AsyncIterable<SourceFile> {
  const { uri, storage, key } = await resolver.resolve(input.uri);
  const base = uri.slice(0, uri.length - key.length);
  if (input.type !== 'files') {
    const folder = await folderAsSource(storage, key, base);
    if (folder) {
      yield folder;
      return;
    }
  }
  for await (const info of objectsOf(storage, key)) {
    const source = toSource(info, base, isLocal(storage));
    if (isWanted(source, input)) yield source;
  }
}

function isWanted({ uri, name }: SourceFile, { filter, exclude }: InputPath): boolean {
  return !name.startsWith('.') && !(exclude && uri.includes(exclude)) && (filter?.test(uri) ?? true);
}

/** The object of that key, those that a pattern matches, those in that folder, or else those whose key begins so. */
async function* objectsOf(storage: Storage, key: string): AsyncIterable<ObjectInfo> {
  const exact = key && !key.endsWith('/') ? await storage.head(key) : undefined;
  if (exact) {
    yield exact;
    return;
  }
  if (!storage.supportsListing) return;
  if (/[*?[\]{}()!]/.test(key)) {
    const { default: picomatch } = await import('picomatch');
    const { isGlob, base } = picomatch.scan(key);
    if (isGlob) {
      const matches = picomatch(key, { dot: false });
      for await (const info of storage.list(base ? `${base}/` : '')) if (matches(info.key)) yield info;
      return;
    }
  }
  yield* storage.list(isLocal(storage) && key && !key.endsWith('/') ? await folderOrPrefix(storage, key) : key);
}

/** On a disk, `data` means the folder `data/` where there is one; in a bucket a prefix is plain text, as AODN's tool has it. */
async function folderOrPrefix(storage: Storage, key: string): Promise<string> {
  for await (const _ of storage.list(`${key}/`)) return `${key}/`;
  return key;
}

/** A hive folder or a Zarr store as one source: its size and version are those of all objects below. */
async function folderAsSource(storage: Storage, key: string, base: string): Promise<SourceFile | undefined> {
  if (key && !key.endsWith('/') && (await storage.head(key))) return undefined;
  const folder = key.endsWith('/') ? key : `${key}/`;
  let size = 0;
  let files = 0;
  let latest = '';
  for await (const info of storage.list(folder)) {
    size += info.size;
    files++;
    const version = versionOf(info, isLocal(storage));
    if (version > latest) latest = version;
  }
  if (files === 0) return undefined;
  const name = folder.split('/').at(-2) ?? folder;
  return { uri: base + folder, name, size, version: `${files} files, ${latest}` };
}

function toSource(info: ObjectInfo, base: string, local: boolean): SourceFile {
  const name = info.key.slice(info.key.lastIndexOf('/') + 1);
  return { uri: base + info.key, name, size: info.size, version: versionOf(info, local) };
}

/** The time of last change on a disk (moving an archive to another disk must not renew it), the etag elsewhere. */
function versionOf({ etag, modified }: ObjectInfo, local: boolean): string {
  const time = modified === undefined ? '' : String(modified);
  return local ? time : (etag ?? time);
}

function isLocal(storage: Storage): boolean {
  return storage.root.startsWith('file:');
}
