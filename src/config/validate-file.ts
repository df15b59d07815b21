import type { ConfigProblem } from '../errors/config-errors.js';
import { type CloudOptimisedError, isCoded } from '../errors/index.js';
import { findingsIn, toProblem } from './check-document.js';
import { type ConfigFile, type ConfigLookup, findConfig, findParent } from './find-config.js';
import { LONGEST_CHAIN, mergeLayers, withParents } from './layers.js';

/** How a file is checked. */
export interface ValidateOptions extends ConfigLookup {
  /** Whether it is a parent, which its children complete. By default its name or its `dataset_name` ends in `_main`. */
  readonly fragment?: boolean | undefined;
}

/**
 * Checks one config file, merged over its parents. Unknown keys are errors; a problem names the file that holds it.
 * A parent is checked as a fragment: nothing may be missing from it.
 *
 * @throws only what `readText` throws; a file that is missing or cannot be read is a problem like others
 */
export async function validateDatasetConfigFile(file: string, options: ValidateOptions): Promise<ConfigProblem[]> {
  try {
    const config = await findConfig(file, options);
    const { layers, fault } = await reachableParents(config, options);
    const document = mergeLayers(layers);
    // What a parent brings that cannot be read is not known.
    const findings = findingsIn(document, fault !== undefined || (options.fragment ?? isParent(config)));
    return [...(fault ? [fault] : []), ...findings.map((finding) => toProblem(finding, layers, 'check'))];
  } catch (cause) {
    if (!isConfigFault(cause)) throw cause;
    return [{ file, pointer: '', message: cause.message, severity: 'error' }];
  }
}

/** A config and those of its parents that can be read, and what is wrong with the next one. */
async function reachableParents(
  config: ConfigFile,
  options: ConfigLookup,
): Promise<{ layers: ConfigFile[]; fault?: ConfigProblem }> {
  try {
    return { layers: await withParents(config, options) };
  } catch (cause) {
    if (!isConfigFault(cause)) throw cause;
    const layers = await firstParents(config, options);
    const file = layers.at(-1)?.file ?? config.file;
    return { layers, fault: { file, pointer: '/parent_config', message: cause.message, severity: 'error' } };
  }
}

/** Up to the one whose parent cannot be read, or is among them already. */
async function firstParents(config: ConfigFile, options: ConfigLookup): Promise<ConfigFile[]> {
  const layers = [config];
  for (let last: ConfigFile = config; typeof last.document.parent_config === 'string'; ) {
    try {
      const parent = await findParent(last.document.parent_config, last.file, options);
      if (layers.some(({ file }) => file === parent.file) || layers.length >= LONGEST_CHAIN) return layers;
      layers.push(parent);
      last = parent;
    } catch (cause) {
      if (isConfigFault(cause)) return layers;
      throw cause;
    }
  }
  return layers;
}

/**
 * Checks several config files; those that another one of them names as its parent are checked as fragments, whatever their
 * name. The problems stand under the references as they were given.
 *
 * @throws only what `readText` throws
 */
export async function validateDatasetConfigFiles(
  references: readonly string[],
  options: ConfigLookup,
): Promise<Map<string, ConfigProblem[]>> {
  const parents = new Set((await Promise.all(references.map((reference) => parentsOf(reference, options)))).flat());
  const results = new Map<string, ConfigProblem[]>();
  for (const reference of references) {
    const file = (await layersOf(reference, options))[0]?.file ?? reference;
    const fragment = parents.has(file) || undefined;
    results.set(reference, await validateDatasetConfigFile(reference, { ...options, fragment }));
  }
  return results;
}

async function parentsOf(reference: string, options: ConfigLookup): Promise<string[]> {
  return (await layersOf(reference, options)).slice(1).map(({ file }) => file);
}

/** A config and its parents, nothing when they cannot be read: that is told when the file is checked. */
async function layersOf(reference: string, options: ConfigLookup): Promise<ConfigFile[]> {
  try {
    return await withParents(await findConfig(reference, options), options);
  } catch (cause) {
    if (isConfigFault(cause)) return [];
    throw cause;
  }
}

function isConfigFault(cause: unknown): cause is CloudOptimisedError {
  return isCoded(cause, 'CO_CONFIG_NOT_FOUND', 'CO_CONFIG_UNREADABLE', 'CO_CONFIG_PARENT_CYCLE');
}

function isParent({ file, document }: ConfigFile): boolean {
  const main = /_main(\.json|\.ya?ml)?$/i;
  return main.test(file) || (typeof document.dataset_name === 'string' && main.test(document.dataset_name));
}
