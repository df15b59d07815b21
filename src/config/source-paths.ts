/**
 * Where the files of a dataset are, by its config.
 *
 * @module
 */

import type { RunSettings, SourcePath } from './dataset-config.generated.js';
import type { DatasetConfig } from './dataset-config.js';
import { filterPattern } from './filter.js';
import { beside, isAddress } from './find-config.js';

/** One place with files. */
export interface ConfiguredPath {
  /** Local path or address. A last slash means a folder; without it, everything that begins so. */
  readonly uri: string;
  readonly type: 'files' | 'parquet' | 'zarr';
  /** Only files in whose whole address this is found. */
  readonly filter?: RegExp;
  /** Only files in whose address this text is not found. */
  readonly exclude?: string;
  /** Of a Parquet table: whether it is a folder of `NAME=VALUE` folders. */
  readonly partitioning?: 'hive';
}

/** The paths of a config in their order, one for each year of a `year_range`. Empty when it names none. */
export function sourcePathsOf(config: DatasetConfig): ConfiguredPath[] {
  const settings = config.document.run_settings;
  return (settings?.paths ?? []).flatMap((path) => urisOf(config, path).map((uri) => toPath(uri, path, settings)));
}

/**
 * The address that the `s3_uri` of a config means. One with a scheme is taken as it is. What begins with `/`, `./` or `../` is
 * a path relative to the config file. Any other text is a prefix in the raw bucket where one is set (`s3_bucket_opts`
 * before `bucket_raw_default_name`), else relative to the config file as well. A last slash stays.
 */
export function resolvePathUri(config: DatasetConfig, uri: string): string {
  if (isAddress(uri)) return uri;
  const bucket = rawBucket(config.document.run_settings);
  if (bucket && !/^\.{0,2}\//.test(uri)) return `s3://${bucket}/${uri}`;
  const resolved = beside(config.file, uri);
  return uri.endsWith('/') && !resolved.endsWith('/') ? `${resolved}/` : resolved;
}

/** The bucket of paths that name none. */
function rawBucket(settings: RunSettings | undefined): string | undefined {
  return settings?.s3_bucket_opts?.input_data?.bucket || settings?.bucket_raw_default_name || undefined;
}

function urisOf(config: DatasetConfig, { s3_uri, year_range }: SourcePath): string[] {
  const uri = resolvePathUri(config, s3_uri);
  return yearsIn(year_range ?? []).map((year) => (year === undefined ? uri : `${uri.replace(/\/+$/, '')}/${year}/`));
}

/** Two years are the first and the last of a range; one, or three and more, stand for themselves; none for no year at all. */
function yearsIn(range: readonly number[]): (number | undefined)[] {
  const [first, last] = range;
  if (first === undefined) return [undefined];
  if (last === undefined || range.length > 2) return [...range];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function toPath(uri: string, path: SourcePath, settings: RunSettings | undefined): ConfiguredPath {
  const pattern = [path.filter].flat()[0];
  return {
    uri,
    type: path.type ?? 'files',
    ...(pattern ? { filter: filterPattern(pattern) } : {}),
    ...(settings?.exclude ? { exclude: settings.exclude } : {}),
    ...(path.partitioning ? { partitioning: path.partitioning } : {}),
  };
}
