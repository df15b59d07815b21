/**
 * `scale_factor` and `add_offset`, of the CF conventions, section 8.1, the other way round.
 *
 * @module
 */
import type { NumericArray } from '../data-type.js';
import type { Refuse } from './store-numbers.js';
import type { Packing } from './unpack.js';

/**
 * `(value − offset) / scale` in float64, as NumPy computes it.
 *
 * @param toInteger whether to round each to the nearest integer, of two that are as near to the even one
 * @param refuse called for integers of 64 bits that no float64 holds
 * @returns numbers that may be beyond every type, or not-a-number where the packing is none
 */
export function pack(
  values: NumericArray,
  packing: Packing,
  toInteger: boolean,
  nulls: Uint8Array | undefined,
  refuse: Refuse,
): Float64Array {
  const packed = toFloats(values, nulls, refuse);
  for (let i = 0; i < packed.length; i++) packed[i] = ((packed[i] as number) - packing.offset) / packing.scale;
  if (toInteger) for (let i = 0; i < packed.length; i++) packed[i] = roundHalfEven(packed[i] as number);
  return packed;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function toFloats(values: NumericArray, nulls: Uint8Array | undefined, refuse: Refuse): Float64Array {
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return Float64Array.from(values);
  const floats = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    floats[i] = Number(values[i]);
    if (nulls?.[i] !== 1 && BigInt(floats[i] as number) !== values[i]) refuse(i);
  }
  return floats;
}
