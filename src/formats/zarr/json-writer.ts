/**
 * The JSON of Zarr documents: 64-bit integers to the last digit, floats with a point, and nothing that is not JSON.
 *
 * @module
 */

/**
 * A document as JSON. Bigints are written as integers, a `Float64Array` of one as a float (`1.0`), numbers that are not finite as the
 * texts that the Zarr specifications name (`"NaN"`, `"Infinity"`, `"-Infinity"`). Members that are `undefined` are left out.
 */
export function writeJson(value: unknown): string {
  if (value instanceof Float64Array) return float(value[0] ?? 0);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : finiteOr(value, String);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (value instanceof Map) return members([...value]);
  if (typeof value === 'object' && value !== null) return members(Object.entries(value));
  return JSON.stringify(value ?? null);
}

/** A document as bytes. */
export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(writeJson(value));
}

function members(entries: readonly (readonly [string, unknown])[]): string {
  const present = entries.filter(([, value]) => value !== undefined);
  return `{${present.map(([name, value]) => `${JSON.stringify(name)}:${writeJson(value)}`).join(',')}}`;
}

function float(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  return finiteOr(value, (finite) => (/[.e]/.test(String(finite)) ? String(finite) : `${finite}.0`));
}

function finiteOr(value: number, write: (finite: number) => string): string {
  return Number.isFinite(value) ? write(value) : `"${value}"`;
}
