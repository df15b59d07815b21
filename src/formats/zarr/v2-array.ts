/**
 * Arrays as Zarr v2 tells of them: `.zarray` and `.zattrs`.
 *
 * @module
 */
import { elementTypeOf, type JsonAttributes, type ZarrArray } from '../../model/zarr/array.js';
import { type DataType, dtypeOf, parseDtype } from './data-types.js';
import { fillValueToJson, parseFillValue } from './fill-values.js';
import { type Document, quoted } from './metadata-error.js';
import { withoutTime, withTime } from './time-attributes.js';
import { parseV2Codecs, v2Codecs } from './v2-codecs.js';

const DIMENSIONS = '_ARRAY_DIMENSIONS';

/** @throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED */
export function parseV2Array(document: Document, attributes: Document | undefined): ZarrArray {
  if (document.get('zarr_format') !== 2)
    throw document.error(`'zarr_format' is ${quoted(document.get('zarr_format'))}`);
  const dataType = parseDtype(document);
  const { type, element, byteOrder, spelling } = dataType;
  const shape = document.lengths('shape', 0);
  const fillValue = fillValueOf(document, dataType);
  return {
    type,
    ...(element && { element }),
    shape,
    chunks: chunksOf(document, shape),
    dimensions: dimensionsOf(document, attributes, shape),
    fillValue,
    masked: fillValue !== null,
    codecs: parseV2Codecs(document, type),
    attributes: withTime(attributesOf(attributes, fillValue !== null), dataType.timeAttributes),
    keyEncoding: 'v2',
    separator: document.oneOf('dimension_separator', ['.', '/'], '.'),
    byteOrder,
    order: document.oneOf('order', ['C', 'F']),
    ...(spelling === undefined ? {} : { spelling }),
  };
}

function fillValueOf(document: Document, { element, type }: DataType): ZarrArray['fillValue'] {
  const json = document.get('fill_value') ?? null;
  const value = parseFillValue(json, element ?? type);
  if (value === undefined) throw document.error(`the fill_value ${quoted(json)} is no ${element ?? type}`);
  return value;
}

function chunksOf(document: Document, shape: readonly number[]): number[] {
  const chunks = document.lengths('chunks', 0);
  if (chunks.length !== shape.length)
    throw document.error(`${chunks.length} chunk lengths for ${shape.length} dimensions`);
  // zarr-python writes chunks of length 0 for dimensions of length 0.
  return chunks.map((length, axis) => {
    if (length === 0 && shape[axis] !== 0) throw document.error('a chunk has length 0');
    return Math.max(1, length);
  });
}

function dimensionsOf(document: Document, attributes: Document | undefined, shape: readonly number[]): string[] {
  const names = attributes?.get(DIMENSIONS) ?? (shape.length === 0 ? [] : undefined);
  if (names === undefined)
    throw document.unsupported(`its attributes lack '${DIMENSIONS}', so its dimensions have no names`);
  if (Array.isArray(names) && names.length === shape.length && names.every((name) => typeof name === 'string'))
    return names;
  throw document.error(`'${DIMENSIONS}' is ${quoted(names)} for ${shape.length} dimensions`);
}

function attributesOf(attributes: Document | undefined, masked: boolean): JsonAttributes {
  const { [DIMENSIONS]: _names, ...rest } = attributes?.members ?? {};
  if (!masked) return rest;
  // xarray takes the fill value of the array, whatever the attribute says.
  const { _FillValue: _fill, ...others } = rest;
  return others;
}

/** The `.zarray` of an array, as a value for `encodeJson`. */
export function v2ArrayDocument(array: ZarrArray): unknown {
  const { filters, compressor } = v2Codecs(array.codecs, array.type);
  return {
    shape: array.shape,
    chunks: array.chunks,
    dtype: array.spelling ?? dtypeOf(elementTypeOf(array), array.byteOrder),
    fill_value: fillValueToJson(array.fillValue, array.type),
    order: array.order,
    filters,
    dimension_separator: array.separator,
    compressor,
    zarr_format: 2,
  };
}

/** The `.zattrs` of an array. */
export function v2ArrayAttributes(array: ZarrArray): unknown {
  return { ...withoutTime(array), [DIMENSIONS]: array.dimensions };
}
