import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue, attributeText } from '../../model/attributes.js';
import { packingOf } from '../../model/cf/unpack.js';
import { isInteger, isNumeric } from '../../model/data-type.js';
import type { JsonAttributes } from '../../model/zarr/array.js';
import { attributesFromJson, attributesToJson } from '../../model/zarr/attributes.js';
import { type ArrayDesign, layoutError } from './design-array.js';

/** Limits and marks that are told in packed numbers (CF 8.1), and so are wrong where these change. */
const OF_PACKED_NUMBERS = ['missing_value', 'valid_min', 'valid_max', 'valid_range'];

/**
 * The attributes of a new array: those of the source with their exact numbers, then packing, units and calendar as asked, then the attributes
 * asked. `_FillValue` is none of them.
 *
 * @throws CO_CUBE_LAYOUT for a packing that packs nothing
 */
export function designAttributes(design: ArrayDesign): JsonAttributes {
  const { asked, name } = design;
  if (asked.scaleFactor === 0 || !Number.isFinite(asked.scaleFactor ?? 1) || !Number.isFinite(asked.addOffset ?? 0))
    throw layoutError(
      name,
      `it cannot be packed by scale_factor ${asked.scaleFactor} and add_offset ${asked.addOffset}`,
    );
  const { _FillValue, _ARRAY_DIMENSIONS, ...attributes } = {
    ...jsonOf(sourceAttributes(design), design.variable?.zarr?.attributes ?? {}),
    ...(asked.scaleFactor === undefined ? {} : { scale_factor: numberAttribute(asked.scaleFactor) }),
    ...(asked.addOffset === undefined ? {} : { add_offset: numberAttribute(asked.addOffset) }),
    ...(asked.units === undefined ? {} : { units: asked.units }),
    ...(asked.calendar === undefined ? {} : { calendar: asked.calendar }),
    ...asked.attributes,
  } as Record<string, unknown>;
  return attributes;
}

/** Attributes as a Zarr source wrote them, where they still mean the same: the hub has no shape for all that JSON can hold. */
function jsonOf(attributes: ReadonlyMap<string, AttributeValue>, written: JsonAttributes): JsonAttributes {
  const meant = attributesFromJson(written);
  const unchanged = Object.entries(written).filter(([name]) =>
    isDeepStrictEqual(attributes.get(name), meant.get(name)),
  );
  return { ...attributesToJson(attributes), ...Object.fromEntries(unchanged) };
}

/** A float that is whole stays a float in JSON. */
function numberAttribute(value: number): unknown {
  return Number.isInteger(value) ? Float64Array.of(value) : value;
}

function sourceAttributes(design: ArrayDesign): Map<string, AttributeValue> {
  const { type, variable } = design;
  const attributes = new Map<string, AttributeValue>(variable?.attributes);
  if (type === 'bool' && attributeText(attributes, 'dtype') === 'bool') attributes.delete('dtype');
  if (isOtherType(design)) attributes.delete('_Unsigned');
  if (isUnpacked(design)) {
    attributes.delete('scale_factor');
    attributes.delete('add_offset');
  }
  if (isRepacked(design)) for (const name of OF_PACKED_NUMBERS) attributes.delete(name);
  return attributes;
}

function isOtherType({ asked, variable }: ArrayDesign): boolean {
  return asked.type !== undefined && variable !== undefined && asked.type !== variable.type;
}

/** Whether floats are asked for where the source packs integers: they hold the values themselves, unless a packing is asked for too. */
export function isUnpacked({ asked, type, variable }: ArrayDesign): boolean {
  if (!variable || !packingOf(variable.attributes) || !isInteger(variable.type)) return false;
  const isFloat = isNumeric(type) && !isInteger(type);
  return isFloat && asked.scaleFactor === undefined && asked.addOffset === undefined;
}

function isRepacked(design: ArrayDesign): boolean {
  const { asked, variable } = design;
  if (!variable) return false;
  if (isUnpacked(design)) return true;
  const packing = packingOf(variable.attributes);
  const isOther = (value: number | undefined, own: number) => value !== undefined && value !== own;
  return isOther(asked.scaleFactor, packing?.scale ?? 1) || isOther(asked.addOffset, packing?.offset ?? 0);
}
