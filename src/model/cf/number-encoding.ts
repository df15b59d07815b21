/**
 * How stored numbers stand for values by the CF conventions: sign, packing, missing values, times.
 *
 * @module
 */
import type { Attributes } from '../attributes.js';
import { allocate, type NumericArray, type NumericType } from '../data-type.js';
import { fillValuesOf } from './missing-values.js';
import { countsAlike, type TimeEncoding, timeEncodingOf } from './time-encoding.js';
import { type Packing, packingOf } from './unpack.js';
import { applyUnsigned } from './unsigned.js';

/** What stored numbers stand for. */
export interface NumberEncoding {
  /** The type that is stored. */
  readonly stored: NumericType;
  /** The type that `_Unsigned` makes of it. */
  readonly type: NumericType;
  readonly packing: Packing | undefined;
  /** The numbers of `type` that stand for no value. Not-a-number always does, and is not among them. */
  readonly missing: readonly (number | bigint)[];
  readonly time: TimeEncoding | undefined;
}

/**
 * The encoding that attributes declare for numbers of a type.
 *
 * @param parent attributes of the variable that names this one as its `bounds`
 */
export function numberEncodingOf(stored: NumericType, attributes: Attributes, parent?: Attributes): NumberEncoding {
  const { type } = applyUnsigned({ type: stored, values: allocate(stored, 0) }, attributes);
  const { values } = fillValuesOf(attributes, type, type !== stored && type.startsWith('u'));
  return {
    stored,
    type,
    packing: packingOf(attributes),
    missing: values.filter((value) => !Number.isNaN(value)),
    time: timeEncodingOf(attributes, parent),
  };
}

/** Whether equal stored numbers stand for equal values. */
export function standsForTheSame(a: NumberEncoding, b: NumberEncoding): boolean {
  return (
    a.stored === b.stored &&
    a.type === b.type &&
    packsAlike(a.packing, b.packing) &&
    a.missing.every((value) => b.missing.includes(value)) &&
    b.missing.every((value) => a.missing.includes(value)) &&
    countsAlike(a.time, b.time)
  );
}

/** Whether the unpacked values of equal numbers are equal. */
export function packsAlike(a: Packing | undefined, b: Packing | undefined): boolean {
  return (a?.scale ?? 1) === (b?.scale ?? 1) && (a?.offset ?? 0) === (b?.offset ?? 0);
}

/** Stored numbers under the sign that the encoding gives them. */
export function meantNumbers(values: NumericArray, { stored, type }: NumberEncoding): NumericArray {
  return withSign(values, stored, type);
}

/** The same bits as the type that is stored. */
export function storedNumbers(values: NumericArray, { stored, type }: NumberEncoding): NumericArray {
  return withSign(values, type, stored);
}

function withSign(values: NumericArray, from: NumericType, to: NumericType): NumericArray {
  if (from === to) return values;
  const sign = to.startsWith('u') ? 'true' : 'false';
  return applyUnsigned({ type: from, values }, new Map([['_Unsigned', sign]])).values;
}
