import { isSliceFactory, type SliceSources } from '../append/slices/slice-source.js';
import { CloudOptimisedError } from '../errors/index.js';
import { importPlugin, resolvePlugin } from './plugins.js';

/**
 * The slice sources that modules export, by the names of their exports.
 *
 * @param modules paths, or names of packages installed in the working folder
 * @throws CO_PLUGIN_NOT_FOUND, CO_PLUGIN_FAILED, CO_PLUGIN_NO_SOURCE
 */
export async function loadSliceSources(modules: readonly string[], workingFolder: string): Promise<SliceSources> {
  const sources: Record<string, SliceSources[string]> = {};
  for (const module of modules) {
    const exported = await importPlugin(resolvePlugin(module, workingFolder));
    const found = Object.entries(exported).filter((entry): entry is [string, SliceSources[string]] =>
      isSliceFactory(entry[1]),
    );
    if (found.length === 0)
      throw new CloudOptimisedError('CO_PLUGIN_NO_SOURCE', { module, exports: Object.keys(exported) });
    for (const [name, source] of found) sources[name === 'default' ? source.name : name] = source;
  }
  return sources;
}
