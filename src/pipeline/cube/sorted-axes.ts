import type { Dataset, Region, Variable } from '../../model/dataset.js';
import type { CubePlan } from './cube-plan.js';
import { withMore } from './derive-dataset.js';
import { gather } from './gather.js';

/** The dataset with the axes of `dataset_sort_by` in ascending order. (The append dimension is put in order by the placement.) */
export async function withSortedAxes(dataset: Dataset, { sortedBy }: CubePlan): Promise<Dataset> {
  let sorted = dataset;
  for (const dimension of sortedBy) sorted = await withSortedAxis(sorted, dimension);
  return sorted;
}

async function withSortedAxis(dataset: Dataset, dimension: string): Promise<Dataset> {
  const coordinate = dataset.variables.get(dimension);
  if (coordinate?.dimensions.length !== 1 || coordinate.dimensions[0] !== dimension) return dataset;
  const values = await coordinate.read();
  const order = orderOf(values as ArrayLike<number | bigint | string>);
  if (order.every((from, to) => from === to)) return dataset;
  const along = [...dataset.variables.values()].filter(({ dimensions }) => dimensions.includes(dimension));
  return withMore(dataset, ...along.map((variable) => reordered(variable, dimension, order)));
}

/** Where each value of the sorted axis comes from. Equal values keep their order. */
function orderOf(values: ArrayLike<number | bigint | string>): number[] {
  const positions = Array.from({ length: values.length }, (_, i) => i);
  return positions.sort((a, b) => compare(values[a], values[b]) || a - b);
}

function compare(a: number | bigint | string | undefined, b: number | bigint | string | undefined): number {
  if (a === b || a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}

function reordered(variable: Variable, dimension: string, order: readonly number[]): Variable {
  const { name, type, dimensions, shape, attributes } = variable;
  const axis = dimensions.indexOf(dimension);
  const read = async (region?: Region) => {
    const { start, count } = region ?? { start: shape.map(() => 0), count: shape };
    const whole = { start: start.with(axis, 0), count: count.with(axis, order.length) };
    const wanted = order.slice(start[axis], (start[axis] ?? 0) + (count[axis] ?? 0));
    return gather(await variable.read(whole), whole.count, axis, wanted);
  };
  return { name, type, dimensions, shape, attributes, read };
}
