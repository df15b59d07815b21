import { type Attributes, attributeText } from '../attributes.js';
import type { NumericArray, NumericType } from '../data-type.js';

/** Numbers and their type. */
export interface TypedNumbers {
  readonly type: NumericType;
  readonly values: NumericArray;
}

/**
 * The same bits under the sign that `_Unsigned` gives them: `true` makes signed integers unsigned, `false` the other way
 * (in either case). Other types and texts change nothing. By the NetCDF Users Guide, "Attribute Conventions".
 */
export function applyUnsigned({ type, values }: TypedNumbers, attributes: Attributes): TypedNumbers {
  const unsigned = attributeText(attributes, '_Unsigned')?.trim().toLowerCase();
  if (unsigned === 'true') return withView(values, UNSIGNED[type]) ?? { type, values };
  if (unsigned === 'false') return withView(values, SIGNED[type]) ?? { type, values };
  return { type, values };
}

/** The least and the most that an integer type holds. */
export function integerLimits(type: NumericType): { readonly least: bigint; readonly most: bigint } {
  const bits = BigInt(type.replace(/\D/g, ''));
  if (type.startsWith('u')) return { least: 0n, most: 2n ** bits - 1n };
  return { least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n };
}

type View = readonly [NumericType, new (buffer: ArrayBufferLike, offset: number, length: number) => NumericArray];

const UNSIGNED: Partial<Record<NumericType, View>> = {
  int8: ['uint8', Uint8Array],
  int16: ['uint16', Uint16Array],
  int32: ['uint32', Uint32Array],
  int64: ['uint64', BigUint64Array],
};

const SIGNED: Partial<Record<NumericType, View>> = {
  uint8: ['int8', Int8Array],
  uint16: ['int16', Int16Array],
  uint32: ['int32', Int32Array],
  uint64: ['int64', BigInt64Array],
};

function withView({ buffer, byteOffset, length }: NumericArray, view: View | undefined): TypedNumbers | undefined {
  return view && { type: view[0], values: new view[1](buffer, byteOffset, length) };
}
