/**
 * Checks a document against the schema, and tells what Ajv found in words for people.
 *
 * @module
 */
import { listed } from '../errors/define.js';
import { didYouMean } from './did-you-mean.js';
import { error, type Finding } from './finding.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { pointerTo, valueAt } from './pointer.js';
import { quoted } from './quote.js';
import { CODE_METHODS } from './rules/functions.js';
import { expected, kindOf } from './type-words.js';
import { knownKeys, validate } from './validate-structure.generated.js';

/** An error as Ajv's compiled schema gives it. */
interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Everything in which a document differs from the schema. */
export function structureFindings(document: JsonObject): Finding[] {
  if (validate(document)) return [];
  const errors = (validate as { errors?: readonly SchemaError[] | null }).errors ?? [];
  return withoutOtherBranches(errors, document).map((found) => toFinding(found, document));
}

/** Of alternatives only those that the value seems to mean: a function of its method, else the one of its type. */
function withoutOtherBranches(errors: readonly SchemaError[], document: JsonObject): SchemaError[] {
  // What is wrong with the name of a property stands in an error of its own.
  let kept = errors.filter(({ keyword }) => keyword !== 'propertyNames');
  for (const found of errors) {
    if (found.keyword === 'oneOf') kept = meantFunction(kept, found.instancePath, document);
    if (found.keyword === 'anyOf') kept = meantType(kept, found);
  }
  return kept;
}

/** In the order of the alternatives of the schema. */
const FUNCTIONS = ['path_part', 'constant', 'date_from_columns'];

function meantFunction(errors: readonly SchemaError[], at: string, document: JsonObject): SchemaError[] {
  const value = valueAt(document, at);
  const method = isObject(value) ? value.extract_method : undefined;
  const inside = (path: string) => path === at || path.startsWith(`${at}/`);
  const others = errors.filter(({ instancePath }) => !inside(instancePath));
  // Embedded code is told by a rule of its own, with what to write instead.
  if (CODE_METHODS.includes(String(method))) return others;
  if (!FUNCTIONS.includes(String(method))) return [...others, unknownMethod(at, value)];
  const own = `/oneOf/${FUNCTIONS.indexOf(String(method))}/`;
  return errors.filter(({ instancePath, schemaPath }) => !inside(instancePath) || schemaPath.includes(own));
}

function unknownMethod(at: string, value: Json | undefined): SchemaError {
  if (!isObject(value)) return { instancePath: at, schemaPath: '', keyword: 'type', params: { type: 'object' } };
  if (value.extract_method === undefined) {
    return { instancePath: at, schemaPath: '', keyword: 'required', params: { missingProperty: 'extract_method' } };
  }
  const instancePath = `${at}/extract_method`;
  return { instancePath, schemaPath: '', keyword: 'enum', params: { allowedValues: FUNCTIONS } };
}

/** One error that lists the types, unless a branch of the right type found something else. */
function meantType(errors: readonly SchemaError[], { instancePath: at, schemaPath }: SchemaError): SchemaError[] {
  const here = (found: SchemaError) => found.instancePath === at || found.instancePath.startsWith(`${at}/`);
  const ofTypes = errors.filter((found) => found.instancePath === at && found.keyword === 'type');
  const deeper = errors.filter((found) => here(found) && found.keyword !== 'anyOf' && !ofTypes.includes(found));
  const others = errors.filter((found) => !here(found));
  if (deeper.length > 0) return [...others, ...deeper];
  const types = ofTypes.map(({ params }) => params.type);
  return [...others, { instancePath: at, schemaPath, keyword: 'type', params: { type: types } }];
}

function toFinding(found: SchemaError, document: JsonObject): Finding {
  const { instancePath: pointer, keyword, params } = found;
  const value = valueAt(document, pointer);
  const shown = quoted(value, pointer);
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(found);
    case 'required':
      return { ...error(pointer, `the key '${params.missingProperty}' is missing`), key: 'missing' };
    case 'type':
      return error(pointer, `${shown} is ${kindOf(value)}, expected ${expected(params.type)}`);
    case 'enum': {
      const propertyName = (found as { propertyName?: string }).propertyName;
      return notAmong(
        pointer,
        propertyName ?? value,
        params.allowedValues as readonly unknown[],
        propertyName !== undefined,
      );
    }
    default:
      return error(pointer, `${shown} ${LIMIT[keyword]?.(params) ?? `does not satisfy '${keyword}'`}`);
  }
}

const LIMIT: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  pattern: ({ pattern }) => `does not match the pattern ${pattern}`,
  minimum: ({ limit }) => `is less than ${limit}`,
  maximum: ({ limit }) => `is more than ${limit}`,
  exclusiveMinimum: ({ limit }) => `is not more than ${limit}`,
  minLength: () => 'is empty',
  minItems: () => 'is empty',
  maxItems: ({ limit }) => `has more than ${limit} item`,
  minProperties: () => 'has no key, expected exactly one',
  maxProperties: () => 'has more than one key, expected exactly one',
};

function unknownKey({ instancePath, schemaPath, params }: SchemaError): Finding {
  const key = String(params.additionalProperty);
  const known = (knownKeys as Readonly<Record<string, readonly string[]>>)[schemaPath] ?? [];
  const pointer = instancePath + pointerTo(key);
  const message = `the key '${key}' is unknown.${didYouMean(key, known)}`;
  return { pointer, message, kind: 'tolerable', key: 'unknown' };
}

function notAmong(pointer: string, value: Json | undefined, allowed: readonly unknown[], isKey: boolean): Finding {
  const names = allowed.filter((name) => typeof name === 'string');
  const hint = typeof value === 'string' ? didYouMean(value, names) : '';
  const what = isKey ? `the option ${quoted(value)}` : quoted(value, pointer);
  return error(pointer, `${what} is not one of ${listed(names)}.${hint}`);
}
