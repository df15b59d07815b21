/**
 * A config and its parents: the layers of which the document is made.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import { type ConfigFile, type ConfigLookup, findParent } from './find-config.js';
import type { JsonObject } from './json.js';
import { mergeConfigs } from './merge.js';
import { keysOf, pointerTo, valueAt } from './pointer.js';

/** Most parents in a row. */
export const LONGEST_CHAIN = 16;

/** A config and its parents, the config first. @throws CO_CONFIG_PARENT_CYCLE, CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE */
export async function withParents(config: ConfigFile, lookup: ConfigLookup): Promise<ConfigFile[]> {
  const layers = [config];
  for (let last = config; typeof last.document.parent_config === 'string' && last.document.parent_config !== ''; ) {
    const parent = await findParent(last.document.parent_config, last.file, lookup);
    const chain = [...layers.map(({ file }) => file), parent.file];
    if (layers.some(({ file }) => file === parent.file) || chain.length > LONGEST_CHAIN) {
      throw new CloudOptimisedError('CO_CONFIG_PARENT_CYCLE', { chain });
    }
    layers.push(parent);
    last = parent;
  }
  return layers;
}

/** The document that layers make together, the first one winning. */
export function mergeLayers(layers: readonly ConfigFile[]): JsonObject {
  return layers.reduceRight<JsonObject>((merged, { document }) => mergeConfigs(merged, document), {});
}

/** The file in which the value at a pointer of the merged document stands; for a missing value, that of what should hold it. */
export function fileOf(pointer: string, layers: readonly ConfigFile[]): string {
  const holder = layers.find(({ document }) => valueAt(document, pointer) !== undefined);
  if (holder) return holder.file;
  const keys = keysOf(pointer);
  return keys.length === 0 ? (layers[0]?.file ?? '') : fileOf(pointerTo(...keys.slice(0, -1)), layers);
}
