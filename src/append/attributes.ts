/**
 * The global attributes of a cube, as slices come.
 *
 * @module
 */
import type { Json, JsonObject } from '../config/json.js';
import { isObject } from '../config/json.js';
import type { Attributes } from '../model/attributes.js';
import type { JsonAttributes } from '../model/zarr/array.js';
import { attributesToJson } from '../model/zarr/attributes.js';
import type { AppendConfig } from './config/append-config.js';

/** What decides about global attributes. */
export type AttributeSettings = Pick<AppendConfig, 'attributes' | 'attributesUpdateMode' | 'templates'>;

/**
 * The attributes after a slice, before expressions are evaluated. The config's own go over all; templates are not among them.
 *
 * @param current those of the cube; `undefined` for a new one
 */
export function nextAttributes(
  { attributes, attributesUpdateMode: mode, templates }: AttributeSettings,
  current: JsonAttributes | undefined,
  slice: Attributes,
): JsonAttributes {
  const own = attributesToJson(slice);
  const written = Object.fromEntries(Object.entries(attributes).filter(([name]) => !templates.has(name)));
  const below = current === undefined ? ofFirst(mode, own) : ofLater(mode, own, current);
  return current === undefined ? merged(below as JsonObject, written) : { ...below, ...written };
}

function ofFirst(mode: AttributeSettings['attributesUpdateMode'], own: JsonAttributes): JsonAttributes {
  return mode === 'ignore' ? {} : own;
}

function ofLater(
  mode: AttributeSettings['attributesUpdateMode'],
  own: JsonAttributes,
  current: JsonAttributes,
): JsonAttributes {
  if (mode === 'keep') return current;
  if (mode === 'update') return { ...current, ...own };
  return mode === 'replace' ? own : {};
}

/** Objects within objects are merged, as zappend does for the first slice. */
function merged(below: JsonObject, over: JsonObject): JsonObject {
  const entries = Object.entries(over).map(([name, value]): [string, Json] => {
    const before = below[name];
    return [name, isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return { ...below, ...Object.fromEntries(entries) };
}
