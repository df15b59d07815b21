import { attributeToJson } from '../model/attributes.js';
import type { SampledVariable } from './samples/reconcile.js';

/** Longer texts are histories and the like, which no column needs. */
export const LONGEST_TEXT = 4096;
/** Attributes that tell how a file stores a variable, or that a config's schema has a meaning of its own for. */
const STORAGE = new Set([
  ...['_FillValue', 'missing_value', 'scale_factor', 'add_offset', '_Unsigned', '_Encoding', '_ChunkSizes'],
  ...['_Netcdf4Dimid', '_Netcdf4Coordinates', '_NCProperties', 'type', 'dims', 'drop_var', 'DIMENSION_LIST'],
  ...['REFERENCE_LIST', 'CLASS', 'NAME', '_ARRAY_DIMENSIONS'],
]);
const TIME = new Set(['units', 'calendar']);

/** The attributes of a variable that a schema keeps. A time has no units: its type tells. */
export function keptAttributes({ attributes, type }: SampledVariable): Record<string, unknown> {
  const isTime = type.startsWith('timestamp');
  const kept = [...attributes].filter(
    ([name, value]) => !STORAGE.has(name) && !(isTime && TIME.has(name)) && !isTooLong(value),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, attributeToJson(value)]));
}

/** Attributes that are left out because they are longer than a config should hold. */
export function longAttributes({ attributes }: Pick<SampledVariable, 'attributes'>): string[] {
  return [...attributes].filter(([, value]) => isTooLong(value)).map(([name]) => name);
}

function isTooLong(value: unknown): boolean {
  return typeof value === 'string' ? value.length > LONGEST_TEXT : (value as ArrayLike<unknown>).length > LONGEST_TEXT;
}
