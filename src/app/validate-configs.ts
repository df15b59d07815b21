import { resolve } from 'node:path';
import { validateDatasetConfigFiles } from '../config/index.js';
import type { ConfigProblem } from '../errors/config-errors.js';
import { configOptions } from './config-files.js';

/**
 * What is wrong with each of these config files; an empty list for those that are right. Files that another of them names as
 * its parent are checked as fragments.
 */
export async function validateConfigs(
  files: readonly string[],
  workingFolder: string = process.cwd(),
): Promise<ReadonlyMap<string, readonly ConfigProblem[]>> {
  const paths = files.map((file) => resolve(workingFolder, file));
  const problems = await validateDatasetConfigFiles(paths, configOptions(workingFolder));
  return new Map(files.map((file, at) => [file, problems.get(paths[at] as string) ?? []]));
}
