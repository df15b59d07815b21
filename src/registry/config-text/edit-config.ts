import { isObject, type Json, type JsonObject } from '../../config/json.js';
import { mergeConfigs } from '../../config/merge.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { BLOCK } from '../entry/check-entry.js';
import { editJson } from './edit-json.js';
import { editYaml } from './edit-yaml.js';

const MARK = '\uFEFF';

/**
 * The text of a config with fields of its registry entry set, and all else as it stands: keys, their order, indentation, ends of
 * lines, comments.
 *
 * @throws CO_REGISTRY_NOT_WRITTEN where that cannot be done: a key stands twice, or the whole document is in flow style
 */
export async function editConfig(file: string, text: string, fields: JsonObject): Promise<string> {
  if (Object.keys(fields).length === 0) return text;
  const mark = text.startsWith(MARK) ? MARK : '';
  const plain = text.slice(mark.length);
  const isYaml = /\.ya?ml$/i.test(file);
  const edited = await (isYaml ? editYaml : editJson)(plain, BLOCK, fields);
  const yaml = isYaml ? await import('yaml') : undefined;
  const parse = (source: string): unknown => (yaml ? yaml.parse(source) : JSON.parse(source));
  if (!isDeepEqual(parsed(parse, edited), expectedOf(parse(plain) as JsonObject, fields)))
    throw new CloudOptimisedError('CO_REGISTRY_NOT_WRITTEN', { file, reason: `'${BLOCK}' cannot be changed in place` });
  return mark + edited;
}

/** What the document has to say after the change, and nothing else. */
function expectedOf(document: JsonObject, fields: JsonObject): JsonObject {
  const block = document[BLOCK];
  return { ...document, [BLOCK]: isObject(block) ? { ...block, ...fields } : mergeConfigs({}, fields) };
}

function parsed(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The order of keys aside. */
function isDeepEqual(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, item: Json) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}
