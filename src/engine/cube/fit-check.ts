/**
 * Whether a source can become part of a cube.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { attributeText } from '../../model/attributes.js';
import { timeEncodingOf } from '../../model/cf/time-encoding.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { conversionOf } from './fit-conversion.js';
import { checkDimensions, checkLength, dimensionsOfCube } from './fit-dimensions.js';
import { attributesOfArray } from './fit-encoding.js';
import { roundingOf } from './fit-rounding.js';
import { subjectOf } from './fit-subject.js';
import { checkGrid, findGridDifference, GRID_TOLERANCE } from './grid-compare.js';
import type { SourceOutline, VariableOutline } from './outline.js';

/** How a source is checked. */
export interface FitOptions {
  readonly appendDimension: string;
  /** Values as stored of the cube's fixed coordinates; see `readGrid`, and `gridOf` for a cube that is not written yet. */
  readonly grid: ReadonlyMap<string, StoredArray>;
  /** How far coordinates may be apart, as a part of the distance to the nearest neighbour; {@link GRID_TOLERANCE} by default. */
  readonly tolerance?: number | undefined;
  /** Whether the source is to fill whole chunks: its length along the append dimension is to be that of the arrays' chunks. */
  readonly strictChunks?: boolean | undefined;
}

/** What came of a check that passed. */
export interface FitReport {
  /** Arrays of the cube that the source lacks and that get fill values: those with the append dimension. */
  readonly missing: string[];
  /** What a person may want to know; sentences without a full stop. */
  readonly warnings: string[];
}

/**
 * Checks that a source fits into a cube, as far as its outline tells. Values are checked when they are encoded.
 *
 * @throws CO_CUBE_DIMENSION, CO_CUBE_DIMENSIONS, CO_CUBE_TYPE, CO_CUBE_TIME, CO_CUBE_GRID, CO_CUBE_NO_FILL
 */
export function checkFit(outline: SourceOutline, cube: Cube, options: FitOptions): FitReport {
  const { appendDimension } = options;
  checkLength(outline, appendDimension);
  checkLengths(outline, cube, appendDimension);
  const missing: string[] = [];
  const warnings: string[] = [];
  for (const [name, array] of cube.arrays) {
    const variable = outline.variables.get(name);
    if (variable) warnings.push(...checkVariable(outline, variable, array, cube, options));
    else if (array.dimensions.includes(appendDimension)) missing.push(fillable(outline, name, array));
    else warnings.push(`variable '${name}' is not in the source; the cube keeps its own`);
  }
  return { missing, warnings: [...warnings, ...unknownVariables(outline, cube)] };
}

/** Also where no variable that both have is of the dimension. */
function checkLengths(outline: SourceOutline, cube: Cube, appendDimension: string): void {
  for (const [name, length] of dimensionsOfCube(cube))
    if (name !== appendDimension && outline.dimensions.has(name)) checkLength(outline, name, length);
}

function checkVariable(
  outline: SourceOutline,
  variable: VariableOutline,
  array: ZarrArray,
  cube: Cube,
  options: FitOptions,
): string[] {
  checkDimensions(outline, variable, array, options.appendDimension);
  const subject = subjectOf(outline, variable, variable.zarr, cube);
  conversionOf(subject);
  if (options.strictChunks) checkChunk(outline, variable, array, options.appendDimension);
  const rounding = options.grid.has(variable.name) ? undefined : roundingOf(subject);
  return [
    ...compareGrid(outline, variable, cube, options),
    ...unitsWarnings(variable, array),
    ...(rounding === undefined ? [] : [rounding]),
  ];
}

/** A scalar coordinate tells of a file rather than of the grid, so that it may differ. */
function compareGrid(outline: SourceOutline, variable: VariableOutline, cube: Cube, options: FitOptions): string[] {
  const stored = options.grid.get(variable.name);
  if (!stored) return [];
  if (!outline.values.has(variable.name))
    return [`variable '${variable.name}' is a coordinate in the cube alone, so that its values are not compared`];
  const comparison = { outline, variable, cube, stored, tolerance: options.tolerance ?? GRID_TOLERANCE };
  if (variable.shape.length > 0) {
    checkGrid(comparison);
    return [];
  }
  const difference = findGridDifference(comparison);
  if (!difference) return [];
  return [`coordinate '${variable.name}' is '${difference.found}'; the cube keeps '${difference.expected}'`];
}

/** The coordinate of the append dimension may have longer chunks than the data. */
function checkChunk(outline: SourceOutline, variable: VariableOutline, array: ZarrArray, appendDimension: string) {
  const axis = array.dimensions.indexOf(appendDimension);
  if (axis < 0 || variable.name === appendDimension) return;
  checkLength(outline, appendDimension, array.chunks[axis]);
}

function unitsWarnings(variable: VariableOutline, array: ZarrArray): string[] {
  const target = attributesOfArray(array);
  const [units, own] = [attributeText(variable.attributes, 'units'), attributeText(target, 'units')];
  // Times are counted anew: only of other quantities does it matter.
  if (units === own || timeEncodingOf(target)) return [];
  return [`variable '${variable.name}' has the units '${units}', in the cube '${own}'`];
}

/** @throws CO_CUBE_NO_FILL */
function fillable({ uri }: SourceOutline, variable: string, { masked, type }: ZarrArray): string {
  if (masked || type === 'string' || /^[US]\d/.test(type)) return variable;
  throw new CloudOptimisedError('CO_CUBE_NO_FILL', { uri, variable, type });
}

function unknownVariables(outline: SourceOutline, cube: Cube): string[] {
  const unknown = [...outline.variables.keys()].filter((name) => !cube.arrays.has(name));
  return unknown.map((name) => `variable '${name}' is not in the cube and is left out`);
}
