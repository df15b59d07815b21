import { resolve } from 'node:path';
import { type ConfiguredPath, type DatasetConfig, sourcePathsOf } from '../config/index.js';
import type { InputPath } from '../pipeline/sources.js';

/**
 * Where a run looks for sources: what was asked for, or else the config's paths, one for each of their years. What was asked
 * for must match something; a path of a config may be empty.
 */
export function inputsOf(config: DatasetConfig, asked: readonly string[], workingFolder: string): InputPath[] {
  if (asked.length > 0) return asked.map((input) => askedPath(config, input, workingFolder));
  return sourcePathsOf(config).map(toInput);
}

function toInput({ uri, type, filter, exclude }: ConfiguredPath): InputPath {
  return { uri, type, filter, exclude, required: false };
}

/** A folder is read as a hive dataset when it is named like one, or when the config's own paths are such. */
function askedPath(config: DatasetConfig, input: string, workingFolder: string): InputPath {
  const local = !/^[a-z][a-z0-9+.-]+:/i.test(input);
  const uri = local ? resolve(workingFolder, input) + (input.endsWith('/') ? '/' : '') : input;
  const isHive = config.document.run_settings?.paths?.some(({ type }) => type === 'parquet') ?? false;
  if (/\.zarr\/?$/.test(input)) return { uri, type: 'zarr', required: true };
  return { uri, type: isHive || /\.parquet\/?$/.test(input) ? 'parquet' : 'files', required: true };
}
