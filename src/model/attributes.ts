import type { NumericArray } from './data-type.js';

/** An attribute as its file stores it: text, several texts, or numbers of one type (an array of one for a scalar). */
export type AttributeValue = string | readonly string[] | NumericArray;

/** The attributes of a variable, or of a whole file. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** The text of an attribute, or `undefined` where it is absent or not text. */
export function attributeText(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name);
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.length === 1 ? (value[0] as string) : undefined;
}

/** The first number of an attribute, or `undefined` where it is absent or text. */
export function attributeNumber(attributes: Attributes, name: string): number | undefined {
  const value = attributes.get(name);
  if (value === undefined || typeof value === 'string' || Array.isArray(value) || value.length === 0) return undefined;
  return Number(value[0]);
}

/** An attribute as JSON can hold it: not-a-number and infinities as text, 64-bit integers beyond 2^53 as text. */
export function attributeToJson(value: AttributeValue): unknown {
  if (typeof value === 'string') return value;
  const items = Array.from(value as ArrayLike<string | number | bigint>, jsonScalar);
  return items.length === 1 ? items[0] : items;
}

function jsonScalar(value: string | number | bigint): string | number {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
