import { filterPattern } from '../filter.js';
import { error, type Finding } from '../finding.js';
import type { Json, JsonObject } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { listIn, objectIn, type RuleSubject, textIn } from './rule-subject.js';

/** Paths whose keys do not fit each other. */
export function pathFindings({ document }: RuleSubject): Finding[] {
  const settings = objectIn(document, 'run_settings');
  return listIn(settings, 'paths').flatMap((path, index) => {
    const at = pointerTo('run_settings', 'paths', index);
    return [
      ...bucketFindings(settings, path, at),
      ...filterFindings(path, at),
      ...yearFindings(path, at),
      ...typeFindings(path, at),
    ];
  });
}

function bucketFindings(settings: JsonObject, path: Json, at: string): Finding[] {
  const uri = textIn(path, 's3_uri');
  if (uri === undefined || !uri.startsWith('s3://')) return [];
  const bucket = uri.slice('s3://'.length).split('/')[0];
  if (!bucket) return [error(`${at}/s3_uri`, `${quoted(uri)} names no bucket`)];
  const expected = textIn(settings, 'bucket_raw_default_name');
  if (!expected || expected === bucket) return [];
  return [error(`${at}/s3_uri`, `${quoted(uri)} is not in the bucket '${expected}' of 'bucket_raw_default_name'`)];
}

/** The filter as a text or as a list of one, `''` for none. */
function filterOf(path: Json): string {
  return (
    textIn(path, 'filter') ??
    listIn(path, 'filter')
      .find((item) => typeof item === 'string')
      ?.toString() ??
    ''
  );
}

function filterFindings(path: Json, at: string): Finding[] {
  const filter = filterOf(path);
  try {
    filterPattern(filter);
    return [];
  } catch (cause) {
    const reason = (cause as Error).message.split(': ').at(-1);
    return [error(`${at}/filter`, `${quoted(filter)} is not a regular expression: ${reason}`)];
  }
}

function yearFindings(path: Json, at: string): Finding[] {
  const years = listIn(path, 'year_range');
  return years.flatMap((year, index) => {
    const before = years[index - 1];
    if (typeof year !== 'number' || typeof before !== 'number' || year > before) return [];
    return [error(`${at}/year_range/${index}`, `'${year}' does not come after '${before}'; years ascend`)];
  });
}

function typeFindings(path: Json, at: string): Finding[] {
  const type = textIn(path, 'type');
  if (type === undefined) return guessedType(path, at);
  const found: Finding[] = [];
  if (type !== 'files') {
    if (filterOf(path) !== '')
      found.push(error(`${at}/filter`, `'filter' goes with the type 'files', not with '${type}'`));
    if (listIn(path, 'year_range').length > 0) {
      found.push(error(`${at}/year_range`, `'year_range' goes with the type 'files', not with '${type}'`));
    }
  }
  return [...found, ...partitioningFindings(path, at, type)];
}

/** A table or a store must be called so, since its parts would be taken for files. */
function guessedType(path: Json, at: string): Finding[] {
  const telling = [textIn(path, 's3_uri') ?? '', filterOf(path)].find((text) => /\.(parquet|zarr)/.test(text));
  if (telling === undefined) return partitioningFindings(path, at, 'files');
  const message = `${quoted(telling)} looks like Parquet or Zarr: set 'type' to 'files', 'parquet' or 'zarr'`;
  return [error(at, message)];
}

function partitioningFindings(path: Json, at: string, type: string): Finding[] {
  if (type === 'parquet' || textIn(path, 'partitioning') === undefined) return [];
  return [error(`${at}/partitioning`, `'partitioning' goes with the type 'parquet', not with '${type}'`)];
}
