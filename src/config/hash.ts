import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from './json.js';

/**
 * What decides the rows that a file gives. Where files are, how a run works, and what the dataset tells of itself does not; nor does
 * the `zarr` block, because an existing cube keeps its layout.
 */
const DECIDING = [
  'dataset_name',
  'cloud_optimised_format',
  'handler_class',
  'schema',
  'schema_transformation',
  'csv_config',
  'netcdf_read_config',
  'parquet',
  'geotiff',
] as const;

/** Of a variable's attributes, those that decide its values; the others stand in the sidecar alone. */
const DECIDING_ATTRIBUTES = ['type', '_FillValue', 'valid_min', 'valid_max', 'dims', 'drop_var', 'dimensions'];

/**
 * 16 hexadecimal digits over what decides the rows: equal for documents that differ only in the order of keys, in nulls, in
 * comments, in what describes the dataset, or in other settings. The order of variables counts, because columns stand in it.
 */
export function hashDocument(document: JsonObject): string {
  const deciding = Object.fromEntries(DECIDING.map((key) => [key, document[key] ?? null]));
  return createHash('sha256')
    .update(JSON.stringify(canonical(deciding, 'keys')))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Where a value stands. The order of what is in `schema` and `added` counts. An `entry` tells of one variable, and a `value` is
 * taken as it is, while nulls and comments elsewhere mean nothing.
 */
type Place = 'keys' | 'schema' | 'added' | 'added variable' | 'entry' | 'value';

function canonical(value: Json, place: Place): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => canonical(item, place));
  if (!isObject(value)) return value;
  const telling = Object.entries(value).filter(([key, item]) => isDeciding(place, key, item));
  const ordered = place === 'schema' || place === 'added' ? telling : telling.sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([key, item]) => [key, canonical(item, placeIn(place, key))]);
}

function isDeciding(place: Place, key: string, item: Json): boolean {
  if (place === 'keys') return item !== null && !key.startsWith('_') && key !== 'global_attributes';
  return place !== 'entry' || DECIDING_ATTRIBUTES.includes(key);
}

function placeIn(place: Place, key: string): Place {
  if (place === 'schema') return 'entry';
  if (place === 'entry' || place === 'value') return 'value';
  if (place === 'added') return 'added variable';
  if (place === 'added variable') return key === 'schema' ? 'entry' : 'keys';
  if (key === 'schema') return 'schema';
  return key === 'add_variables' ? 'added' : 'keys';
}
