/**
 * New cubes, from their first source and what is asked.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { CodecSpec, Cube, ZarrArray, ZarrType } from '../../model/zarr/array.js';
import { type ArrayDesign, elementOf, layoutError } from './design-array.js';
import { designAttributes } from './design-attributes.js';
import { designChunks } from './design-chunks.js';
import { designFill } from './design-fill.js';
import { conversionOf } from './fit-conversion.js';
import { subjectOf } from './fit-subject.js';
import type { ArrayLayout, CubeLayout } from './layout.js';
import type { SourceOutline, VariableOutline } from './outline.js';

/**
 * Lays out a new cube. Of each property of an array goes first what is asked for it, then what is asked for all, then what the source has, then
 * a default: chunks as zarr-python guesses them, Blosc with LZ4. Its append dimension has length 0, the others those of the source.
 *
 * @throws CO_CUBE_DIMENSION where the source lacks the append dimension; CO_CUBE_LAYOUT where what is asked cannot be; CO_CUBE_VARIABLE;
 *   CO_CUBE_TYPE, CO_CUBE_TIME where the source's own values could never be stored so
 */
export function designCube(outline: SourceOutline, layout: CubeLayout): Cube {
  const { uri, dimensions } = outline;
  const { appendDimension, attributes, consolidated, format } = layout;
  if (!dimensions.has(appendDimension)) {
    const fields = { uri, dimension: appendDimension, expected: 'any length', found: 'none' };
    throw new CloudOptimisedError('CO_CUBE_DIMENSION', fields);
  }
  const arrays = new Map(layout.names.map((name) => [name, designArray(designOf(name, outline, layout))]));
  const cube: Cube = { format, consolidated, attributes, arrays };
  for (const name of layout.names) {
    const variable = outline.variables.get(name);
    if (variable) conversionOf(subjectOf(outline, variable, variable.zarr, cube));
  }
  return cube;
}

function designArray(design: ArrayDesign): ZarrArray {
  const { appendDimension, dimensions, format, lengths, type } = design;
  const attributes = designAttributes(design);
  const element = elementOf(design);
  return {
    type,
    ...(element && { element }),
    shape: lengths.map((length, axis) => (dimensions[axis] === appendDimension ? 0 : length)),
    ...designChunks(design),
    dimensions,
    ...designFill(design, attributes),
    codecs: designCodecs(design),
    attributes,
    keyEncoding: format === 2 ? 'v2' : 'default',
    separator: format === 2 ? '.' : '/',
    byteOrder: 'little',
    order: 'C',
  };
}

function designOf(name: string, outline: SourceOutline, layout: CubeLayout): ArrayDesign {
  const asked = overlay(layout.defaults, layout.arrays.get(name) ?? {});
  const variable = outline.variables.get(name);
  const dimensions = asked.dimensions ?? variable?.dimensions;
  const type = asked.type ?? (variable && typeOf(variable, outline.uri));
  if (!dimensions || !type)
    throw layoutError(name, 'the first source lacks it, and no dimensions and type are declared');
  if (variable?.dimensions.some((dimension) => !dimensions.includes(dimension)))
    throw layoutError(name, `it has the dimensions (${variable.dimensions.join(', ')}) in '${outline.uri}'`);
  const lengths = dimensions.map((dimension) => lengthOf(name, dimension, outline));
  const { appendDimension, format } = layout;
  return { name, format, appendDimension, asked, variable, dimensions, lengths, type };
}

/** What is `undefined` in `over` does not hide what is below. */
function overlay(below: ArrayLayout, over: ArrayLayout): ArrayLayout {
  const told = Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined));
  return { ...below, ...told, attributes: { ...below.attributes, ...over.attributes } };
}

function lengthOf(name: string, dimension: string, { dimensions, uri }: SourceOutline): number {
  const length = dimensions.get(dimension);
  if (length === undefined) throw layoutError(name, `'${uri}' has no dimension '${dimension}'`);
  return length;
}

/** Truth values are `int8` with the attribute `dtype: "bool"` outside Zarr, as xarray writes them. */
function typeOf({ attributes, name, type, zarr }: VariableOutline, uri: string): ZarrType {
  if (zarr) return zarr.type;
  if (type === 'int8' && attributes.get('dtype') === 'bool' && !attributes.has('_FillValue')) return 'bool';
  if (type !== 'char') return type;
  const reason = 'its chars were not joined to texts';
  throw new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable: name, reason });
}

const BLOSC: CodecSpec = { name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 } };

/** Codecs of the source that work on numbers of one type are of use for that type alone. */
function designCodecs({ asked, type, variable }: ArrayDesign): readonly CodecSpec[] {
  if (asked.codecs) return asked.codecs;
  const { zarr } = variable ?? {};
  if (!zarr) return [BLOSC];
  return zarr.type === type ? zarr.codecs : zarr.codecs.filter(({ configuration }) => !('dtype' in configuration));
}
