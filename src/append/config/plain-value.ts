import { isObject, type Json, type JsonObject } from '../../config/json.js';
import { LIMITS } from '../../config/parse-document.js';
import { CloudOptimisedError } from '../../errors/index.js';

/**
 * A copy of what a caller or a parser gave, made of nothing but JSON: not-a-number and infinities as texts, without entries that
 * are undefined.
 *
 * @param name what to call it in messages
 * @throws CO_CONFIG_UNREADABLE for anything else: functions, dates, maps, what holds itself, a key `__proto__`
 */
export function plainObject(value: object, name: string): JsonObject {
  const copy = plainValue(value, name, '', 0);
  return isObject(copy) ? copy : refuse(name, 'it is no object with keys');
}

function plainValue(value: unknown, name: string, at: string, depth: number): Json {
  if (depth > LIMITS.depth) refuse(name, `it is more than ${LIMITS.depth} levels deep`);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => plainValue(item, name, `${at}${index}.`, depth + 1));
  if (!isPlain(value)) return refuse(name, `'${at.slice(0, -1)}' is neither a value of JSON nor an object of such`);
  if (Object.hasOwn(value, '__proto__')) refuse(name, "it has a key '__proto__'");
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plainValue(item, name, `${at}${key}.`, depth + 1)]));
}

/** Whether a value is an object that someone wrote with braces, and not an instance of a class. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function refuse(file: string, reason: string): never {
  throw new CloudOptimisedError('CO_CONFIG_UNREADABLE', { file, reason });
}
