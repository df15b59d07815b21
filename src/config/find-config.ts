import { join, posix, resolve } from 'node:path';
import { CloudOptimisedError } from '../errors/index.js';
import type { JsonObject } from './json.js';
import { configExtension, EXTENSIONS, parseDocument } from './parse-document.js';

/** Where configs are looked up, and how they are read. */
export interface ConfigLookup {
  /** Text of the object at a local path or an address; `undefined` where there is none. */
  readText(uri: string): Promise<string | undefined>;
  /** Local folder that relative paths and bare names are looked up in first. */
  readonly workingFolder: string;
  /** Local folder of the configs that come with this package. */
  readonly shippedFolder: string;
}

/** One file of a config, as it stands. */
export interface ConfigFile {
  /** Path or address. */
  readonly file: string;
  readonly document: JsonObject;
}

/**
 * Finds and parses a config by NAME, FILE or URI.
 *
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE
 */
export async function findConfig(reference: string, lookup: ConfigLookup): Promise<ConfigFile> {
  return firstOf(reference, candidates(reference, lookup), lookup);
}

/** Finds and parses the parent that a config names: a file beside it. @throws as `findConfig` */
export async function findParent(name: string, child: string, lookup: ConfigLookup): Promise<ConfigFile> {
  return firstOf(name, withExtensions(beside(child, name)), lookup);
}

/** The address of what lies at `path` seen from `file`; an absolute path is a local one. */
export function beside(file: string, path: string): string {
  if (isAddress(path) || path.startsWith('/')) return path;
  const [, store, key] = /^([^:]+:\/\/[^/]*)(.*)$/s.exec(file) ?? [];
  if (store === undefined || key === undefined) return resolve(file, '..', path);
  return store + posix.join('/', posix.dirname(key), path);
}

/** Whether a text begins with a scheme, as in `s3://` or `https://`. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

async function firstOf(reference: string, files: readonly string[], lookup: ConfigLookup): Promise<ConfigFile> {
  for (const file of files) {
    const text = await lookup.readText(file);
    if (text !== undefined) return { file, document: await parseDocument(file, text) };
  }
  throw new CloudOptimisedError('CO_CONFIG_NOT_FOUND', { config: reference, lookedIn: files });
}

function candidates(reference: string, { workingFolder, shippedFolder }: ConfigLookup): string[] {
  if (isAddress(reference)) return withExtensions(reference);
  const bare = !/[\\/]/.test(reference);
  const folders = bare ? [workingFolder, shippedFolder] : [workingFolder];
  return folders.flatMap((folder) => withExtensions(bare ? join(folder, reference) : resolve(folder, reference)));
}

function withExtensions(file: string): string[] {
  return configExtension(file) ? [file] : EXTENSIONS.map((extension) => `${file}${extension}`);
}
