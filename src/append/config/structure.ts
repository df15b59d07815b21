/**
 * Checks a merged config against the schema, and tells what Ajv found in words for people.
 *
 * @module
 */
import { didYouMean } from '../../config/did-you-mean.js';
import type { Json, JsonObject } from '../../config/json.js';
import { keysOf, valueAt } from '../../config/pointer.js';
import { quoted } from '../../config/quote.js';
import { expected, kindOf } from '../../config/type-words.js';
import type { AppendConfigProblem } from '../../errors/config-errors.js';
import { listed } from '../../errors/define.js';
import { knownKeys, validate } from './validate-structure.generated.js';

/** An error as Ajv's compiled schema gives it. */
interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Everything in which a config differs from the schema. */
export function structureProblems(document: JsonObject): AppendConfigProblem[] {
  if (validate(document)) return [];
  const errors = (validate as { errors?: readonly SchemaError[] | null }).errors ?? [];
  let kept = errors;
  for (const found of errors) if (found.keyword === 'anyOf') kept = meantBranch(kept, found, document);
  return kept.map((found) => toProblem(found, document));
}

/** Of alternatives, what is wrong in the one that has the value's type; else one error that lists the types. */
function meantBranch(
  errors: readonly SchemaError[],
  { instancePath: at, schemaPath }: SchemaError,
  document: JsonObject,
): readonly SchemaError[] {
  const branches = schemaPath.replace(/anyOf$/, 'anyOf/');
  const inside = (found: SchemaError) => found.schemaPath.startsWith(branches) && found.instancePath.startsWith(at);
  const others = errors.filter((found) => !inside(found) && (found.instancePath !== at || found.keyword !== 'anyOf'));
  const wrongType = errors.filter((found) => inside(found) && found.instancePath === at && found.keyword === 'type');
  const excluded = wrongType.map((found) => found.schemaPath.replace(/type$/, ''));
  const meant = errors.filter((found) => inside(found) && !excluded.some((path) => found.schemaPath.startsWith(path)));
  if (meant.length > 0) return [...others, ...meant];
  const types = wrongType.flatMap(({ params }) => params.type);
  return valueAt(document, at) === undefined
    ? others
    : [...others, { instancePath: at, schemaPath, keyword: 'type', params: { type: [...new Set(types)] } }];
}

function toProblem(found: SchemaError, document: JsonObject): AppendConfigProblem {
  const { instancePath, keyword, params } = found;
  const value = valueAt(document, instancePath);
  const path = dotted(instancePath);
  if (keyword === 'additionalProperties') return unknownKey(found);
  if (keyword === 'required') return { path, message: `the key '${params.missingProperty}' is missing` };
  if (keyword === 'enum') return { path, message: notAmong(value, params.allowedValues as readonly Json[]) };
  const shown = shownAt(value, instancePath);
  if (keyword === 'type') return { path, message: `${shown} is ${kindOf(value)}, expected ${expected(params.type)}` };
  return { path, message: `${shown} ${LIMIT[keyword]?.(params) ?? `does not satisfy '${keyword}'`}` };
}

const LIMIT: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  pattern: ({ pattern }) => `does not match the pattern ${pattern}`,
  minimum: ({ limit }) => `is less than ${limit}`,
  exclusiveMinimum: ({ limit }) => `is not more than ${limit}`,
  minLength: () => 'is empty',
  minItems: ({ limit }) => `has less than ${limit} items`,
  maxItems: ({ limit }) => `has more than ${limit} items`,
};

function unknownKey({ instancePath, schemaPath, params }: SchemaError): AppendConfigProblem {
  const key = String(params.additionalProperty);
  const known = (knownKeys as Readonly<Record<string, readonly string[]>>)[schemaPath] ?? [];
  const path = [...keysOf(instancePath), key].join('.');
  return { path, message: `the key '${key}' is unknown.${didYouMean(key, known)}` };
}

function notAmong(value: Json | undefined, allowed: readonly Json[]): string {
  const names = allowed.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, names) : '';
  return `${quoted(value)} is not ${names.length > 1 ? 'one of ' : ''}${listed(names)}.${hint}`;
}

/** `variables.chl.encoding` of a JSON pointer. */
function dotted(pointer: string): string {
  return keysOf(pointer).join('.');
}

/** Storage options may hold credentials, whatever they are called. */
function shownAt(value: Json | undefined, pointer: string): string {
  return /^\/\w+_storage_options/.test(pointer) ? "'***'" : quoted(value, pointer);
}
