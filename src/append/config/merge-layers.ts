import type { Json, JsonObject } from '../../config/json.js';
import { isPlain } from './plain-value.js';

/** Layers of a config as one, left to right: objects key by key, all else is replaced, lists and null included. */
export function mergeLayers(layers: readonly JsonObject[]): JsonObject {
  return layers.reduce<JsonObject>(mergeTwo, {});
}

function mergeTwo(first: JsonObject, second: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = Object.hasOwn(first, key) ? first[key] : undefined;
    merged[key] = isObject(before) && isObject(value) ? mergeTwo(before, value) : value;
  }
  return merged;
}

/** Numbers of attributes may be arrays of typed numbers, which are no objects with keys. */
function isObject(value: Json | undefined): value is JsonObject {
  return isPlain(value);
}
