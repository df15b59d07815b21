import { resolve } from 'node:path';
import { validateDatasetConfigFiles } from '../config/index.js';
import type { ConfigProblem } from '../errors/config-errors.js';
import { configOptions } from './config-files.js';
import { appendConfigProblems, isAppendConfig } from './validate-append-config.js';

/**
 * What is wrong with each of these config files; an empty list for those that are right. Files that another of them names as
 * its parent are checked as fragments, and configs of appends as such.
 */
export async function validateConfigs(
  files: readonly string[],
  workingFolder: string = process.cwd(),
): Promise<ReadonlyMap<string, readonly ConfigProblem[]>> {
  const paths = files.map((file) => resolvedIn(workingFolder, file));
  const options = configOptions(workingFolder);
  const appends = new Map<string, readonly ConfigProblem[]>();
  for (const path of paths) {
    const text = await options.readText(path).catch(() => undefined);
    if (text !== undefined && (await isAppendConfig(path, text)))
      appends.set(path, await appendConfigProblems(path, options.readText));
  }
  const datasets = await validateDatasetConfigFiles(
    paths.filter((path) => !appends.has(path)),
    options,
  );
  return new Map(files.map((file, at) => [file, problemsOf(paths[at] ?? file, appends, datasets)]));
}

function problemsOf(path: string, ...results: readonly ReadonlyMap<string, readonly ConfigProblem[]>[]) {
  return results.find((result) => result.has(path))?.get(path) ?? [];
}

function resolvedIn(folder: string, file: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(file) ? file : resolve(folder, file);
}
