/**
 * Values that still wait for a person, and filling them.
 *
 * @module
 */
import { isObject, type Json, type JsonObject } from '../../config/json.js';
import { isPlaceholder } from '../../config/rules/placeholder.js';

/** Whether a value says nothing: it is missing, empty, or a placeholder. */
export function isOpen(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '' || isPlaceholder(value);
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A value with what is open in it taken from another one; nothing that says something is replaced. */
export function fillOpen(value: Json | undefined, from: Json): Json {
  if (isOpen(value)) return from;
  if (Array.isArray(value) && Array.isArray(from))
    return value.map((item, at) => (at in from && isObject(item) ? fillOpen(item, from[at] as Json) : item));
  if (isObject(value) && isObject(from)) return filledObject(value, from);
  return value as Json;
}

function filledObject(value: JsonObject, from: JsonObject): JsonObject {
  const filled = Object.entries(value).map(([key, item]) => [
    key,
    key in from ? fillOpen(item, from[key] as Json) : item,
  ]);
  const added = Object.entries(from).filter(([key]) => !(key in value));
  return Object.fromEntries([...filled, ...added]) as JsonObject;
}

/** Whether two values are the same, ends of lines and white space around texts aside. */
export function sameValue(one: Json | undefined, other: Json | undefined): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_key, item: Json) => {
    if (typeof item === 'string') return item.replaceAll('\r\n', '\n').trim();
    if (!isObject(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
