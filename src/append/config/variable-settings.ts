/**
 * What a config says of a variable, brought into one form.
 *
 * @module
 */
import { isObject, type Json, type JsonObject } from '../../config/json.js';
import type { JsonAttributes } from '../../model/zarr/array.js';
import type { AppendConfigDocument } from './append-config.generated.js';

/** What is said of one variable, or under `*` of all. */
export interface VariableSettings {
  readonly dimensions: readonly string[] | undefined;
  /** As in the schema; settings that stood among the attributes moved here, other spellings of a key brought to one. */
  readonly encoding: JsonObject;
  readonly attributes: JsonAttributes;
}

/** Settings of the encoding that may stand among the attributes. */
const MOVED = ['dtype', 'chunks', 'fill_value', '_FillValue', 'scale_factor', 'add_offset', 'compressor', 'filters'];

/** What `variables` of a config says, by name. */
export function variableSettings(document: AppendConfigDocument): Map<string, VariableSettings> {
  return new Map(
    Object.entries(document.variables ?? {}).map(([name, entry]) => [name, settingsOf(entry as JsonObject)]),
  );
}

/** What holds for a variable: its own entry over that of `*`, attributes and settings one by one. */
export function settingsFor(name: string, variables: ReadonlyMap<string, VariableSettings>): VariableSettings {
  const [all, own] = [variables.get('*'), variables.get(name)];
  return {
    dimensions: own?.dimensions ?? all?.dimensions,
    encoding: { ...all?.encoding, ...own?.encoding },
    attributes: { ...all?.attributes, ...own?.attributes },
  };
}

/** `variables` of a document with every setting in its place and under one name, for the schema to check. */
export function normalisedVariables(document: AppendConfigDocument): JsonObject {
  const entries = [...variableSettings(document)].map(([name, { dimensions, encoding, attributes }]) => {
    const dims = dimensions === undefined ? {} : { dims: dimensions };
    return [name, { ...dims, encoding, attrs: attributes as JsonObject }] as const;
  });
  return Object.fromEntries(entries);
}

function settingsOf(entry: JsonObject): VariableSettings {
  const encoding: Record<string, Json> = { ...objectOf(entry.encoding) };
  const attributes: Record<string, Json> = { ...objectOf(entry.attrs) };
  for (const key of MOVED.filter((name) => Object.hasOwn(attributes, name))) {
    if (!Object.hasOwn(encoding, key)) encoding[key] = numberOf(attributes[key] ?? null);
    delete attributes[key];
  }
  return { dimensions: entry.dims as readonly string[] | undefined, encoding: oneSpelling(encoding), attributes };
}

/** `_FillValue` and `chunksizes` count where the usual names are absent. */
function oneSpelling({ _FillValue: fill, chunksizes, ...encoding }: Readonly<Record<string, Json>>): JsonObject {
  return {
    ...(fill === undefined ? {} : { fill_value: fill }),
    ...(chunksizes === undefined ? {} : { chunks: chunksizes }),
    ...encoding,
  };
}

/** Attributes may tell numbers as text; integers that JSON rounds are told as text. */
function numberOf(value: Json): Json {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : value;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
