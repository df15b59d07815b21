import type { Json, JsonObject } from '../../config/json.js';

/** Fields of an entry, in the order of the registry's own template. */
export const FIELDS = [
  'Name',
  'Description',
  'Documentation',
  'Contact',
  'ManagedBy',
  'UpdateFrequency',
  'Tags',
  'License',
  'Citation',
  'Resources',
  'DataAtWork',
  'ADXCategories',
  'Collabs',
] as const;

/** Where among `keys` a new key stands: behind the last of those that come before it in the registry's template. */
export function placeOf(key: string, keys: readonly string[]): number {
  const order: readonly string[] = FIELDS;
  const rank = order.indexOf(key);
  if (rank < 0) return keys.length;
  return keys.findLastIndex((other) => order.includes(other) && order.indexOf(other) < rank) + 1;
}

/** An entry with a field set: in its place where it has one, else where the registry's template has it. */
export function withField(entry: JsonObject, field: string, value: Json): JsonObject {
  if (field in entry) return { ...entry, [field]: value };
  const items = Object.entries(entry);
  const at = placeOf(field, Object.keys(entry));
  return Object.fromEntries([...items.slice(0, at), [field, value], ...items.slice(at)]);
}
