import { attributeText } from '../../model/attributes.js';
import { DEFAULT_FILL } from '../../model/cf/default-fill.js';
import { fillValuesOf } from '../../model/cf/missing-values.js';
import { applyUnsigned } from '../../model/cf/unsigned.js';
import { allocate, byteSize, isInteger, isNumeric, type NumericType } from '../../model/data-type.js';
import { isHalf } from '../../model/half.js';
import type { FillValue, JsonAttributes, ZarrArray } from '../../model/zarr/array.js';
import { type ArrayDesign, elementOf, layoutError } from './design-array.js';
import { isUnpacked } from './design-attributes.js';
import type { VariableOutline } from './outline.js';

type Fill = Pick<ZarrArray, 'fillValue' | 'masked'>;

/**
 * The fill value of a new array: as asked, or as the source declares it where the type holds it, or not-a-number for floats. Integers get netCDF's
 * where the source has none of the variable, or floats. Otherwise there is none that marks missing values, and chunks that are not there are zeros.
 *
 * @param attributes those of the new array
 * @throws CO_CUBE_LAYOUT where the type does not hold the fill value asked for
 */
export function designFill(design: ArrayDesign, attributes: JsonAttributes): Fill {
  const asked = design.asked.fillValue ?? askedAttribute(design);
  if (asked !== undefined && asked !== null) return { fillValue: held(design, asked), masked: true };
  if (design.asked.fillValue === null) return none(design);
  return sourceFill(design, attributes) ?? defaultFill(design);
}

function askedAttribute({ asked }: ArrayDesign): FillValue | undefined {
  return asked.attributes?._FillValue as FillValue | undefined;
}

function held(design: ArrayDesign, value: Exclude<FillValue, null>): FillValue {
  const { name, type } = design;
  const fitting = isNumeric(type) ? heldNumber(type, value) : heldOther(type, value);
  const element = elementOf(design);
  if (fitting !== undefined && !(element && !isHalf(Number(fitting)))) return fitting;
  throw layoutError(name, `its type '${element ?? type}' does not hold the fill value '${value}'`);
}

function heldOther(type: string, value: Exclude<FillValue, null>): FillValue | undefined {
  return typeof value === (type === 'bool' ? 'boolean' : 'string') ? value : undefined;
}

/** A float32 has the nearest. */
function heldNumber(type: NumericType, value: Exclude<FillValue, null>): number | bigint | undefined {
  if (value === 'NaN' && !isInteger(type)) return Number.NaN;
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  if (type === 'float32') return Math.fround(Number(value));
  const own = typeof value === 'bigint' ? BigInt64Array.of(value) : Float64Array.of(value);
  return fillValuesOf(new Map([['_FillValue', own]]), type).values[0];
}

function none({ format, type }: ArrayDesign): Fill {
  if (format === 2) return { fillValue: null, masked: false };
  return { fillValue: zeroOf(type), masked: false };
}

function zeroOf(type: string): FillValue {
  if (!isNumeric(type)) return type === 'bool' ? false : '';
  if (!isInteger(type)) return Number.NaN;
  return type.endsWith('64') ? 0n : 0;
}

/** @returns `undefined` where the source declares none, or one that says nothing in the new array */
function sourceFill(design: ArrayDesign, attributes: JsonAttributes): Fill | undefined {
  const { type, variable } = design;
  if (!variable || isUnpacked(design)) return undefined;
  if (!isNumeric(type)) {
    const text = type === 'bool' ? undefined : attributeText(variable.attributes, '_FillValue');
    return text === undefined ? undefined : { fillValue: text, masked: true };
  }
  const meant = declaredNumber(variable);
  if (meant === undefined) return undefined;
  // Under `_Unsigned` the array stores the bits, and tells its fill value by its own type.
  const isSigned = attributes._Unsigned !== undefined && type === variable.type;
  return fittingFill(type, isSigned ? bitsOf(meant, type) : meant);
}

function bitsOf(value: number | bigint, type: NumericType): bigint {
  const bits = byteSize(type) * 8;
  return type.startsWith('u') ? BigInt.asUintN(bits, BigInt(value)) : BigInt.asIntN(bits, BigInt(value));
}

/** A value that the type cannot hold marks nothing in it. */
function fittingFill(type: NumericType, declared: number | bigint): Fill | undefined {
  const fillValue = heldNumber(type, declared);
  const isTooLarge = Math.abs(Number(fillValue)) === Number.POSITIVE_INFINITY && Number.isFinite(Number(declared));
  return fillValue === undefined || isTooLarge ? undefined : { fillValue, masked: true };
}

/** The fill value by the sign that `_Unsigned` gives the variable's numbers. */
function declaredNumber({ attributes, type: stored }: VariableOutline): number | bigint | undefined {
  if (!isNumeric(stored)) return undefined;
  const { type } = applyUnsigned({ type: stored, values: allocate(stored, 0) }, attributes);
  const declared = new Map([...attributes].filter(([name]) => name === '_FillValue'));
  return fillValuesOf(declared, type, type !== stored && type.startsWith('u')).values[0];
}

function defaultFill(design: ArrayDesign): Fill {
  const { name, type, variable } = design;
  if (isNumeric(type) && !isInteger(type)) return { fillValue: Number.NaN, masked: true };
  const isMade = !variable;
  if (isMade && type === 'bool') throw layoutError(name, 'truth values need a declared fill value');
  const comesFromFloats = variable !== undefined && isNumeric(variable.type) && !isInteger(variable.type);
  if (isNumeric(type) && (isMade || comesFromFloats)) return { fillValue: DEFAULT_FILL[type], masked: true };
  return none(design);
}
