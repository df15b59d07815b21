import type { Json } from '../../config/json.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { isInteger } from '../../model/data-type.js';
import type { FillValue } from '../../model/zarr/array.js';

/**
 * `fill_value` of an encoding for an array of a type: a bigint for 64-bit integers, else a number; `null` for none.
 *
 * @throws CO_CUBE_LAYOUT for what the type cannot hold, and for whole numbers beyond 2^53 that are not written as text, since JSON rounds them
 */
export function fillValueOf(written: Json, type: string, array: string): FillValue {
  if (written === null) return null;
  return isInteger(type) ? integerFill(String(written), typeof written, type, array) : Number(written);
}

function integerFill(text: string, writtenAs: string, type: string, array: string): number | bigint {
  const value = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? 0);
  const [least, most] = type.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  if (value === undefined || value < least || value > most)
    refuse(array, `its fill value '${text}' does not fit into ${type}`);
  if (writtenAs === 'number' && !isExact(Number(text)))
    refuse(array, `its fill value '${text}' is rounded by JSON; write it as text`);
  return bits === 64n ? value : Number(value);
}

/** The least 64-bit integer is the mark of missing times, and written as number by everyone. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || value === -(2 ** 63);
}

function refuse(array: string, reason: string): never {
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array, reason });
}
