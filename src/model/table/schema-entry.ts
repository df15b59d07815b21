import { type Attributes, attributeToJson } from '../attributes.js';
import type { Column } from './column.js';

/** Attributes that tell how a file stores a variable, not what it means. */
const STORAGE_ATTRIBUTES = new Set(['_FillValue', 'missing_value', 'scale_factor', 'add_offset', 'type']);

/**
 * The entry that a config's `schema` needs for a column that it does not know yet, ready to paste:
 * `{ "NAME": { "type": "float64", "units": "m" } }`.
 */
export function schemaEntryFor(
  name: string,
  column: Column,
  attributes: Attributes = new Map(),
): Record<string, unknown> {
  const kept = [...attributes].filter(([key]) => !STORAGE_ATTRIBUTES.has(key));
  const described = Object.fromEntries(kept.map(([key, value]) => [key, attributeToJson(value)]));
  return { [name]: { type: declaredType(column), ...described } };
}

function declaredType(column: Column): string {
  return column.type === 'list<string>' ? 'list<element: string>' : column.type;
}
