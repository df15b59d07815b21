import type { Json } from '../../config/json.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { isInteger, isNumeric } from '../../model/data-type.js';
import type { FillValue } from '../../model/zarr/array.js';

/**
 * `fill_value` of an encoding for an array of a type: a bigint for 64-bit integers, else a number; `null` for none.
 *
 * @throws CO_CUBE_LAYOUT for what the type cannot hold, and for whole numbers beyond 2^53 that are not written as text, since JSON rounds them
 */
export function fillValueOf(written: Json, type: string, array: string): FillValue {
  if (written === null) return null;
  if (isInteger(type)) return integerFill(written, type, array);
  return isNumeric(type) ? Number(written) : refuse(array, `it is '${type}', and has no fill value that is a number`);
}

function integerFill(written: Json, type: string, array: string): number | bigint {
  const value = wholeNumber(written);
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? 0);
  const [least, most] = type.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  if (value === undefined || value < least || value > most) {
    return refuse(array, `its fill value '${value ?? String(written)}' does not fit into ${type}`);
  }
  if (typeof written === 'number' && !isExact(written)) {
    refuse(array, `its fill value '${value}' is rounded by JSON; write it as text`);
  }
  return bits === 64n ? value : Number(value);
}

function wholeNumber(written: Json): bigint | undefined {
  if (typeof written === 'number') return Number.isInteger(written) ? BigInt(written) : undefined;
  return typeof written === 'string' && /^-?\d+$/.test(written) ? BigInt(written) : undefined;
}

/** The least 64-bit integer is the mark of missing times, and written as number by everyone. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || value === -(2 ** 63);
}

function refuse(array: string, reason: string): never {
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array, reason });
}
