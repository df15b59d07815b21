import { CloudOptimisedError } from '../../errors/index.js';
import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { isNumeric, type NumericArray, type NumericType, type StoredArray } from '../../model/data-type.js';
import { checkRegion, type Dataset, type Region, sizeOf, type Variable } from '../../model/dataset.js';

/** A variable in memory. */
export interface MemoryVariable {
  /** Names of its dimensions, slowest first; none for a scalar. */
  readonly dims: readonly string[];
  /** Its values as stored (packed, times as numbers), row-major; the kind of the array is the variable's type. */
  readonly values: NumericArray | readonly string[];
  readonly attributes?: MemoryAttributes;
  /** Shape of a chunk, for a cube that is made from this dataset. */
  readonly chunks?: readonly number[];
}

/** Attributes as a person writes them; a number becomes a float64. */
export type MemoryAttributes = Readonly<Record<string, AttributeValue | number>>;

/** A dataset as a person tells it. */
export interface MemoryDatasetInput {
  /** Lengths by name. What is left out is found from the variables. */
  readonly dims?: Readonly<Record<string, number>>;
  readonly variables: Readonly<Record<string, MemoryVariable>>;
  readonly attributes?: MemoryAttributes;
  /** What messages call it. Default `memory`. */
  readonly name?: string;
}

/**
 * A dataset from arrays in memory.
 *
 * ```ts
 * memoryDataset({
 *   dims: { time: 1, x: 2 },
 *   variables: {
 *     time: { dims: ['time'], values: BigInt64Array.of(0n), attributes: { units: 'days since 2024-01-01' } },
 *     chl: { dims: ['time', 'x'], values: Float32Array.of(0.1, 0.2) },
 *   },
 * });
 * ```
 *
 * @throws CO_SLICE_INVALID where values are fewer or more than the dimensions tell
 */
export function memoryDataset({ dims = {}, variables, attributes, name = 'memory' }: MemoryDatasetInput): Dataset {
  const lengths = lengthsOf(name, dims, variables);
  return {
    kind: 'dataset',
    uri: name,
    dimensions: lengths,
    variables: new Map(
      Object.entries(variables).map(([key, variable]) => [key, toVariable(name, key, variable, lengths)]),
    ),
    attributes: toAttributes(attributes),
    close: () => Promise.resolve(),
  };
}

/** A one-dimensional variable tells the length of its dimension; the others are checked against that. */
function lengthsOf(
  uri: string,
  dims: Readonly<Record<string, number>>,
  variables: Readonly<Record<string, MemoryVariable>>,
): Map<string, number> {
  const lengths = new Map(Object.entries(dims));
  for (const variable of Object.values(variables)) {
    const [dimension] = variable.dims;
    if (variable.dims.length === 1 && dimension !== undefined && !lengths.has(dimension))
      lengths.set(dimension, variable.values.length);
  }
  const unknown = Object.values(variables)
    .flatMap((variable) => variable.dims)
    .find((dimension) => !lengths.has(dimension));
  if (unknown === undefined) return lengths;
  throw new CloudOptimisedError('CO_SLICE_INVALID', { slice: uri, reason: `dimension '${unknown}' has no length` });
}

function toVariable(uri: string, name: string, given: MemoryVariable, lengths: ReadonlyMap<string, number>): Variable {
  const { dims, values } = given;
  const shape = dims.map((dimension) => lengths.get(dimension) as number);
  if (sizeOf(shape) !== values.length) {
    const reason = `variable '${name}' has ${values.length} values, but shape [${shape.join(', ')}]`;
    throw new CloudOptimisedError('CO_SLICE_INVALID', { slice: uri, reason });
  }
  return {
    name,
    type: typeOf(values),
    dimensions: dims,
    shape,
    attributes: toAttributes(given.attributes),
    chunkShape: given.chunks,
    read: (region) => Promise.resolve(region ? regionOf({ name, shape }, values, region) : values),
  };
}

/** The name of a typed array's numbers. */
function typeOf(values: StoredArray): NumericType | 'string' {
  const name = values.constructor.name
    .replace(/Array$/, '')
    .replace(/^Big/, '')
    .toLowerCase();
  return isNumeric(name) ? name : 'string';
}

/** The values of a box, row by row. */
function regionOf(variable: Pick<Variable, 'name' | 'shape'>, values: StoredArray, region: Region): StoredArray {
  checkRegion(variable, region);
  const { start, count } = region;
  const size = sizeOf(count);
  const picked = Array.isArray(values) ? new Array<string>(size) : emptyLike(values as NumericArray, size);
  const steps = strides(variable.shape);
  for (let at = 0; at < size; at++) {
    let rest = at;
    let from = 0;
    for (let axis = count.length - 1; axis >= 0; axis--) {
      const length = count[axis] as number;
      from += ((start[axis] as number) + (rest % length)) * (steps[axis] as number);
      rest = Math.floor(rest / length);
    }
    (picked as unknown[])[at] = values[from];
  }
  return picked;
}

function emptyLike(values: NumericArray, size: number): NumericArray {
  return new (values.constructor as new (length: number) => NumericArray)(size);
}

/** How far apart neighbours along each dimension lie in a row-major array. */
export function strides(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    steps[axis] = step;
    step *= shape[axis] as number;
  }
  return steps;
}

function toAttributes(given: MemoryAttributes = {}): Attributes {
  return new Map(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'number' ? Float64Array.of(value) : value]),
  );
}
