/**
 * `scale_factor` and `add_offset`, of the CF conventions, section 8.1: `value × scale + offset` in float64, rounded once.
 *
 * @module
 */
import { type Attributes, attributeNumber } from '../attributes.js';
import type { NumericArray } from '../data-type.js';
import { multiplyAdd, multiplyAddBigInt } from './multiply-add.js';

/** How a variable is packed. */
export interface Packing {
  readonly scale: number;
  readonly offset: number;
}

/** The packing that attributes declare; `undefined` without any. Texts are no numbers, and pack nothing. */
export function packingOf(attributes: Attributes): Packing | undefined {
  const scale = attributeNumber(attributes, 'scale_factor');
  const offset = attributeNumber(attributes, 'add_offset');
  return scale === undefined && offset === undefined ? undefined : { scale: scale ?? 1, offset: offset ?? 0 };
}

/** The unpacked numbers; places that `nulls` flags hold 0. */
export function unpack(values: NumericArray, packing: Packing, nulls: Uint8Array | undefined): Float64Array {
  const unpacked = new Float64Array(values.length);
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) unpackBigInts(values, packing, unpacked);
  else unpackNumbers(values, packing, unpacked);
  if (nulls) for (let i = 0; i < nulls.length; i++) if (nulls[i] === 1) unpacked[i] = 0;
  return unpacked;
}

function unpackNumbers(values: ArrayLike<number>, { scale, offset }: Packing, into: Float64Array): void {
  if (offset === 0) for (let i = 0; i < into.length; i++) into[i] = (values[i] as number) * scale;
  else if (scale === 1) for (let i = 0; i < into.length; i++) into[i] = (values[i] as number) + offset;
  else for (let i = 0; i < into.length; i++) into[i] = multiplyAdd(values[i] as number, scale, offset);
}

function unpackBigInts(values: BigInt64Array | BigUint64Array, { scale, offset }: Packing, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = multiplyAddBigInt(values[i] as bigint, scale, offset);
}
