/**
 * Text to document, within bounds that no honest config reaches.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import { isObject, type Json, type JsonObject } from './json.js';

/** Characters, levels and values that a config may have. Real ones have up to 200,000, 9 and 10,000. */
export const LIMITS = { characters: 4 * 1024 * 1024, depth: 64, values: 500_000 } as const;

/** Endings of config files. */
export const EXTENSIONS = ['.json', '.yaml', '.yml'] as const;

/** The extension of a config's name, if it has one. */
export function configExtension(name: string): string | undefined {
  return EXTENSIONS.find((extension) => name.toLowerCase().endsWith(extension));
}

/**
 * Parses a config: YAML by its extension, else JSON.
 *
 * @throws CO_CONFIG_UNREADABLE when the text is neither, is no object, or exceeds the limits
 */
export async function parseDocument(file: string, text: string): Promise<JsonObject> {
  if (text.length > LIMITS.characters) refuse(file, `it has ${text.length} characters of at most ${LIMITS.characters}`);
  const document = /\.ya?ml$/i.test(file) ? await parseYaml(file, text) : parseJson(file, text);
  checkBounds(file, document);
  if (!isObject(document)) refuse(file, 'it holds no object with keys');
  return withSchemaName(document);
}

/** AODN's tool takes `dataset_schema` as another name of `schema`. */
function withSchemaName(document: JsonObject): JsonObject {
  const { dataset_schema: schema, ...others } = document;
  return schema === undefined || 'schema' in document ? document : { ...others, schema };
}

function parseJson(file: string, text: string): Json {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch (cause) {
    return refuse(file, `it is not JSON: ${jsonFault(text, cause as Error)}`, cause);
  }
}

/** The parser's message without the piece of the config that it quotes, and the line where it can be told. */
function jsonFault(text: string, { message }: Error): string {
  const what = message.replace(/, (\.\.\.)?"[\s\S]*$/, '').replace(/ in JSON at position[\s\S]*$/, '');
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? strayToken(text) ?? Number.NaN);
  return Number.isNaN(position) ? what : `${what} at line ${text.slice(0, position).split('\n').length}`;
}

/** Where the first thing stands that is no token of JSON; some versions of Node do not tell. */
function strayToken(text: string): number | undefined {
  const token = /\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])\s*/y;
  let end = 0;
  while (end < text.length && token.test(text)) end = token.lastIndex;
  return end < text.length ? end : undefined;
}

async function parseYaml(file: string, text: string): Promise<Json> {
  const { parse } = await import('yaml');
  try {
    return parse(text, { maxAliasCount: 100, merge: true, logLevel: 'error' }) as Json;
  } catch (cause) {
    return refuse(file, `it is not YAML: ${(cause as Error).message.split('\n')[0]}`, cause);
  }
}

/** Walks without recursion, since the depth is not known yet; aliases of YAML count each time they are used. */
function checkBounds(file: string, document: Json): void {
  const open: [Json, number][] = [[document, 0]];
  let values = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next;
    if (++values > LIMITS.values) refuse(file, `it holds more than ${LIMITS.values} values`);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= LIMITS.depth) refuse(file, `it is more than ${LIMITS.depth} levels deep`);
    if (Object.hasOwn(value, '__proto__')) refuse(file, "it has a key '__proto__'");
    for (const child of Object.values(value)) open.push([child, depth + 1]);
  }
}

function refuse(file: string, reason: string, cause?: unknown): never {
  throw new CloudOptimisedError('CO_CONFIG_UNREADABLE', { file, reason }, { cause });
}
