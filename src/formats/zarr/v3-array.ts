/**
 * Arrays as Zarr v3 tells of them: `zarr.json`.
 *
 * @module
 */
import { type ElementType, elementTypeOf, type FillValue, type ZarrArray } from '../../model/zarr/array.js';
import { dataTypeOf, parseDataType } from './data-types.js';
import { fillValueToJson, parseFillValue } from './fill-values.js';
import { type Document, isObject, quoted } from './metadata-error.js';
import { withTime } from './time-attributes.js';
import { parseV3Attributes, v3Attributes } from './v3-attributes.js';
import { parseV3Codecs, v3Codecs } from './v3-codecs.js';

const MEMBERS: readonly string[] = [
  'zarr_format',
  'node_type',
  'shape',
  'data_type',
  'chunk_grid',
  'chunk_key_encoding',
  'fill_value',
  'codecs',
  'attributes',
  'dimension_names',
  'storage_transformers',
];

/** @throws CO_ZARR_METADATA, CO_CODEC_UNSUPPORTED */
export function parseV3Array(document: Document): ZarrArray {
  checkMembers(document);
  const { type, element, spelling, timeAttributes } = parseDataType(document);
  const shape = document.lengths('shape', 0);
  const fillValue = fillValueOf(document, element ?? type);
  const { masked, attributes } = parseV3Attributes(document, type, fillValue);
  return {
    type,
    ...(element && { element }),
    shape,
    dimensions: dimensionsOf(document, shape),
    fillValue,
    masked,
    attributes: withTime(attributes, timeAttributes),
    ...keysOf(document),
    ...parseV3Codecs(document, chunkShapeOf(document, shape), element ?? type),
    ...(spelling === undefined ? {} : { spelling }),
  };
}

function checkMembers(document: Document): void {
  if (document.get('zarr_format') !== 3)
    throw document.error(`'zarr_format' is ${quoted(document.get('zarr_format'))}`);
  const unknown = Object.entries(document.members).find(([name, value]) => {
    const optional = isObject(value) && value.must_understand === false;
    return !MEMBERS.includes(name) && !optional;
  });
  if (unknown) throw document.unsupported(`its member '${unknown[0]}' is not known`);
  const transformers = document.get('storage_transformers') ?? [];
  if (quoted(transformers) !== '[]')
    throw document.unsupported(`storage transformers are not supported: ${quoted(transformers)}`);
}

function fillValueOf(document: Document, type: ElementType): FillValue {
  const json = document.get('fill_value') ?? null;
  const value = parseFillValue(json, type);
  if (value === undefined || value === null) throw document.error(`the fill_value ${quoted(json)} is no ${type}`);
  return value;
}

function dimensionsOf(document: Document, shape: readonly number[]): string[] {
  const names = document.get('dimension_names') ?? (shape.length === 0 ? [] : undefined);
  if (names === undefined) throw document.unsupported("it has no 'dimension_names', so its dimensions have no names");
  if (!Array.isArray(names) || names.length !== shape.length) {
    throw document.error(`'dimension_names' is ${quoted(names)} for ${shape.length} dimensions`);
  }
  if (names.every((name) => typeof name === 'string')) return names;
  throw document.unsupported(`not all of its dimensions have names: ${quoted(names)}`);
}

function chunkShapeOf(document: Document, shape: readonly number[]): number[] {
  const grid = document.child('chunk_grid');
  if (grid.get('name') !== 'regular')
    throw document.unsupported(`the chunk_grid ${quoted(grid.get('name'))} is not supported`);
  const chunks = grid.child('configuration').lengths('chunk_shape', 1);
  if (chunks.length === shape.length) return chunks;
  throw document.error(`${chunks.length} chunk lengths for ${shape.length} dimensions`);
}

function keysOf(document: Document): Pick<ZarrArray, 'keyEncoding' | 'separator'> {
  const encoding = document.child('chunk_key_encoding');
  const keyEncoding = encoding.oneOf('name', ['default', 'v2']);
  const configuration = encoding.get('configuration') === undefined ? undefined : encoding.child('configuration');
  const usual = keyEncoding === 'default' ? '/' : '.';
  return { keyEncoding, separator: configuration?.oneOf('separator', ['/', '.'], usual) ?? usual };
}

/** The `zarr.json` of an array, as a value for `encodeJson`. */
export function v3ArrayDocument(array: ZarrArray, name: string): unknown {
  return {
    shape: array.shape,
    data_type: array.spelling ?? dataTypeOf(elementTypeOf(array)),
    chunk_grid: { name: 'regular', configuration: { chunk_shape: array.shards ?? array.chunks } },
    chunk_key_encoding: { name: array.keyEncoding, configuration: { separator: array.separator } },
    fill_value: fillValueToJson(array.fillValue, array.type),
    codecs: v3Codecs(array),
    attributes: v3Attributes(array, name),
    dimension_names: array.dimensions,
    zarr_format: 3,
    node_type: 'array',
    storage_transformers: [],
  };
}
