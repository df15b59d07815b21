import type { ExpressionScope, LabelledArray, ScopeValues } from '../../../src/append/expressions/index.js';
import type { Json } from '../../../src/config/json.js';

/** A scope of vectors (or of what is given as it is), attributes and sizes. */
export function scopeOf(
  arrays: Readonly<Record<string, ScopeValues | LabelledArray>>,
  attributes: Readonly<Record<string, Json>> = {},
): ExpressionScope {
  const all = new Map(
    Object.entries(arrays).map(([name, given]) => [name, 'data' in given ? given : vector(name, given)]),
  );
  return {
    array: (name) => all.get(name),
    attribute: (name) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined),
    size: (dimension) => all.get(dimension)?.shape[0],
  };
}

function vector(name: string, data: ScopeValues): LabelledArray {
  return { dimensions: [name], shape: [data.values.length], data };
}

/** Days from 2024-01-01 as nanoseconds. */
export function days(...offsets: readonly number[]): ScopeValues {
  const start = BigInt(Date.UTC(2024, 0, 1)) * 1_000_000n;
  return {
    kind: 'time',
    values: offsets.map((offset) => start + BigInt(Math.round(offset * 86_400)) * 1_000_000_000n),
  };
}

export const floats = (...values: readonly number[]): ScopeValues => ({ kind: 'float', values });
export const integers = (...values: readonly (number | bigint)[]): ScopeValues => ({ kind: 'integer', values });
