/**
 * `target_dimension_grids`: values on a fixed axis, by linear interpolation between those of a file.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { decodeVariable } from '../../model/cf/decode-variable.js';
import { allocate, isNumeric, type NumericArray } from '../../model/data-type.js';
import { type Dataset, type Region, sizeOf, type Variable } from '../../model/dataset.js';
import type { FixedColumn } from '../../model/table/column.js';
import type { CubePlan } from './cube-plan.js';
import { memoryVariable, withMore, without } from './derive-dataset.js';

/** Axes that differ by no more are the same. */
const SAME = 1e-6;
/** What tells of stored numbers that interpolation replaces. */
const STORAGE_ATTRIBUTES = [
  ...['scale_factor', 'add_offset', '_FillValue', 'missing_value', '_Unsigned'],
  ...['valid_min', 'valid_max', 'valid_range'],
];

/**
 * The dataset on the fixed axes of the config. Where an axis has these values already (within 1e-6), nothing changes. What lies outside
 * the axis of the file has no value; integers become float64.
 *
 * @throws CO_CUBE_VARIABLE for texts along such an axis, CO_CUBE_GRID for an axis without order
 */
export async function alongTargetGrids(dataset: Dataset, { grids }: CubePlan): Promise<Dataset> {
  let regridded = dataset;
  for (const [dimension, target] of grids) regridded = await onTargetGrid(regridded, dimension, target);
  return regridded;
}

async function onTargetGrid(dataset: Dataset, dimension: string, target: Float64Array): Promise<Dataset> {
  const coordinate = dataset.variables.get(dimension);
  if (!coordinate || !isNumeric(coordinate.type) || coordinate.dimensions.length !== 1) return dataset;
  const source = await numbersOf(coordinate, dataset.uri);
  if (isSame(source, target)) return dataset;
  const weights = weightsOf(source, target, dataset.uri, dimension);
  const axis = { dimension, weights };
  const along = [...dataset.variables.values()].filter(
    ({ name, dimensions }) => name !== dimension && dimensions.includes(dimension),
  );
  const attributes = without(coordinate.attributes, ...STORAGE_ATTRIBUTES);
  const outline = {
    name: dimension,
    type: 'float64',
    dimensions: [dimension],
    shape: [target.length],
    attributes,
  } as const;
  const axisVariable = memoryVariable(outline, target);
  return withMore(dataset, axisVariable, ...along.map((variable) => interpolated(variable, axis, dataset.uri)));
}

function isSame(source: Float64Array, target: Float64Array): boolean {
  return source.length === target.length && source.every((value, i) => Math.abs(value - (target[i] ?? 0)) <= SAME);
}

/** For each value of the target axis its neighbours in the file, and how far it lies from the lower one to the upper one. */
interface Weights {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** From 0 to 1; not a number outside the axis of the file. */
  readonly part: Float64Array;
}

function weightsOf(source: Float64Array, target: Float64Array, uri: string, dimension: string): Weights {
  const order = Array.from(source.keys()).sort((a, b) => (source[a] ?? 0) - (source[b] ?? 0));
  const disorder = order.findIndex((at, i) => !((source[at] ?? 0) > (source[order[i - 1] ?? -1] ?? -Infinity)));
  if (disorder !== -1) {
    const found = String(source[order[disorder] ?? 0]);
    throw new CloudOptimisedError('CO_CUBE_GRID', {
      uri,
      coordinate: dimension,
      index: order[disorder] ?? 0,
      expected: 'another value than its neighbours',
      found,
    });
  }
  const lower = new Int32Array(target.length);
  const upper = new Int32Array(target.length);
  const part = new Float64Array(target.length);
  for (const [i, value] of target.entries()) {
    const above = order.findIndex((at) => (source[at] ?? 0) >= value);
    const exact = above >= 0 && source[order[above] ?? 0] === value;
    const below = exact ? above : above - 1;
    const isOutside = above < 0 || below < 0;
    lower[i] = isOutside ? 0 : (order[below] ?? 0);
    upper[i] = isOutside ? 0 : (order[above] ?? 0);
    part[i] = isOutside ? Number.NaN : partOf(value, source[lower[i] ?? 0] ?? 0, source[upper[i] ?? 0] ?? 0);
  }
  return { lower, upper, part };
}

function partOf(value: number, from: number, to: number): number {
  return from === to ? 0 : (value - from) / (to - from);
}

interface Axis {
  readonly dimension: string;
  readonly weights: Weights;
}

function interpolated(variable: Variable, { dimension, weights }: Axis, uri: string): Variable {
  const { name, dimensions } = variable;
  if (!isNumeric(variable.type)) {
    const reason = `it is text along '${dimension}', which target_dimension_grids interpolates`;
    throw new CloudOptimisedError('CO_CUBE_VARIABLE', { uri, variable: name, reason });
  }
  const axis = dimensions.indexOf(dimension);
  const length = variable.shape[axis] ?? 0;
  const shape = variable.shape.with(axis, weights.part.length);
  const packed = variable.attributes.has('scale_factor') || variable.attributes.has('add_offset');
  const type = variable.type === 'float32' && !packed ? 'float32' : 'float64';
  const read = async (region: Region = { start: shape.map(() => 0), count: shape }) => {
    const box = { start: region.start.with(axis, 0), count: region.count.with(axis, length) };
    const values = await numbersOf(variable, uri, box);
    const from = region.start[axis] ?? 0;
    const to = from + (region.count[axis] ?? 0);
    const result = allocate(type, sizeOf(region.count));
    interpolateInto(result, values, { inner: sizeOf(box.count.slice(axis + 1)), length, weights, from, to });
    return result as NumericArray;
  };
  const attributes = new Map([
    ...without(variable.attributes, ...STORAGE_ATTRIBUTES),
    ['_FillValue', allocate(type, 1).fill(Number.NaN)] as const,
  ]);
  return { name, type, dimensions, shape, attributes, read };
}

interface Interpolation {
  /** Values from one place of the axis to the next. */
  readonly inner: number;
  /** Of the file's axis. */
  readonly length: number;
  readonly weights: Weights;
  /** Places of the target axis. */
  readonly from: number;
  readonly to: number;
}

function interpolateInto(
  result: Float32Array | Float64Array,
  values: Float64Array,
  { inner, length, weights: { lower, upper, part }, from, to }: Interpolation,
): void {
  const outer = values.length / Math.max(1, inner * length);
  let at = 0;
  for (let block = 0; block < outer; block++)
    for (let place = from; place < to; place++)
      for (let i = 0; i < inner; i++) {
        const low = values[(block * length + (lower[place] ?? 0)) * inner + i] ?? Number.NaN;
        const high = values[(block * length + (upper[place] ?? 0)) * inner + i] ?? Number.NaN;
        const weight = part[place] ?? Number.NaN;
        result[at++] = weight === 0 ? low : weight === 1 ? high : low + (high - low) * weight;
      }
}

/** The values by their meaning, missing ones as not-a-number. Times stay the numbers that they are stored as. */
async function numbersOf(variable: Variable, uri: string, region?: Region): Promise<Float64Array> {
  const { column } = await decodeVariable(variable, { uri, textDimensions: new Set(), declared: 'float64', region });
  const { values, nulls } = column as FixedColumn;
  return Float64Array.from(values as ArrayLike<number | bigint>, (value, i) =>
    nulls?.[i] ? Number.NaN : Number(value),
  );
}
