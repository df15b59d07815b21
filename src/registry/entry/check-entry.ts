import type { JsonObject } from '../../config/json.js';
import { isObject, type Json } from '../../config/json.js';
import { valueAt } from '../../config/pointer.js';
import { quoted } from '../../config/quote.js';
import { placeholdersIn } from '../../config/rules/placeholder.js';
import type { ConfigProblem } from '../../errors/config-errors.js';
import { type CompiledSchema, schemaProblems } from '../schema-problems.js';
import type { RegistryEntry } from './registry-entry.generated.js';
import { knownKeys, validate } from './validate-entry.generated.js';

/** Where in a config its entry stands. */
export const BLOCK = 'aws_opendata_registry';

/** What the registry would say of an entry. */
export interface CheckedEntry {
  /** Why it would refuse it; none means that `entry` is one. */
  readonly problems: readonly ConfigProblem[];
  /** The entry without keys that say nothing or begin with `_`. */
  readonly entry: RegistryEntry;
}

/**
 * Checks an entry against the rules of the registry (schemas/registry-entry.schema.json), and that nothing waits for a person.
 *
 * @param file the config that holds it, for the problems
 * @param tags words that the vocabulary has besides
 */
export function checkEntry(block: JsonObject, file: string, tags: readonly string[] = []): CheckedEntry {
  const entry = told(block) as JsonObject;
  const open = placeholdersIn(entry);
  const found = schemaProblems(entry, { validate, knownKeys } as CompiledSchema)
    .filter(({ pointer }) => !open.includes(pointer) && !isKnownTag(pointer, entry, tags))
    .concat(
      open.map((pointer) => ({
        pointer,
        message: `${quoted(String(valueAt(entry, pointer)).trim())} must be replaced with a value`,
      })),
    );
  const problems = found.map(({ pointer, message }) => ({
    file,
    pointer: `/${BLOCK}${pointer}`,
    message,
    severity: 'error' as const,
  }));
  return { problems, entry: entry as unknown as RegistryEntry };
}

/** A value without keys that are `null` or begin with `_`, which are notes to readers of the config. */
function told(value: Json): Json {
  if (Array.isArray(value)) return value.map(told);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key, item]) => item !== null && !key.startsWith('_'));
  return Object.fromEntries(kept.map(([key, item]) => [key, told(item)]));
}

function isKnownTag(pointer: string, entry: JsonObject, tags: readonly string[]): boolean {
  return /\/Tags\/\d+$/.test(pointer) && tags.includes(String(valueAt(entry, pointer)));
}
