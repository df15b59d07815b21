import { type ConfigLookup, findConfig } from '../config/find-config.js';
import { isObject, type JsonObject } from '../config/json.js';
import { mergeLayers, withParents } from '../config/layers.js';
import { isPlaceholder } from '../config/rules/placeholder.js';
import { CloudOptimisedError } from '../errors/index.js';
import { BLOCK } from './entry/check-entry.js';

/** A config, as far as the registry goes. */
export interface ReadConfig {
  /** Path or address of the child, the file that is written back. */
  readonly file: string;
  /** The child's text, as it stands. */
  readonly text: string;
  /** The child merged over its parents. */
  readonly document: JsonObject;
  readonly name: string;
  readonly format: string;
  /** `metadata_uuid`, unless it is missing or a placeholder. */
  readonly uuid: string | undefined;
  /** The entry of the merged document. */
  readonly entry: JsonObject;
}

/**
 * Reads a config by NAME, FILE or URI. Only what an entry needs is asked for: the rest of the config may be unfinished.
 *
 * @throws CO_CONFIG_NOT_FOUND, CO_CONFIG_UNREADABLE, CO_CONFIG_PARENT_CYCLE, CO_REGISTRY_CONFIG
 */
export async function readConfig(reference: string, lookup: ConfigLookup): Promise<ReadConfig> {
  const child = await findConfig(reference, lookup);
  const { file } = child;
  const document = mergeLayers(await withParents(child, lookup));
  const { dataset_name: name, cloud_optimised_format: format, metadata_uuid: uuid, [BLOCK]: entry } = document;
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name)) return refuse(file, `its dataset_name is '${String(name)}'`);
  if (typeof format !== 'string' || isPlaceholder(format))
    return refuse(file, `its cloud_optimised_format is '${String(format)}'`);
  return {
    file,
    text: (await lookup.readText(file)) ?? '',
    document,
    name: name.replace(/\.json$/, ''),
    format,
    uuid: typeof uuid === 'string' && uuid.trim() !== '' && !isPlaceholder(uuid) ? uuid : undefined,
    entry: isObject(entry) ? entry : {},
  };
}

function refuse(file: string, reason: string): never {
  throw new CloudOptimisedError('CO_REGISTRY_CONFIG', { file, reason });
}
