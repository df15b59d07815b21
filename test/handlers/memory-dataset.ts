import type { Attributes, AttributeValue } from '../../src/model/attributes.js';
import { allocate, type NumericType } from '../../src/model/data-type.js';
import type { Dataset, Variable } from '../../src/model/dataset.js';
import { cut } from '../../src/pipeline/cube/derive-dataset.js';

/** A variable as a test tells it. */
export interface MemoryVariable {
  readonly dimensions?: readonly string[];
  /** By default `string` for texts and `float64` for numbers. */
  readonly type?: NumericType | 'string';
  readonly values: readonly (number | bigint | string)[];
  readonly attributes?: Readonly<Record<string, AttributeValue | number>>;
}

/** A dataset that was read from nowhere. Dimensions are in the order of `lengths`. */
export function memoryDataset(
  lengths: Readonly<Record<string, number>>,
  variables: Readonly<Record<string, MemoryVariable>>,
  attributes: Readonly<Record<string, AttributeValue | number>> = {},
): Dataset {
  return {
    kind: 'dataset',
    uri: 's3://bucket/AUV/SYD/dive_7/x.nc',
    dimensions: new Map(Object.entries(lengths)),
    variables: new Map(
      Object.entries(variables).map(([name, variable]) => [name, toVariable(name, variable, lengths)]),
    ),
    attributes: toAttributes(attributes),
    close: () => Promise.resolve(),
  };
}

function toVariable(name: string, given: MemoryVariable, lengths: Readonly<Record<string, number>>): Variable {
  const { dimensions = [], values, attributes = {} } = given;
  const type = given.type ?? (typeof values[0] === 'string' ? 'string' : 'float64');
  const shape = dimensions.map((dimension) => lengths[dimension] as number);
  return {
    name,
    type,
    dimensions,
    shape,
    attributes: toAttributes(attributes),
    read: async (region) => {
      const all = type === 'string' ? (values as string[]) : toNumbers(type, values);
      return region ? cut(all, shape, region) : all;
    },
  };
}

function toNumbers(type: NumericType, values: readonly unknown[]) {
  const numbers = allocate(type, values.length);
  values.forEach((value, i) => {
    numbers[i] = value as never;
  });
  return numbers;
}

function toAttributes(given: Readonly<Record<string, AttributeValue | number>>): Attributes {
  const entries = Object.entries(given);
  return new Map(entries.map(([name, value]) => [name, typeof value === 'number' ? Float64Array.of(value) : value]));
}
