/**
 * Attributes between JSON and the hub, such that what was an integer stays one, and what was a float too.
 *
 * @module
 */
import type { Attributes, AttributeValue } from '../attributes.js';
import type { NumericArray } from '../data-type.js';
import type { JsonAttributes } from './array.js';

/**
 * Attributes of JSON as the hub holds them: integers as Int32Array, or BigInt64Array (BigUint64Array, Float64Array) where they need it,
 * floats as Float64Array, truth values as Int8Array, lists of text as such. What the hub has no shape for (objects, mixed lists,
 * `null`) becomes its JSON text.
 */
export function attributesFromJson(json: JsonAttributes): Attributes {
  return new Map(Object.entries(json).map(([name, value]) => [name, fromJson(value)]));
}

/** Attributes of the hub as JSON holds them; see {@link JsonAttributes}. Numbers that are not finite become text: `NaN`, `-Infinity`. */
export function attributesToJson(attributes: Attributes): JsonAttributes {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, toJson(value)]));
}

function fromJson(value: unknown): AttributeValue {
  if (typeof value === 'string') return value;
  const items = Array.isArray(value) ? value : [value];
  if (items.every((item) => typeof item === 'string')) return items;
  if (items.every((item) => typeof item === 'boolean')) return Int8Array.from(items, Number);
  if (items.every(isNumber)) return numbersOf(items);
  return JSON.stringify(value, plain);
}

type JsonNumber = number | bigint | Float64Array;

function isNumber(value: unknown): value is JsonNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float64Array;
}

function numbersOf(items: readonly JsonNumber[]): NumericArray {
  if (!items.every(isWhole)) return Float64Array.from(items, Number);
  const whole = items.map(BigInt);
  const holds = (low: bigint, high: bigint) => whole.every((item) => low <= item && item <= high);
  if (holds(-(2n ** 31n), 2n ** 31n - 1n)) return Int32Array.from(items, Number);
  if (holds(-(2n ** 63n), 2n ** 63n - 1n)) return BigInt64Array.from(whole);
  return holds(0n, 2n ** 64n - 1n) ? BigUint64Array.from(whole) : Float64Array.from(items, Number);
}

function isWhole(value: JsonNumber): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array) return value[0];
  return typeof value === 'bigint' ? Number(value) : value;
}

function toJson(value: AttributeValue): unknown {
  if (typeof value === 'string') return value;
  const isFloat = value instanceof Float32Array || value instanceof Float64Array;
  const items = Array.from(value as ArrayLike<string | number | bigint>, (item) => toJsonItem(item, isFloat));
  return items.length === 1 ? items[0] : items;
}

function toJsonItem(value: string | number | bigint, isFloat: boolean): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return String(value);
  return isFloat && Number.isInteger(value) ? Float64Array.of(value) : value;
}
