/**
 * What a config means where it is silent, as its JSON Schema tells.
 *
 * @module
 */
import { isObject, type Json, type JsonObject } from './json.js';
import { pointerTo } from './pointer.js';

/** Blocks whose defaults hold also where the config lacks them, by the formats that they mean something for. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  run_settings: ['parquet', 'zarr'],
  parquet: ['parquet'],
  zarr: ['zarr'],
};
/** The other format's block means nothing, and of variables each would tell the same. */
const NEVER = ['parquet', 'zarr', 'schema', 'geotiff'];

/** Pointers and values of all defaults that hold for a document, in the order of the schema. */
export function defaultsIn(document: JsonObject, schema: JsonObject): [string, Json][] {
  const format = String(document.cloud_optimised_format);
  const properties = isObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([key, property]) => {
    const holds = ALWAYS[key]?.includes(format) ?? false;
    const value = document[key] ?? (holds ? {} : undefined);
    if (value === undefined || (NEVER.includes(key) && !holds && key !== 'geotiff')) return [];
    return defaultsBelow(value, property as Json, pointerTo(key), schema);
  });
}

function defaultsBelow(value: Json, schema: Json, pointer: string, root: JsonObject): [string, Json][] {
  const { properties, additionalProperties, items } = resolved(schema, root);
  if (Array.isArray(value)) {
    if (items === undefined) return [];
    return value.flatMap((item, at) => defaultsBelow(item, items, pointer + pointerTo(at), root));
  }
  if (!isObject(value)) return [];
  const known = isObject(properties) ? properties : {};
  const silent = Object.entries(known).flatMap(([key, property]): [string, Json][] => {
    const { default: byDefault } = resolved(property, root);
    return Object.hasOwn(value, key) || byDefault === undefined ? [] : [[pointer + pointerTo(key), byDefault]];
  });
  const below = Object.entries(value).flatMap(([key, child]) => {
    const inner = known[key] ?? additionalProperties;
    return isObject(inner) ? defaultsBelow(child, inner, pointer + pointerTo(key), root) : [];
  });
  return [...silent, ...below];
}

/** What a schema says, with what its reference says. */
function resolved(schema: Json, root: JsonObject): JsonObject {
  if (!isObject(schema)) return {};
  const name = typeof schema.$ref === 'string' ? /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1] : undefined;
  const named = name !== undefined && isObject(root.$defs) ? root.$defs[name] : undefined;
  return isObject(named) ? { ...resolved(named, root), ...schema } : schema;
}
