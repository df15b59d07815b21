import { CloudOptimisedError } from '../../errors/index.js';
import { attributeText } from '../../model/attributes.js';
import { missingMask } from '../../model/cf/missing-values.js';
import { meantNumbers, numberEncodingOf } from '../../model/cf/number-encoding.js';
import { isNumeric, type NumericArray, type StoredArray } from '../../model/data-type.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { arrange, locateIn } from './fit-arrange.js';
import { conversionOf } from './fit-conversion.js';
import { dimensionsOfCube } from './fit-dimensions.js';
import { subjectOf } from './fit-subject.js';
import { gridArrays } from './grid.js';
import type { SourceOutline, VariableOutline } from './outline.js';

/**
 * The labels of a source along the append dimension, as the cube stores them: exact, or refused. Where the cube has no coordinate for it,
 * the rows are labelled by their numbers in the cube, so that they are all new.
 *
 * @param firstRow the number of the source's first row where the cube has no coordinate; by default, the cube's length
 * @throws CO_CUBE_LABEL where the source lacks the coordinate, or a label is missing; CO_CUBE_VALUE, CO_CUBE_TIME where one does not fit
 */
export function labelsFor(
  outline: SourceOutline,
  cube: Cube,
  appendDimension: string,
  firstRow = dimensionsOfCube(cube).get(appendDimension) ?? 0,
): StoredArray {
  const array = cube.arrays.get(appendDimension);
  const rows = outline.dimensions.get(appendDimension) ?? 0;
  if (!array) return Float64Array.from({ length: rows }, (_, row) => firstRow + row);
  const variable = outline.variables.get(appendDimension);
  const values = outline.values.get(appendDimension);
  if (!variable || !values)
    throw labelError(outline, appendDimension, '0', 'is missing: the file has no such coordinate');
  refuseMissing(outline, variable, values);
  const subject = subjectOf(outline, variable, variable.zarr, cube);
  return conversionOf(subject).apply(values, locateIn([0], [rows]));
}

function labelError({ uri }: SourceOutline, dimension: string, label: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label, reason, fault: 'missing' });
}

function refuseMissing(outline: SourceOutline, variable: VariableOutline, values: StoredArray): void {
  const at = firstMissing(variable, values);
  if (at < 0) return;
  throw labelError(outline, variable.name, String(values[at]), `at [${at}] stands for a missing value`);
}

function firstMissing({ attributes, type }: VariableOutline, values: StoredArray): number {
  if (!isNumeric(type)) return (values as readonly string[]).indexOf(attributeText(attributes, '_FillValue') ?? '');
  const encoding = numberEncodingOf(type, attributes);
  const numbers = meantNumbers(values as NumericArray, encoding);
  return missingMask(numbers, encoding.type, encoding.missing)?.indexOf(1) ?? -1;
}

/**
 * The grid of a new cube before it is written: the fixed coordinates of its first source as the cube is to store them.
 *
 * @throws CO_CUBE_VALUE, CO_CUBE_TIME
 */
export function gridOf(outline: SourceOutline, cube: Cube, appendDimension: string): Map<string, StoredArray> {
  const grid = new Map<string, StoredArray>();
  for (const [name, array] of gridArrays(cube, appendDimension)) {
    const values = storedValues(outline, name, array, cube);
    if (values) grid.set(name, values);
  }
  return grid;
}

function storedValues(outline: SourceOutline, name: string, array: ZarrArray, cube: Cube): StoredArray | undefined {
  const variable = outline.variables.get(name);
  const values = outline.values.get(name);
  if (!variable || !values) return undefined;
  const { dimensions, shape } = variable;
  const start = shape.map(() => 0);
  const converted = conversionOf(subjectOf(outline, variable, variable.zarr, cube)).apply(
    values,
    locateIn(start, shape),
  );
  return arrange(converted, { dimensions, count: shape }, { dimensions: array.dimensions, count: array.shape });
}
