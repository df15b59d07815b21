/**
 * Values of attributes as configs, sidecars and Zarr documents hold them, which tell numbers apart in different ways.
 *
 * @module
 */

/** A value as plain JSON: a float without a fraction is a number, a number beyond 2^53 and one that is not finite a text. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Float64Array) return plainValue(value[0]);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}

/** Whether two values are the same, however their numbers are held; the order of an object's keys does not count. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(plainValue(a))) === JSON.stringify(inOrder(plainValue(b)));
}

/** A value as the stored one was held: what was a float stays one, `1.0` and not `1`. */
export function asStored(value: unknown, stored: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && isFloat(stored)) return Float64Array.of(value);
  if (!Array.isArray(value)) return value;
  const like = Array.isArray(stored) ? stored.find(isFloat) : stored;
  if (isFloat(like)) return value.map((item) => asStored(item, like));
  return value;
}

function isFloat(value: unknown): boolean {
  return value instanceof Float64Array || (typeof value === 'number' && !Number.isInteger(value));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, item]) => [key, inOrder(item)]);
}
