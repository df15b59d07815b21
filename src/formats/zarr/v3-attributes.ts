/**
 * The attributes of a v3 array, among which one tells which values are missing.
 *
 * xarray (2026.9) masks by `_FillValue` there, but fails to open a store that has it on text; `missing_value` does the same for text.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { isNumeric } from '../../model/data-type.js';
import type { FillValue, JsonAttributes, ZarrArray, ZarrType } from '../../model/zarr/array.js';
import { fillAttributeToJson, parseFillAttribute, sameFillValue } from './fill-values.js';
import type { Document } from './metadata-error.js';
import { withoutTime } from './time-attributes.js';

/** Whether the fill value marks missing values, and all other attributes. */
export function parseV3Attributes(
  document: Document,
  type: ZarrType,
  fillValue: FillValue,
): Pick<ZarrArray, 'masked' | 'attributes'> {
  const all = document.get('attributes') === undefined ? {} : document.child('attributes').members;
  const { _FillValue: json, ...attributes } = all;
  if (json === undefined) return byMissingValue(type, fillValue, attributes);
  const value = parseFillAttribute(json, type);
  if (value !== undefined && sameFillValue(value, fillValue)) return { masked: true, attributes };
  return { masked: false, attributes: { ...attributes, _FillValue: value ?? json } };
}

function byMissingValue(type: ZarrType, fillValue: FillValue, attributes: JsonAttributes) {
  const { missing_value: marker, ...others } = attributes;
  return isText(type) && marker === fillValue ? { masked: true, attributes: others } : { masked: false, attributes };
}

/** The attributes as the document of an array has them. @throws CO_CUBE_LAYOUT for text with two markers of missing values */
export function v3Attributes(array: ZarrArray, name: string): JsonAttributes {
  const { _FillValue: other, ...attributes } = withoutTime(array);
  const marker = array.masked ? array.fillValue : other;
  if (marker === undefined || marker === null) return attributes;
  if (!isText(array.type)) return { ...attributes, _FillValue: fillAttributeToJson(marker as FillValue, array.type) };
  if ((attributes.missing_value ?? marker) === marker) return { ...attributes, missing_value: marker };
  const reason = `text has one marker of missing values in Zarr v3, not both '${marker}' and '${attributes.missing_value}'`;
  throw new CloudOptimisedError('CO_CUBE_LAYOUT', { array: name, reason });
}

function isText(type: ZarrType): boolean {
  return !isNumeric(type) && type !== 'bool';
}
