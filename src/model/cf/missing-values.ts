/**
 * Which stored values stand for no value: those equal to `_FillValue` or to one of `missing_value`, and not-a-number.
 *
 * As in xarray, the fill values that netCDF has for every type by default are data, and `valid_min`, `valid_max` and
 * `valid_range` remove nothing.
 *
 * @module
 */
import type { Attributes, AttributeValue } from '../attributes.js';
import { isInteger, type NumericArray, type NumericType } from '../data-type.js';
import { integerLimits } from './unsigned.js';

const ATTRIBUTES = ['_FillValue', 'missing_value'] as const;

/** The fill values of a variable, in its own type, and what was not understood of its attributes. */
export interface FillValues {
  readonly values: readonly (number | bigint)[];
  /** For each attribute that was passed over, why. */
  readonly ignored: readonly string[];
}

/**
 * The fill values that attributes declare for numbers of `type`. One of another type counts where the variable's type
 * holds exactly that value: the float64 `1e20` is no float32, and so equals none of the variable's values.
 *
 * @param unsigned whether the variable's stored integers were signed, so that `-1` here is the largest value of `type`
 */
export function fillValuesOf(attributes: Attributes, type: NumericType, unsigned = false): FillValues {
  const values: (number | bigint)[] = [];
  const ignored: string[] = [];
  for (const name of ATTRIBUTES) {
    const attribute = attributes.get(name);
    if (attribute === undefined) continue;
    for (const fill of candidates(attribute)) {
      const value = typeof fill === 'string' ? undefined : exactly(fill, type, unsigned);
      if (value === undefined) ignored.push(`${name} '${fill}' is not a value of ${type}`);
      else values.push(value);
    }
  }
  return { values, ignored };
}

function candidates(attribute: AttributeValue): Iterable<string | number | bigint> {
  return typeof attribute === 'string' ? [attribute] : attribute;
}

function exactly(fill: number | bigint, type: NumericType, unsigned: boolean): number | bigint | undefined {
  if (type === 'float64') return Number(fill);
  if (type === 'float32') return Object.is(Math.fround(Number(fill)), Number(fill)) ? Number(fill) : undefined;
  if (typeof fill === 'number' && !Number.isInteger(fill)) return undefined;
  const limits = integerLimits(type);
  let value = BigInt(fill);
  if (unsigned && value < 0n) value += limits.most + 1n;
  if (value < limits.least || value > limits.most) return undefined;
  return type.endsWith('64') ? value : Number(value);
}

/** Flags of the missing values; `undefined` where there is none. */
export function missingMask(
  values: NumericArray,
  type: NumericType,
  fills: readonly (number | bigint)[],
): Uint8Array | undefined {
  const mask = new Uint8Array(values.length);
  let found = isInteger(type) ? 0 : flagNotANumber(values as Float64Array, mask);
  for (const fill of fills) found += flagEqual(values, fill, mask);
  return found > 0 ? mask : undefined;
}

function flagNotANumber(values: Float32Array | Float64Array, mask: Uint8Array): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) found += mask[i] = 1;
  }
  return found;
}

function flagEqual(values: NumericArray, fill: number | bigint, mask: Uint8Array): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === fill) found += mask[i] = 1;
  return found;
}
