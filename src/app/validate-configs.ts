import { resolve } from 'node:path';
import { validateDatasetConfigFile } from '../config/index.js';
import type { ConfigProblem } from '../errors/config-errors.js';
import { configOptions } from './config-files.js';

/** What is wrong with each of these config files; an empty list for those that are right. */
export async function validateConfigs(
  files: readonly string[],
  workingFolder: string = process.cwd(),
): Promise<ReadonlyMap<string, readonly ConfigProblem[]>> {
  const results = new Map<string, readonly ConfigProblem[]>();
  for (const file of files)
    results.set(file, await validateDatasetConfigFile(resolve(workingFolder, file), configOptions(workingFolder)));
  return results;
}
