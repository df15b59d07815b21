import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from './json.js';

/** What decides how a file looks in the dataset. Where files are and how a run works does not. */
const DECIDING = [
  'dataset_name',
  'cloud_optimised_format',
  'handler_class',
  'metadata_uuid',
  'schema',
  'schema_transformation',
  'csv_config',
  'netcdf_read_config',
  'parquet',
  'zarr',
] as const;

/**
 * 16 hexadecimal digits over what decides the output: equal for documents that differ only in the order of keys, in nulls, in
 * comments or in other settings. The order of variables counts, because columns stand in it.
 */
export function hashDocument(document: JsonObject): string {
  const deciding = Object.fromEntries(DECIDING.map((key) => [key, document[key] ?? null]));
  return createHash('sha256')
    .update(JSON.stringify(canonical(deciding, 'keys')))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Where a value stands. The order of what is in `schema` and `added` counts; what is in `attributes` is taken as it is,
 * while nulls and comments elsewhere mean nothing.
 */
type Place = 'keys' | 'schema' | 'added' | 'added variable' | 'attributes';

function canonical(value: Json, place: Place): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => canonical(item, place));
  if (!isObject(value)) return value;
  const all = Object.entries(value);
  const telling = place === 'keys' ? all.filter(([key, item]) => item !== null && !key.startsWith('_')) : all;
  const ordered = place === 'schema' || place === 'added' ? telling : telling.sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([key, item]) => [key, canonical(item, placeIn(place, key))]);
}

function placeIn(place: Place, key: string): Place {
  if (place === 'schema' || place === 'attributes') return 'attributes';
  if (place === 'added') return 'added variable';
  if (place === 'added variable') return key === 'schema' ? 'attributes' : 'keys';
  if (key === 'schema') return 'schema';
  if (key === 'add_variables') return 'added';
  return key === 'set' ? 'attributes' : 'keys';
}
