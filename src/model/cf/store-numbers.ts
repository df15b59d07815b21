/**
 * Numbers of one type as numbers of another, where that type holds them.
 *
 * @module
 */
import { allocate, isInteger, type NumericArray, type NumericType } from '../data-type.js';
import { integerLimits } from './unsigned.js';

/** What numbers are stored as. */
export interface NumberTarget {
  readonly type: NumericType;
  /** Stands where there is no value; `undefined` where nothing can. */
  readonly fill: number | bigint | undefined;
  /** Numbers that stand for no value, so that no value may be one of them. */
  readonly missing: readonly (number | bigint)[];
}

/** Throws an error that names the value at an index. */
export type Refuse = (index: number) => never;

/**
 * The same numbers as the target's type. Integers are stored exactly. Floats are stored as integers where they are whole, and as float32
 * by the nearest one.
 *
 * @param nulls 1 where there is no value; not-a-number must be flagged
 * @param refuse called with the index of the first number that does not fit, that equals one which stands for no value, or that is missing
 *   where nothing can stand for that
 */
export function storeNumbers(
  values: NumericArray,
  nulls: Uint8Array | undefined,
  target: NumberTarget,
  refuse: Refuse,
): NumericArray {
  const stored = allocate(target.type, values.length);
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array)
    storeLongIntegers(values, nulls, target.type, stored, refuse);
  else if (isInteger(target.type)) storeIntegers(values, nulls, target.type, stored, refuse);
  else storeFloats(values, nulls, stored as Float64Array, refuse);
  for (const missing of target.missing) refuseEqual(stored, missing, nulls, refuse);
  if (nulls) placeFill(stored, nulls, target.fill, refuse);
  return stored;
}

function storeIntegers(
  values: ArrayLike<number | bigint>,
  nulls: Uint8Array | undefined,
  type: NumericType,
  into: Exclude<NumericArray, BigInt64Array | BigUint64Array>,
  refuse: Refuse,
): void {
  const limits = integerLimits(type);
  const [least, most] = [Number(limits.least), Number(limits.most)];
  for (let i = 0; i < into.length; i++) {
    if (nulls?.[i] === 1) continue;
    const value = Number(values[i]);
    if (!(value >= least && value <= most) || !Number.isInteger(value)) refuse(i);
    into[i] = value;
  }
}

function storeLongIntegers(
  values: ArrayLike<number | bigint>,
  nulls: Uint8Array | undefined,
  type: NumericType,
  into: BigInt64Array | BigUint64Array,
  refuse: Refuse,
): void {
  const { least, most } = integerLimits(type);
  for (let i = 0; i < into.length; i++) {
    if (nulls?.[i] === 1) continue;
    const number = values[i] as number | bigint;
    const value = typeof number === 'bigint' || Number.isInteger(number) ? BigInt(number) : undefined;
    if (value === undefined || value < least || value > most) refuse(i);
    else into[i] = value;
  }
}

function storeFloats(
  values: NumericArray,
  nulls: Uint8Array | undefined,
  into: Float32Array | Float64Array,
  refuse: Refuse,
): void {
  if (values instanceof Float32Array || values instanceof Float64Array) storeNearest(values, nulls, into, refuse);
  else storeIntegersAsFloats(values, nulls, into, refuse);
}

function storeNearest(
  values: Float32Array | Float64Array,
  nulls: Uint8Array | undefined,
  into: Float32Array | Float64Array,
  refuse: Refuse,
): void {
  for (let i = 0; i < into.length; i++) {
    if (nulls?.[i] === 1) continue;
    const value = values[i] as number;
    into[i] = value;
    if (Number.isNaN(value) || (Number.isFinite(value) && !Number.isFinite(into[i]))) refuse(i);
  }
}

function storeIntegersAsFloats(
  values: ArrayLike<number | bigint>,
  nulls: Uint8Array | undefined,
  into: Float32Array | Float64Array,
  refuse: Refuse,
): void {
  for (let i = 0; i < into.length; i++) {
    if (nulls?.[i] === 1) continue;
    const value = values[i] as number | bigint;
    into[i] = Number(value);
    const float = into[i] as number;
    if (typeof value === 'bigint' ? BigInt(float) !== value : float !== value) refuse(i);
  }
}

function refuseEqual(
  stored: NumericArray,
  missing: number | bigint,
  nulls: Uint8Array | undefined,
  refuse: Refuse,
): void {
  let at = stored.indexOf(missing as never);
  while (at >= 0) {
    if (nulls?.[at] !== 1) refuse(at);
    at = stored.indexOf(missing as never, at + 1);
  }
}

function placeFill(stored: NumericArray, nulls: Uint8Array, fill: number | bigint | undefined, refuse: Refuse): void {
  for (let i = 0; i < nulls.length; i++) {
    if (nulls[i] !== 1) continue;
    if (fill === undefined) refuse(i);
    else stored[i] = fill;
  }
}
