import type { StoredArray } from '../../model/data-type.js';
import { checkRegion, type Dataset, type Region, type Variable } from '../../model/dataset.js';
import { nearestHalf } from '../../model/half.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { aggregate } from './aggregate.js';
import { type ArrayLevel, levelOf, type PyramidPlan } from './level-plan.js';

/** The name of an array in what is stored: `2.zarr/chl`. */
export function nameInLevel(level: number, name: string): string {
  return `${level}.zarr/${name}`;
}

/**
 * A slice as all levels of a pyramid: its variables under the names of each level, aggregated when they are read.
 *
 * @param fitted the slice in the shape and encoding of `cube`
 * @param count number of levels
 */
export function pyramidDataset(fitted: Dataset, cube: Cube, plan: PyramidPlan, count: number): Dataset {
  const variables = new Map<string, Variable>();
  for (let level = 0; level < count; level++)
    for (const item of levelOf(plan, cube, level)) addLevel(variables, { fitted, plan, level, item });
  return {
    kind: 'dataset',
    uri: fitted.uri,
    dimensions: fitted.dimensions,
    variables,
    attributes: fitted.attributes,
    close: () => fitted.close(),
  };
}

interface LevelSource {
  readonly fitted: Dataset;
  readonly plan: PyramidPlan;
  readonly level: number;
  readonly item: ArrayLevel;
}

function addLevel(variables: Map<string, Variable>, { fitted, plan, level, item }: LevelSource): void {
  const full = fitted.variables.get(item.name);
  if (!full) return;
  const name = nameInLevel(level, item.name);
  const previous = plan.fromPrevious && level > 1 ? variables.get(nameInLevel(level - 1, item.name)) : undefined;
  const factors = previous ? item.factors.map((factor) => Math.min(factor, 2)) : item.factors;
  variables.set(name, level === 0 ? { ...named(full, name) } : reduced(previous ?? full, name, { ...item, factors }));
}

function named(variable: Variable, name: string): Variable {
  const { type, dimensions, shape, attributes, chunkShape, encoded } = variable;
  return { name, type, dimensions, shape, attributes, chunkShape, encoded, read: (region) => variable.read(region) };
}

function reduced(source: Variable, name: string, { factors, method, array }: ArrayLevel): Variable {
  if (factors.every((factor) => factor === 1)) return named(source, name);
  const shape = source.shape.map((length, axis) => Math.ceil(length / (factors[axis] ?? 1)));
  const read = async (region?: Region): Promise<StoredArray> => {
    const box = region ?? { start: shape.map(() => 0), count: shape };
    checkRegion({ name, shape }, box);
    const start = box.start.map((at, axis) => at * (factors[axis] ?? 1));
    const count = box.count.map((length, axis) =>
      Math.min(length * (factors[axis] ?? 1), (source.shape[axis] as number) - (start[axis] as number)),
    );
    const values = aggregate(await source.read({ start, count }), count, { method, factors, fill: fillOf(array) });
    return array.element === 'float16' ? (values as Float32Array).map(nearestHalf) : values;
  };
  const { type, dimensions, attributes } = source;
  return { name, type, dimensions, shape, attributes, read };
}

function fillOf({ masked, fillValue }: ZarrArray): number | bigint | undefined {
  return masked && (typeof fillValue === 'number' || typeof fillValue === 'bigint') ? fillValue : undefined;
}
