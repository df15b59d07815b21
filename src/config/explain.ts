/**
 * Where each value of a config comes from.
 *
 * @module
 */
import { defaultsIn } from './defaults.js';
import { type ConfigFile, type ConfigLookup, findConfig } from './find-config.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { fileOf, mergeLayers, withParents } from './layers.js';
import type { LoadOptions } from './load.js';
import { OVERRIDE, readOverride } from './override.js';
import { pointerTo } from './pointer.js';
import { withoutSecrets } from './quote.js';

/** What a value was told by; `default`: by nobody. */
export type Origin = 'override' | 'config' | 'parent' | 'default';

/** One of the documents that a config is made of. */
export interface ExplainedLayer {
  readonly origin: Exclude<Origin, 'default'>;
  /** Path or address, or `--json-overwrite`. */
  readonly file: string;
}

/** One value that holds no others, or a list, since lists are replaced as a whole. */
export interface ExplainedValue {
  /** JSON pointer in the merged document. */
  readonly pointer: string;
  readonly value: Json;
  readonly origin: Origin;
  /** The file that holds it; absent for defaults. */
  readonly file?: string;
}

/** A config as a run takes it, and where its values come from. Credentials are hidden. */
export interface ExplainedConfig {
  /** The one that goes before comes first. */
  readonly layers: readonly ExplainedLayer[];
  /** In the order of the merged document, then the defaults. */
  readonly values: readonly ExplainedValue[];
  /** The merged document without defaults. */
  readonly document: JsonObject;
}

/**
 * Merges a config, its parents and the override without checking what they say.
 *
 * @param schema the JSON Schema of dataset configs, which tells the defaults
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE, CO_CONFIG_PARENT_CYCLE, CO_CONFIG_OVERRIDE
 */
export async function explainDatasetConfig(
  reference: string,
  options: LoadOptions,
  schema: JsonObject,
): Promise<ExplainedConfig> {
  const files = await withParents(await findConfig(reference, options), options);
  if (options.override !== undefined) files.unshift(await readOverride(options.override, options));
  const document = mergeLayers(files);
  const layers = layersOf(files);
  const told = leaves(document, '').map(([pointer, value]) => {
    const file = fileOf(pointer, files);
    const origin = layers.find((layer) => layer.file === file)?.origin ?? 'config';
    return { pointer, value: withoutSecrets(value, pointer), origin, file };
  });
  const defaults = defaultsIn(document, schema).map(([pointer, value]) => {
    return { pointer, value, origin: 'default' as const };
  });
  return { layers, values: [...told, ...defaults], document: withoutSecrets(document, '') as JsonObject };
}

/** A config merged over its parents, unchecked, with all that it holds. @throws as {@link explainDatasetConfig} */
export async function mergedDocument(reference: string, lookup: ConfigLookup): Promise<JsonObject> {
  return mergeLayers(await withParents(await findConfig(reference, lookup), lookup));
}

function layersOf(files: readonly ConfigFile[]): ExplainedLayer[] {
  const told = files.filter(({ file }) => file !== OVERRIDE);
  const own = told.map(({ file }, at) => ({ origin: at === 0 ? ('config' as const) : ('parent' as const), file }));
  return files.length === told.length ? own : [{ origin: 'override', file: OVERRIDE }, ...own];
}

function leaves(value: Json, pointer: string): [string, Json][] {
  if (!isObject(value) || Object.keys(value).length === 0) return [[pointer, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, pointer + pointerTo(key)));
}
