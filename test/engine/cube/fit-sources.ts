import type { ArrayLayout, CubeLayout } from '../../../src/engine/cube/layout.js';
import type { Attributes, AttributeValue } from '../../../src/model/attributes.js';
import type { NumericArray, StoredArray, StoredType } from '../../../src/model/data-type.js';
import {
  checkRegion,
  type Dataset,
  type EncodedArray,
  type Region,
  type Variable,
} from '../../../src/model/dataset.js';
import { boxOf } from '../../../src/model/zarr/copy-box.js';

/** A variable as a test tells it: its numbers' type is that of the array. */
export interface Told {
  readonly dims: readonly string[];
  readonly values: StoredArray;
  readonly attributes?: Record<string, AttributeValue>;
  readonly chunks?: readonly number[];
  readonly encoded?: EncodedArray;
  readonly type?: StoredType;
}

/** A dataset in memory. Lengths are found from one-dimensional variables, or told. */
export function sourceOf(
  variables: Record<string, Told>,
  { uri = 'mem:a.nc', lengths = {} }: { uri?: string; lengths?: Record<string, number> } = {},
): Dataset {
  const dimensions = new Map(Object.entries(lengths));
  for (const { dims, values } of Object.values(variables))
    if (dims.length === 1 && !dimensions.has(dims[0] as string)) dimensions.set(dims[0] as string, values.length);
  return {
    kind: 'dataset',
    uri,
    dimensions,
    variables: new Map(Object.entries(variables).map(([name, told]) => [name, variableOf(name, told, dimensions)])),
    attributes: new Map([['title', 'test']]),
    close: () => Promise.resolve(),
  };
}

function variableOf(name: string, told: Told, lengths: ReadonlyMap<string, number>): Variable {
  const { attributes = {}, chunks, dims, encoded, values } = told;
  const shape = dims.map((dimension) => lengths.get(dimension) as number);
  const type = told.type ?? typeOf(values);
  const boxType = type === 'char' ? 'uint8' : type;
  return {
    name,
    type,
    dimensions: dims,
    shape,
    attributes: new Map(Object.entries(attributes)) as Attributes,
    chunkShape: chunks,
    encoded,
    read: async (region?: Region) => {
      if (!region) return values;
      checkRegion({ name, shape }, region);
      return boxOf({ values, shape }, boxType, region.start, region.count);
    },
  };
}

function typeOf(values: StoredArray): StoredType {
  if (Array.isArray(values)) return 'string';
  return (values as NumericArray).constructor.name.replace(/^Big|Array$/g, '').toLowerCase() as StoredType;
}

/** A layout that asks for nothing. */
export function layoutOf(names: readonly string[], over: Partial<CubeLayout> = {}): CubeLayout {
  return {
    format: 2,
    consolidated: true,
    appendDimension: 'time',
    attributes: {},
    names,
    arrays: new Map<string, ArrayLayout>(),
    defaults: {},
    ...over,
  };
}

/** The code and fields of the error that something throws. */
export async function errorOf(act: () => unknown): Promise<{ code: string; fields: Record<string, unknown> }> {
  try {
    await act();
  } catch (error) {
    return error as never;
  }
  return { code: 'none', fields: {} };
}
