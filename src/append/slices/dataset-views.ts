/**
 * Datasets made from others, lazily: what slice sources mostly do.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { Dataset, Region, Variable } from '../../model/dataset.js';

/** The dataset with these variables instead of its own. Closing it closes the dataset. */
export function withVariables(dataset: Dataset, variables: Iterable<Variable>): Dataset {
  return {
    kind: 'dataset',
    uri: dataset.uri,
    dimensions: dataset.dimensions,
    variables: new Map(Array.from(variables, (variable) => [variable.name, variable])),
    attributes: dataset.attributes,
    close: () => dataset.close(),
  };
}

/** The dataset without the named variables. */
export function dropVariables(dataset: Dataset, ...names: string[]): Dataset {
  return withVariables(
    dataset,
    [...dataset.variables.values()].filter(({ name }) => !names.includes(name)),
  );
}

/**
 * A box of a dataset: along each named dimension, the steps from the first number up to, not including, the second.
 *
 * ```ts
 * cropDataset(dataset, { x: [5, 95], y: [5, 45] });
 * ```
 *
 * @throws CO_SLICE_INVALID where a dimension is not there or the box leaves it
 */
export function cropDataset(dataset: Dataset, box: Readonly<Record<string, readonly [number, number]>>): Dataset {
  for (const [dimension, [from, to]] of Object.entries(box)) {
    const length = dataset.dimensions.get(dimension) ?? 0;
    if (0 <= from && from < to && to <= length) continue;
    const reason = `[${from}, ${to}] does not lie in dimension '${dimension}' of length ${length}`;
    throw new CloudOptimisedError('CO_SLICE_INVALID', { slice: dataset.uri, reason });
  }
  const lengths = [...dataset.dimensions].map(([name, length]): [string, number] => [
    name,
    lengthIn(box[name], length),
  ]);
  const variables = [...dataset.variables.values()].map((variable) => cropVariable(variable, box));
  return { ...withVariables(dataset, variables), dimensions: new Map(lengths) };
}

function lengthIn(range: readonly [number, number] | undefined, length: number): number {
  return range ? range[1] - range[0] : length;
}

function cropVariable(variable: Variable, box: Readonly<Record<string, readonly [number, number]>>): Variable {
  const { name, type, dimensions, attributes } = variable;
  const offsets = dimensions.map((dimension) => box[dimension]?.[0] ?? 0);
  const shape = variable.shape.map((length, axis) => lengthIn(box[dimensions[axis] as string], length));
  const whole: Region = { start: shape.map(() => 0), count: shape };
  return {
    name,
    type,
    dimensions,
    shape,
    attributes,
    chunkShape: variable.chunkShape,
    read: ({ start, count } = whole) =>
      variable.read({ start: start.map((at, axis) => at + (offsets[axis] as number)), count }),
  };
}
