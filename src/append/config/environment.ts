import type { Json } from '../../config/json.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** As Python's `string.Template` finds them: `$$`, `$NAME` and `${NAME}`. */
const PLACEHOLDER = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/g;

/**
 * A parsed document with the values of environment variables in its texts. Keys stay as they are, and what is put in stays
 * text: neither can it add keys, nor become a number. Names that are not set stay as they are written.
 */
export function expandEnvironment(document: Json, environment: Environment): Json {
  if (typeof document === 'string') return expandText(document, environment);
  if (Array.isArray(document)) return document.map((item: Json) => expandEnvironment(item, environment));
  if (typeof document !== 'object' || document === null) return document;
  const entries = Object.entries(document).map(([key, value]) => [key, expandEnvironment(value, environment)]);
  return Object.fromEntries(entries) as Json;
}

function expandText(text: string, environment: Environment): string {
  return text.replace(PLACEHOLDER, (written: string, dollar?: string, bare?: string, braced?: string) => {
    if (dollar !== undefined) return dollar;
    const name = bare ?? braced ?? '';
    return (Object.hasOwn(environment, name) ? environment[name] : undefined) ?? written;
  });
}
