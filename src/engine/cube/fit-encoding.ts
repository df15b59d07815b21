import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { attributeText } from '../../model/attributes.js';
import type { TargetEncoding } from '../../model/cf/convert-numbers.js';
import { fillValuesOf } from '../../model/cf/missing-values.js';
import { type NumberEncoding, numberEncodingOf } from '../../model/cf/number-encoding.js';
import { allocate, isInteger, isNumeric, type NumericType, type StoredType } from '../../model/data-type.js';
import type { Cube, ZarrArray, ZarrType } from '../../model/zarr/array.js';
import { attributesFromJson } from '../../model/zarr/attributes.js';

/** The type by which the hub knows values of a Zarr type. */
export function storedTypeOf(type: ZarrType): StoredType {
  if (type === 'bool') return 'int8';
  return isNumeric(type) ? type : 'string';
}

/** Attributes of an array as the hub knows them, with `_FillValue` where its fill value marks missing values. */
export function attributesOfArray(array: ZarrArray): Attributes {
  const attributes = new Map<string, AttributeValue>(attributesFromJson(array.attributes));
  const { fillValue, masked, type } = array;
  if (!masked || fillValue === null || typeof fillValue === 'boolean') return attributes;
  return attributes.set('_FillValue', isNumeric(type) ? oneOf(type, fillValue) : String(fillValue));
}

function oneOf(type: NumericType, value: number | bigint | string): AttributeValue {
  const one = allocate(type, 1);
  if (one instanceof BigInt64Array || one instanceof BigUint64Array) one[0] = BigInt(value);
  else one[0] = Number(value);
  return one;
}

/** How an array's numbers stand for values. @param parent attributes of the array that names this one as its bounds */
export function targetEncodingOf(array: ZarrArray, parent?: Attributes): TargetEncoding {
  const type = storedTypeOf(array.type) as NumericType;
  const encoding = numberEncodingOf(type, attributesOfArray(array), parent);
  return { ...encoding, fill: fillOf(array, encoding) };
}

/** The declared fill value, or what else stands for no value: one that `missing_value` declares, and not-a-number among floats. */
function fillOf(array: ZarrArray, { stored, type, missing }: NumberEncoding): number | bigint | undefined {
  const isUnsigned = type !== stored && type.startsWith('u');
  const attributes = attributesOfArray(array);
  const own = new Map([...attributes].filter(([name]) => name === '_FillValue'));
  const [declared] = fillValuesOf(own, type, isUnsigned).values;
  return declared ?? (isInteger(type) ? missing[0] : Number.NaN);
}

/** Those attributes that name a variable as the bounds of theirs (CF 7.1, 7.4): its numbers are told in their units. */
export function parentAttributes(name: string, candidates: Iterable<Attributes>): Attributes | undefined {
  for (const attributes of candidates)
    if (attributeText(attributes, 'bounds') === name || attributeText(attributes, 'climatology') === name)
      return attributes;
  return undefined;
}

/** The same, in a cube. */
export function parentInCube(name: string, cube: Cube): Attributes | undefined {
  for (const array of cube.arrays.values()) {
    const { bounds, climatology } = array.attributes;
    if (bounds === name || climatology === name) return attributesOfArray(array);
  }
  return undefined;
}
