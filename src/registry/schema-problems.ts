/**
 * What Ajv found in a document, in words for people.
 *
 * @module
 */
import { didYouMean } from '../config/did-you-mean.js';
import type { Json, JsonObject } from '../config/json.js';
import { pointerTo, valueAt } from '../config/pointer.js';
import { quoted } from '../config/quote.js';
import { expected, kindOf } from '../config/type-words.js';
import { listed } from '../errors/define.js';

/** A schema that was compiled to plain code, and the keys of its closed objects. */
export interface CompiledSchema {
  readonly validate: ((document: unknown) => boolean) & { errors?: readonly SchemaError[] | null };
  readonly knownKeys: Readonly<Record<string, readonly string[]>>;
}

interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Something that a schema does not allow. */
export interface SchemaProblem {
  /** JSON pointer in the document. */
  readonly pointer: string;
  /** The value in quotes, and what was expected. */
  readonly message: string;
}

/** Everything in which a document differs from a schema. */
export function schemaProblems(document: JsonObject, schema: CompiledSchema): SchemaProblem[] {
  if (schema.validate(document)) return [];
  // What is wrong with a branch stands in errors of its own.
  const errors = (schema.validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return errors.map((found) => toProblem(found, document, schema));
}

function toProblem(found: SchemaError, document: JsonObject, { knownKeys }: CompiledSchema): SchemaProblem {
  const { instancePath: pointer, schemaPath, keyword, params } = found;
  const value = valueAt(document, pointer);
  const shown = quoted(value, pointer);
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const hint = didYouMean(key, knownKeys[schemaPath] ?? []);
      return { pointer: pointer + pointerTo(key), message: `the key '${key}' is unknown.${hint}` };
    }
    case 'required':
      return { pointer, message: `the key '${params.missingProperty}' is missing` };
    case 'type':
      return { pointer, message: `${shown} is ${kindOf(value)}, expected ${expected(params.type)}` };
    case 'enum':
      return { pointer, message: notAmong(value, params.allowedValues as readonly Json[]) };
    default:
      return { pointer, message: `${shown} ${LIMIT[keyword]?.(params) ?? `does not satisfy '${keyword}'`}` };
  }
}

const LIMIT: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  pattern: ({ pattern }) => `does not match the pattern ${pattern}`,
  minLength: ({ limit }) => (limit === 1 ? 'is empty' : `has less than ${limit} characters`),
  maxLength: ({ limit }) => `has more than ${limit} characters`,
  minItems: () => 'is empty',
  maxItems: ({ limit }) => `has more than ${limit} items`,
};

/** More values than these are not listed. */
const MOST_LISTED = 40;

function notAmong(value: Json | undefined, allowed: readonly Json[]): string {
  const names = allowed.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, names) : '';
  const known = names.length > MOST_LISTED ? `the ${names.length} known words` : listed(names);
  return `${quoted(value)} is not one of ${known}.${hint}`;
}
