/**
 * Integers of configs to the last digit, where a config may hold any value.
 *
 * @module
 */
import type { Json, JsonObject } from '../../config/json.js';
import { parseJson } from '../../formats/zarr/json-parser.js';
import { isPlain } from './plain-value.js';

/** Keys whose values are anything that JSON can hold. */
const ANYTHING = ['attrs', 'extra', 'slice_source_kwargs'];

/**
 * The document of a config's text with bigints for the integers beyond 2^53 in attributes, `extra` and `slice_source_kwargs`.
 *
 * @param document of the same text, parsed by a parser that rounds them
 */
export async function withExactIntegers(document: JsonObject, file: string, text: string): Promise<JsonObject> {
  if (!/\d{16}/.test(text)) return document;
  const exact = /\.ya?ml$/i.test(file) ? await parseYaml(text) : parseJson(text.replace(/^\uFEFF/, ''));
  const replaced = replacedIn(document, exact, ANYTHING);
  const variables = Object.entries(objectOf(document.variables)).map(([name, variable]): [string, Json] => {
    const own = objectOf(objectOf(exact).variables)[name];
    return [name, isPlain(variable) ? replacedIn(variable as JsonObject, own, ['attrs']) : (variable as Json)];
  });
  return variables.length > 0 ? { ...replaced, variables: Object.fromEntries(variables) } : replaced;
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  return parse(text, { maxAliasCount: 100, merge: true, logLevel: 'error', intAsBigInt: true });
}

function replacedIn(document: JsonObject, exact: unknown, keys: readonly string[]): JsonObject {
  const present = keys.filter((key) => isPlain(document[key]));
  const entries = present.map((key) => [key, exactValue(document[key] as Json, objectOf(exact)[key])]);
  return { ...document, ...Object.fromEntries(entries) };
}

function exactValue(value: Json, exact: unknown): Json {
  if (typeof exact === 'bigint') return (Number.isSafeInteger(value) ? value : exact) as Json;
  if (Array.isArray(value)) return value.map((item: Json, at) => exactValue(item, (exact as unknown[])[at]));
  if (!isPlain(value)) return value;
  const known = objectOf(exact);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, exactValue(item as Json, known[key])]));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlain(value) ? value : {};
}
