/**
 * Sets keys in the text of a JSON document, and leaves every other byte as it stands.
 *
 * @module
 */
import type { Node } from 'jsonc-parser';
import type { Json, JsonObject } from '../../config/json.js';
import { placeOf } from '../entry/fields.js';

/** Lists of short things stay on one line up to this width. */
const WIDTH = 100;

/**
 * The text with `fields` set in the object under `block`, which is made where there is none.
 *
 * @param text without a byte order mark
 */
export async function editJson(text: string, block: string, fields: JsonObject): Promise<string> {
  const { parseTree, findNodeAtLocation } = await import('jsonc-parser');
  let edited = text;
  const objectAt = (path: string[]) => {
    const root = parseTree(edited);
    return root && findNodeAtLocation(root, path);
  };
  if (objectAt([block])?.type !== 'object') return setKey(edited, objectAt([]), block, fields);
  for (const [field, value] of Object.entries(fields)) edited = setKey(edited, objectAt([block]), field, value);
  return edited;
}

function setKey(text: string, object: Node | undefined, key: string, value: Json): string {
  if (object?.type !== 'object') return text;
  const property = (object.children ?? []).find(({ children }) => children?.[0]?.value === key);
  const [, old] = property?.children ?? [];
  if (property && old) {
    const wasOnOneLine = !text.slice(old.offset, old.offset + old.length).includes('\n');
    const made = written(value, text, lineIndent(text, property.offset), wasOnOneLine);
    return text.slice(0, old.offset) + made + text.slice(old.offset + old.length);
  }
  return withKey(text, object, key, value);
}

/** The text with a key more in an object: in its place of the registry's order, in the manner of its neighbours. */
function withKey(text: string, object: Node, key: string, value: Json): string {
  const children = object.children ?? [];
  const at = placeOf(
    key,
    children.map((child) => String(child.children?.[0]?.value)),
  );
  const [before, after] = [children[at - 1], children[at]];
  const isLong = text.slice(object.offset, object.offset + object.length).includes('\n');
  const neighbour = before ?? after;
  const parentIndent = lineIndent(text, object.offset);
  const indent = neighbour && isLong ? lineIndent(text, neighbour.offset) : parentIndent + indentOf(text);
  const member = `${JSON.stringify(key)}: ${written(value, text, indent, false)}`;
  const [newline, isOnLines] = [newlineOf(text), isLong || neighbour === undefined];
  const gap = isOnLines ? newline + indent : ' ';
  if (before) return inserted(text, before.offset + before.length, `,${gap}${member}`);
  if (after) return inserted(text, after.offset, `${member},${gap}`);
  return inserted(text, object.offset + 1, `${gap}${member}${isLong ? '' : newline + parentIndent}`);
}

function inserted(text: string, offset: number, piece: string): string {
  return text.slice(0, offset) + piece + text.slice(offset);
}

/** A value as text, its further lines indented; short lists of scalars on one line where the old value was. */
function written(value: Json, text: string, indent: string, mayBeOneLine: boolean): string {
  const items = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  if (mayBeOneLine && items?.every((item) => typeof item !== 'object')) {
    const line = `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (line.length <= WIDTH) return line;
  }
  return JSON.stringify(value, null, indentOf(text)).replaceAll('\n', newlineOf(text) + indent);
}

/** White space at the start of the line in which something stands. */
function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** By what the document indents its first key. */
function indentOf(text: string): string {
  return /^\s*\{[^\S\n]*\r?\n([ \t]+)/.exec(text)?.[1] ?? '  ';
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
