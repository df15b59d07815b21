/**
 * Stored numbers of one encoding as stored numbers of another.
 *
 * @module
 */
import { allocate, isInteger, type NumericArray } from '../data-type.js';
import { missingMask } from './missing-values.js';
import { meantNumbers, type NumberEncoding, packsAlike, storedNumbers } from './number-encoding.js';
import { pack } from './pack.js';
import { type Refuse, storeNumbers } from './store-numbers.js';
import { convertTime, countsAlike, timeConflict } from './time-encoding.js';
import { unpack } from './unpack.js';

/** An encoding to store numbers in. */
export interface TargetEncoding extends NumberEncoding {
  /** Stands where there is no value; `undefined` where nothing can. A number of `type`. */
  readonly fill: number | bigint | undefined;
}

/** What to do where a value has no place in the target. */
export interface Refusals {
  /** A value, unpacked, that does not fit into type, packing or fill. */
  value(index: number, value: number | bigint): never;
  /** A time, as it is stored, that has no exact number. */
  time(index: number, value: number | bigint): never;
}

/**
 * Decodes numbers and encodes them anew: missing values become the target's fill value, times are counted exactly, and what is packed
 * otherwise is unpacked and packed. Numbers packed alike stay as they are.
 *
 * @returns numbers of `to.stored`
 */
export function convertNumbers(
  values: NumericArray,
  from: NumberEncoding,
  to: TargetEncoding,
  refusals: Refusals,
): NumericArray {
  const signed = meantNumbers(values, from);
  const nulls = missingMask(signed, from.type, from.missing);
  const refuse: Refuse = (index) => refusals.value(index, valueAt(signed, index, from));
  const numbers = isTimeChange(from, to)
    ? convertTimes(signed, nulls, from, to, refusals)
    : repack(signed, nulls, from, to, refuse);
  return storedNumbers(storeNumbers(numbers, nulls, to, refuse), to);
}

/** Why no time of one encoding can be told in another; `undefined` where times can, or where there are none. */
export function encodingConflict(from: NumberEncoding, to: NumberEncoding): string | undefined {
  const conflict = timeConflict(from.time, to.time);
  if (conflict !== undefined || !isTimeChange(from, to)) return conflict;
  if (from.packing || to.packing) return 'times that are packed can only be taken over as they are';
  if (from.time?.count && to.time?.count) return undefined;
  return `units '${from.time?.units}' with calendar '${from.time?.calendar}' cannot be understood`;
}

/** Whether times have to be counted anew, which another type alone asks for: its numbers are to be near enough. */
function isTimeChange(from: NumberEncoding, to: NumberEncoding): boolean {
  if (!from.time || !to.time) return false;
  const alike = countsAlike(from.time, to.time);
  return alike ? from.time.isMoment && from.type !== to.type && !(from.packing || to.packing) : true;
}

function convertTimes(
  values: NumericArray,
  nulls: Uint8Array | undefined,
  from: NumberEncoding,
  to: TargetEncoding,
  refusals: Refusals,
): NumericArray {
  const conflict = encodingConflict(from, to);
  const times = allocate(to.type, values.length);
  const [source, target] = [from.time?.count, to.time?.count];
  for (let i = 0; i < values.length; i++) {
    if (nulls?.[i] === 1) continue;
    const value = values[i] as number | bigint;
    const known = conflict === undefined && source && target && Number.isFinite(Number(value));
    const time = known ? convertTime(value, { ...source, type: from.type }, { ...target, type: to.type }) : undefined;
    if (time === undefined) return refusals.time(i, value);
    times[i] = time;
  }
  return times;
}

function repack(
  values: NumericArray,
  nulls: Uint8Array | undefined,
  from: NumberEncoding,
  to: TargetEncoding,
  refuse: Refuse,
): NumericArray {
  // Floats between the steps are rounded to one where the target is packed.
  const needsRounding = to.packing !== undefined && isInteger(to.type) && !isInteger(from.type);
  if (packsAlike(from.packing, to.packing) && !needsRounding) return values;
  const unpacked = from.packing ? unpack(values, from.packing, nulls) : values;
  return to.packing ? pack(unpacked, to.packing, isInteger(to.type), nulls, refuse) : unpacked;
}

function valueAt(values: NumericArray, index: number, { packing }: NumberEncoding): number | bigint {
  const value = values.subarray(index, index + 1);
  return (packing ? unpack(value, packing, undefined) : value)[0] as number | bigint;
}
