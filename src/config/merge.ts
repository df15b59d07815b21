import { isObject, type Json, type JsonObject } from './json.js';

/**
 * A child's values over its parent's, by the rules of AODN's configs: objects are merged key by key, everything else is
 * replaced, lists and null included; and a value under the name `schema`, at any depth, replaces the parent's as a whole
 * unless it is empty. Neither argument is changed.
 */
export function mergeConfigs(parent: JsonObject, child: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...parent };
  for (const [key, value] of Object.entries(child)) {
    const inherited = Object.hasOwn(parent, key) ? parent[key] : undefined;
    const replaces = key === 'schema' && !isEmpty(value);
    merged[key] = !replaces && isObject(value) && isObject(inherited) ? mergeConfigs(inherited, value) : value;
  }
  return merged;
}

/** What Python takes for false. */
function isEmpty(value: Json): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}
