/**
 * What may be given as a config: nothing, objects, files, and lists of these.
 *
 * @module
 */

import type { JsonObject } from '../../config/json.js';
import { parseDocument } from '../../config/parse-document.js';
import { quoted } from '../../config/quote.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { AppendConfigDocument } from './append-config.generated.js';
import { type Environment, expandEnvironment } from './environment.js';
import { withExactIntegers } from './exact-integers.js';
import { isPlain, plainObject } from './plain-value.js';

/** A function or class that makes a dataset of a slice; what it takes is the matter of who calls it. */
// biome-ignore lint/complexity/noBannedTypes: functions and classes alike, called by the slices' part
export type SliceSourceCode = Function;

/** A config as an object: as in a file, but `slice_source` may be the function or class itself. */
export type AppendConfigObject = Omit<AppendConfigDocument, 'slice_source'> & {
  readonly slice_source?: string | SliceSourceCode | undefined;
};

/** A config: nothing, an object, a path or address of a JSON or YAML file, or a list of such, which are merged in their order. */
export type ConfigLike = undefined | null | string | AppendConfigObject | readonly ConfigLike[];

/** How configs are read. */
export interface ConfigReading {
  /** Text of the object at a path or an address; `undefined` where there is none. */
  readText(uri: string): Promise<string | undefined>;
  /** Environment variables that texts in files may name. Default: none. */
  readonly environment?: Environment | undefined;
}

/** One of the objects that a config is merged of. */
export interface ConfigLayer {
  /** File that it comes from; `undefined` for an object. */
  readonly file: string | undefined;
  readonly document: JsonObject;
  readonly sliceSource: SliceSourceCode | undefined;
}

/**
 * The layers of a config, first to last.
 *
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE, or a storage error
 */
export async function layersOf(config: ConfigLike, reading: ConfigReading): Promise<ConfigLayer[]> {
  if (config === undefined || config === null) return [];
  if (typeof config === 'string') return [await readLayer(config, reading)];
  if (isList(config)) return await layersOfList(config, reading);
  if (isPlain(config)) return [toLayer(config)];
  const reason = `${quoted(config)} is neither an object, nor a path or address, nor a list of these`;
  throw new CloudOptimisedError('CO_CONFIG_UNREADABLE', { file: OBJECT, reason });
}

/** What an object is called in messages. */
export const OBJECT = '(object)';

async function layersOfList(configs: readonly ConfigLike[], reading: ConfigReading): Promise<ConfigLayer[]> {
  const layers: ConfigLayer[] = [];
  for (const config of configs) layers.push(...(await layersOf(config, reading)));
  return layers;
}

async function readLayer(file: string, { readText, environment = {} }: ConfigReading): Promise<ConfigLayer> {
  const text = await readText(file);
  if (text === undefined)
    throw new CloudOptimisedError('CO_CONFIG_NOT_FOUND', { config: file, lookedIn: [file], kind: 'append' });
  const rounded = plainObject(await parseDocument(file, text), file);
  const document = await withExactIntegers(rounded, file, text);
  return { file, document: expandEnvironment(document, environment) as JsonObject, sliceSource: undefined };
}

function toLayer(config: Readonly<Record<string, unknown>>): ConfigLayer {
  const { slice_source: source, ...others } = config;
  if (typeof source !== 'function')
    return { file: undefined, document: plainObject(config, OBJECT), sliceSource: undefined };
  return { file: undefined, document: plainObject(others, OBJECT), sliceSource: source };
}

function isList(config: ConfigLike): config is readonly ConfigLike[] {
  return Array.isArray(config);
}
