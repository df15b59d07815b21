import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type ConfigsFound, datasetsAmong } from '../config/index.js';
import { CloudOptimisedError } from '../errors/index.js';
import {
  type Collections,
  parseCollections,
  parseSettings,
  type RegistrySettings,
  SETTINGS_FILE,
  textOf,
} from '../registry/index.js';
import { configOptions, shippedConfigs } from './config-files.js';

/** Configs of the datasets of a folder; of the package's own ones where `folder` is `undefined`. */
export async function configsIn(folder: string | undefined, workingFolder: string): Promise<ConfigsFound> {
  const path = folder === undefined ? shippedConfigs() : resolve(workingFolder, folder);
  const names = await readdir(path).catch(() => [] as string[]);
  const files = names.filter((name) => /\.(json|ya?ml)$/i.test(name)).sort();
  const found = await datasetsAmong(
    files.map((name) => join(path, name)),
    configOptions(workingFolder),
  );
  if (found.datasets.length + found.unreadable.length === 0)
    throw new CloudOptimisedError('CO_REGISTRY_NO_CONFIG', { folder: path });
  return found;
}

/** A config that a person may choose. */
export interface ConfigChoice {
  readonly file: string;
  readonly label: string;
}

/** Configs to choose from: those of the working folder, then the shipped ones. */
export async function configChoices(workingFolder: string): Promise<ConfigChoice[]> {
  const own = await configsIn('.', workingFolder).catch((): ConfigsFound => ({ datasets: [], unreadable: [] }));
  const shipped = await configsIn(undefined, workingFolder);
  const shippedOnly = shipped.datasets.filter((file) => !own.datasets.includes(file));
  return [
    ...own.datasets.map((file) => ({ file, label: basename(file) })),
    ...shippedOnly.map((file) => ({ file, label: `${basename(file)} (shipped)` })),
  ];
}

/** The settings in `file`, or in `registry-settings.json` of the working folder, where there is one. */
export async function readSettings(file: string | undefined, workingFolder: string): Promise<RegistrySettings> {
  const path = resolve(workingFolder, file ?? SETTINGS_FILE);
  const text = await textOf(path);
  if (text !== undefined) return parseSettings(path, text);
  if (file === undefined) return {};
  const problems = [{ file: path, pointer: '', message: 'there is no such file', severity: 'error' as const }];
  throw new CloudOptimisedError('CO_REGISTRY_SETTINGS', { file: path, problems });
}

/** The collections in a CSV file. @throws CO_REGISTRY_COLLECTIONS */
export async function readCollections(file: string, workingFolder: string): Promise<Collections> {
  const path = resolve(workingFolder, file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CloudOptimisedError('CO_REGISTRY_COLLECTIONS', { file: path, reason }, { cause });
  });
  return parseCollections(path, bytes);
}
