/**
 * Datasets made of others: the same values, other variables.
 *
 * @module
 */
import type { Attributes } from '../../model/attributes.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Dataset, Region, Variable } from '../../model/dataset.js';

/** A dataset with these variables instead of its own. Closing it closes the one it is made of. */
export function withVariables(dataset: Dataset, variables: Iterable<Variable>): Dataset {
  const byName = new Map(Array.from(variables, (variable) => [variable.name, variable]));
  const dimensions = new Map<string, number>();
  for (const { dimensions: names, shape } of byName.values())
    for (const [axis, name] of names.entries()) if (!dimensions.has(name)) dimensions.set(name, shape[axis] ?? 0);
  const { uri, attributes } = dataset;
  return { kind: 'dataset', uri, attributes, dimensions, variables: byName, close: () => dataset.close() };
}

/** A dataset in which some variables are replaced, and others come last. */
export function withMore(dataset: Dataset, ...variables: readonly Variable[]): Dataset {
  const byName = new Map(dataset.variables);
  for (const variable of variables) byName.set(variable.name, variable);
  return withVariables(dataset, byName.values());
}

/** A variable with its values in memory. */
export function memoryVariable(
  { name, type, dimensions, shape, attributes }: Omit<Variable, 'read'>,
  values: StoredArray,
): Variable {
  const read = async (region?: Region) => (region ? cut(values, shape, region) : values);
  return { name, type, dimensions, shape, attributes, read };
}

/** Attributes without some. */
export function without(attributes: Attributes, ...names: readonly string[]): Attributes {
  return new Map([...attributes].filter(([name]) => !names.includes(name)));
}

/** The values of a box, row-major. */
export function cut(values: StoredArray, shape: readonly number[], { start, count }: Region): StoredArray {
  const length = count.reduce((product, n) => product * n, 1);
  const into = Array.isArray(values) ? new Array<string>(length) : new (constructorOf(values))(length);
  let at = 0;
  for (const place of placesIn(shape, start, count)) (into as unknown[])[at++] = values[place];
  return into as StoredArray;
}

type NumericConstructor = new (length: number) => Exclude<StoredArray, readonly string[]>;

function constructorOf(values: StoredArray): NumericConstructor {
  return values.constructor as unknown as NumericConstructor;
}

/** Positions of a box's values among those of the whole array, in their order. */
function* placesIn(shape: readonly number[], start: readonly number[], count: readonly number[]): Iterable<number> {
  if (count.includes(0)) return;
  const index = start.map(() => 0);
  for (;;) {
    yield index.reduce((place, i, axis) => place * (shape[axis] ?? 1) + (start[axis] ?? 0) + i, 0);
    let axis = index.length - 1;
    while (axis >= 0 && (index[axis] ?? 0) + 1 === count[axis]) index[axis--] = 0;
    if (axis < 0) return;
    index[axis] = (index[axis] ?? 0) + 1;
  }
}
