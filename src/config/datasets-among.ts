import { type CloudOptimisedError, isCoded } from '../errors/index.js';
import { type ConfigFile, type ConfigLookup, findConfig } from './find-config.js';
import { withParents } from './layers.js';

/** Which files of a folder tell of datasets. */
export interface ConfigsFound {
  /** Paths or addresses of dataset configs, parents left out, in their order. */
  readonly datasets: readonly string[];
  /** Files that may be configs and cannot be read. */
  readonly unreadable: readonly { readonly file: string; readonly error: CloudOptimisedError }[];
}

/** Keys of which a dataset config has at least one; other documents of a folder are none. */
const TELLING = ['dataset_name', 'cloud_optimised_format', 'parent_config'];

/** Finds the dataset configs among files. Those that another one names as its parent, or whose name ends in `_main`, are parents. */
export async function datasetsAmong(files: readonly string[], lookup: ConfigLookup): Promise<ConfigsFound> {
  const found: ConfigFile[] = [];
  const unreadable: { file: string; error: CloudOptimisedError }[] = [];
  for (const file of files) {
    try {
      const config = await findConfig(file, lookup);
      if (TELLING.some((key) => key in config.document)) found.push(config);
    } catch (error) {
      if (!isCoded(error, 'CO_CONFIG_UNREADABLE')) throw error;
      unreadable.push({ file, error });
    }
  }
  const parents = new Set((await Promise.all(found.map((config) => parentsOf(config, lookup)))).flat());
  const datasets = found.filter(({ file }) => !parents.has(file) && !/_main\.(json|ya?ml)$/i.test(file));
  return { datasets: datasets.map(({ file }) => file), unreadable };
}

/** None where they cannot be read: that is told when the config is loaded. */
async function parentsOf(config: ConfigFile, lookup: ConfigLookup): Promise<string[]> {
  try {
    return (await withParents(config, lookup)).slice(1).map(({ file }) => file);
  } catch (error) {
    if (isCoded(error)) return [];
    throw error;
  }
}
