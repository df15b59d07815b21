import { CloudOptimisedError } from '../../errors/index.js';
import { missingMask } from '../../model/cf/missing-values.js';
import { meantNumbers, type NumberEncoding, numberEncodingOf } from '../../model/cf/number-encoding.js';
import { unpack } from '../../model/cf/unpack.js';
import { isInteger, isNumeric, type NumericArray, type NumericType, type StoredArray } from '../../model/data-type.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { arrange, locateIn } from './fit-arrange.js';
import { conversionOf } from './fit-conversion.js';
import { storedTypeOf, targetEncodingOf } from './fit-encoding.js';
import { subjectOf } from './fit-subject.js';
import { type Meaning, toleranceAt } from './grid-tolerance.js';
import type { SourceOutline, VariableOutline } from './outline.js';

/** Coordinates agree where they are apart by no more than this part of the distance to the nearest neighbour. */
export const GRID_TOLERANCE = 1e-3;

/** One coordinate of a source beside that of the cube. */
export interface GridComparison {
  readonly outline: SourceOutline;
  readonly variable: VariableOutline;
  readonly cube: Cube;
  /** Values as the cube stores them. */
  readonly stored: StoredArray;
  readonly tolerance: number;
}

/** Where a coordinate first differs. */
export interface GridDifference {
  readonly index: readonly number[];
  readonly expected: string;
  readonly found: string;
}

/**
 * Compares a coordinate by its meaning: unpacked, missing values equal to each other. Whole numbers, texts and times are to be equal; floats to
 * lie within the tolerance times the distance to the nearest neighbour, and where one of them is a float32, within its rounding.
 */
export function findGridDifference(comparison: GridComparison): GridDifference | undefined {
  const { cube, outline, stored, variable } = comparison;
  const array = cube.arrays.get(variable.name) as ZarrArray;
  const from = { dimensions: variable.dimensions, count: variable.shape };
  const arranged = (values: StoredArray) => arrange(values, from, { dimensions: array.dimensions, count: array.shape });
  const values = outline.values.get(variable.name) as StoredArray;
  const expected = meaningOf(stored, array);
  const found = isComparable(variable, array)
    ? meaningOfVariable(arranged(values), variable)
    : meaningOf(arranged(converted(comparison, values)), array);
  const isFloat32 = variable.type === 'float32' || array.type === 'float32';
  const allow = toleranceAt(expected, array.shape, comparison.tolerance, isFloat32);
  const at = firstDifference(expected, found, allow);
  if (at < 0) return undefined;
  const index = locateIn(
    array.shape.map(() => 0),
    array.shape,
  )(at);
  return { index, expected: String(expected[at]), found: String(found[at]) };
}

/** @throws CO_CUBE_GRID */
export function checkGrid(comparison: GridComparison): void {
  const difference = findGridDifference(comparison);
  if (!difference) return;
  const { index, expected, found } = difference;
  const at = index.length === 1 ? Number(index[0]) : `[${index.join(', ')}]`;
  const fields = { uri: comparison.outline.uri, coordinate: comparison.variable.name, index: at, expected, found };
  throw new CloudOptimisedError('CO_CUBE_GRID', fields);
}

/** Numbers that are no times are compared as they are; the others as the cube would store them. */
function isComparable(variable: VariableOutline, array: ZarrArray): boolean {
  if (!isNumeric(variable.type) || !isNumeric(storedTypeOf(array.type))) return false;
  return !numberEncodingOf(variable.type, variable.attributes).time && !targetEncodingOf(array).time;
}

function converted({ cube, outline, variable }: GridComparison, values: StoredArray): StoredArray {
  const subject = subjectOf(outline, variable, variable.zarr, cube);
  return conversionOf(subject).apply(
    values,
    locateIn(
      variable.shape.map(() => 0),
      variable.shape,
    ),
  );
}

function meaningOf(values: StoredArray, array: ZarrArray): Meaning {
  const type = storedTypeOf(array.type);
  return isNumeric(type) ? meaningOfNumbers(values as NumericArray, targetEncodingOf(array)) : (values as string[]);
}

function meaningOfVariable(values: StoredArray, { attributes, type }: VariableOutline): Meaning {
  return meaningOfNumbers(values as NumericArray, numberEncodingOf(type as NumericType, attributes));
}

function meaningOfNumbers(values: NumericArray, encoding: NumberEncoding): Meaning {
  const signed = meantNumbers(values, encoding);
  const nulls = missingMask(signed, encoding.type, encoding.missing);
  if (!nulls && !encoding.packing && isInteger(encoding.type)) return signed;
  const meant = encoding.packing ? unpack(signed, encoding.packing, nulls) : Float64Array.from(signed, Number);
  return nulls ? meant.map((value, i) => (nulls[i] === 1 ? Number.NaN : value)) : meant;
}

function firstDifference(expected: Meaning, found: Meaning, allow: (index: number) => number): number {
  for (let i = 0; i < expected.length; i++) if (!isSame(expected[i] as number, found[i] as number, i, allow)) return i;
  return -1;
}

function isSame(
  expected: number | bigint | string,
  found: number | bigint | string,
  index: number,
  allow: (index: number) => number,
): boolean {
  if (expected === found || (Number.isNaN(expected) && Number.isNaN(found))) return true;
  if (typeof expected === 'string' || typeof found === 'string') return false;
  if (typeof expected === 'bigint' && typeof found === 'bigint') return false;
  return Math.abs(Number(expected) - Number(found)) <= allow(index);
}
