/**
 * Sources in the shape and encoding of a cube.
 *
 * @module
 */
import type { StoredArray } from '../../model/data-type.js';
import { checkRegion, type Dataset, type LentValues, type Region, type Variable } from '../../model/dataset.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import { arrange, isArranged, locateIn } from './fit-arrange.js';
import { conversionOf } from './fit-conversion.js';
import { checkDimensions } from './fit-dimensions.js';
import { storedTypeOf } from './fit-encoding.js';
import { type Conversion, subjectOf } from './fit-subject.js';

/**
 * The variables of the cube that the source has, in the cube's order of dimensions and type. Their `read()` yields exactly what the cube's
 * arrays are to hold: the very values of the source where its encoding stands for the same, else decoded and encoded. `encoded` and
 * `chunkShape` are there only where values and their order stay what they are.
 *
 * @throws CO_CUBE_DIMENSION, CO_CUBE_DIMENSIONS, CO_CUBE_TYPE, CO_CUBE_TIME where a variable cannot be fitted whatever its values;
 *   `read()` throws CO_CUBE_VALUE, CO_CUBE_TIME for the first value that does not fit
 */
export function fitDataset(dataset: Dataset, cube: Cube, appendDimension: string): Dataset {
  const rows = dataset.dimensions.get(appendDimension);
  const fitted = new Map<string, Variable>();
  for (const [name, array] of cube.arrays) {
    const variable = dataset.variables.get(name);
    if (!variable) continue;
    checkDimensions(dataset, variable, array, appendDimension);
    const conversion = conversionOf(subjectOf(dataset, variable, variable.encoded?.array, cube));
    fitted.set(name, fitVariable(variable, array, shapeIn(array, appendDimension, rows), conversion));
  }
  const dimensions = new Map([...fitted.values()].flatMap(({ dimensions, shape }) => zip(dimensions, shape)));
  if (rows !== undefined) dimensions.set(appendDimension, rows);
  return { ...unboundDataset(dataset), dimensions, variables: fitted };
}

function unboundDataset(dataset: Dataset): Pick<Dataset, 'kind' | 'uri' | 'attributes' | 'close'> {
  return { kind: 'dataset', uri: dataset.uri, attributes: dataset.attributes, close: () => dataset.close() };
}

function zip(names: readonly string[], lengths: readonly number[]): [string, number][] {
  return names.map((name, axis) => [name, lengths[axis] as number]);
}

function shapeIn({ dimensions, shape }: ZarrArray, appendDimension: string, rows: number | undefined): number[] {
  return dimensions.map((name, axis) => (name === appendDimension ? (rows ?? 0) : (shape[axis] as number)));
}

function fitVariable(
  source: Variable,
  { dimensions, type }: ZarrArray,
  shape: readonly number[],
  conversion: Conversion,
): Variable {
  const { name, attributes } = source;
  const isSame = conversion.isRaw && isArranged(source.dimensions, dimensions);
  const fitted = { name, type: storedTypeOf(type), dimensions, shape, attributes };
  if (isSame) {
    const { encoded, chunkShape } = source;
    return { ...fitted, encoded, chunkShape, read: (region) => source.read(region), lend: lendingOf(source) };
  }
  return { ...fitted, read: (region) => readFitted(source, fitted, conversion, region) };
}

async function readFitted(
  source: Variable,
  fitted: Pick<Variable, 'name' | 'dimensions' | 'shape'>,
  conversion: Conversion,
  region: Region | undefined,
): Promise<StoredArray> {
  if (region) checkRegion(fitted, region);
  const box = region ?? { start: fitted.shape.map(() => 0), count: fitted.shape };
  const axes = source.dimensions.map((name) => fitted.dimensions.indexOf(name));
  const start = axes.map((axis) => box.start[axis] as number);
  const count = axes.map((axis) => box.count[axis] as number);
  const values = await source.read(region && { start, count });
  const converted = conversion.apply(values, locateIn(start, count));
  const from = { dimensions: source.dimensions, count };
  return arrange(converted, from, { dimensions: fitted.dimensions, count: box.count });
}

function lendingOf(source: Variable): Variable['lend'] {
  return source.lend && ((region) => source.lend?.(region) as Promise<LentValues>);
}
