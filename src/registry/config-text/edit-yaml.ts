/**
 * Sets keys in the text of a YAML document, and leaves every other line as it stands.
 *
 * @module
 */
import type { Pair, Scalar, YAMLMap } from 'yaml';
import type { Json, JsonObject } from '../../config/json.js';

type Yaml = typeof import('yaml');

/** The text with `fields` set in the map under `block`, which is made where there is none. */
export async function editYaml(text: string, block: string, fields: JsonObject): Promise<string> {
  const yaml = await import('yaml');
  const isMap = (found: Pair | undefined) => yaml.isMap(found?.value) && !found.value.flow;
  if (!isMap(pairOf(yaml, rootOf(yaml, text), block))) return setKey(yaml, text, rootOf(yaml, text), block, fields);
  let edited = text;
  for (const [field, value] of Object.entries(fields)) {
    const inner = pairOf(yaml, rootOf(yaml, edited), block)?.value;
    edited = setKey(yaml, edited, inner as YAMLMap, field, value);
  }
  return edited;
}

function rootOf(yaml: Yaml, text: string): YAMLMap | undefined {
  const { contents } = yaml.parseDocument(text);
  return yaml.isMap(contents) && !contents.flow ? contents : undefined;
}

function pairOf(yaml: Yaml, map: YAMLMap | undefined, key: string): Pair | undefined {
  return map?.items.find((pair) => yaml.isScalar(pair.key) && pair.key.value === key);
}

function setKey(yaml: Yaml, text: string, map: YAMLMap | undefined, key: string, value: Json): string {
  const first = map?.items[0]?.key as Scalar | undefined;
  if (!map?.range || !first?.range) return text;
  const indent = ' '.repeat(column(text, first.range[0]));
  const made = yaml
    .stringify({ [key]: value }, { lineWidth: 0 })
    .trimEnd()
    .replaceAll(/\n(?=.)/g, `\n${indent}`);
  const pair = pairOf(yaml, map, key);
  if (!pair) {
    const end = contentEnd(text, map.range[1]);
    return `${text.slice(0, end)}\n${indent}${made}${text.slice(end)}`;
  }
  const [start] = (pair.key as Scalar).range ?? [0];
  const old = pair.value as Scalar | null;
  return text.slice(0, start) + made + text.slice(contentEnd(text, old?.range?.[1] ?? start + key.length + 1));
}

/** Where the last thing before an offset ends that is no white space. */
function contentEnd(text: string, offset: number): number {
  return text.slice(0, offset).trimEnd().length;
}

function column(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
