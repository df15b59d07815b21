/**
 * In what two documents differ, value by value.
 *
 * @module
 */
import { isObject, type Json, type JsonObject } from './json.js';
import { pointerTo } from './pointer.js';
import { withoutSecrets } from './quote.js';

/** A value that comes (`a` is absent), goes (`b` is absent) or becomes another. */
export interface ConfigDifference {
  /** JSON pointer. */
  readonly pointer: string;
  readonly a?: Json;
  readonly b?: Json;
  /** Only the order of the keys differs, which of variables is that of the columns; `a` and `b` are their names. */
  readonly order?: true;
}

/** Compares two documents: objects key by key, lists item by item. Credentials are hidden. */
export function compareConfigs(a: JsonObject, b: JsonObject): ConfigDifference[] {
  return compare(a, b, '').map((found) => ({
    ...found,
    ...(found.a !== undefined && { a: withoutSecrets(found.a, found.pointer) }),
    ...(found.b !== undefined && { b: withoutSecrets(found.b, found.pointer) }),
  }));
}

function compare(a: Json | undefined, b: Json | undefined, pointer: string): ConfigDifference[] {
  if (a === undefined || b === undefined) {
    if (a === b) return [];
    return [{ pointer, ...(a !== undefined && { a }), ...(b !== undefined && { b }) }];
  }
  if (isObject(a) && isObject(b)) return [...compareKeys(a, b, pointer), ...compareOrder(a, b, pointer)];
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(a, b, pointer);
  return Object.is(a, b) ? [] : [{ pointer, a, b }];
}

function compareKeys(a: JsonObject, b: JsonObject, pointer: string): ConfigDifference[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const at = (document: JsonObject, key: string) => (Object.hasOwn(document, key) ? document[key] : undefined);
  return keys.flatMap((key) => compare(at(a, key), at(b, key), pointer + pointerTo(key)));
}

/** The variables of `schema` and `add_variables` stand in the order in which the dataset has them; elsewhere order means nothing. */
function compareOrder(a: JsonObject, b: JsonObject, pointer: string): ConfigDifference[] {
  if (!/^\/schema$|\/add_variables$/.test(pointer)) return [];
  const common = (document: JsonObject, other: JsonObject) =>
    Object.keys(document).filter((key) => Object.hasOwn(other, key));
  const [before, after] = [common(a, b), common(b, a)];
  return before.join('\n') === after.join('\n') ? [] : [{ pointer, a: before, b: after, order: true }];
}

function compareItems(a: readonly Json[], b: readonly Json[], pointer: string): ConfigDifference[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).flatMap((at) =>
    compare(a[at], b[at], pointer + pointerTo(at)),
  );
}
