import type { SourceOutline, VariableOutline } from '../../../src/engine/cube/outline.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import type { StoredType } from '../../../src/model/data-type.js';
import type { ZarrArray } from '../../../src/model/zarr/array.js';

interface Given {
  readonly dims: readonly string[];
  readonly type?: StoredType;
  readonly attrs?: Readonly<Record<string, AttributeValue>>;
  readonly zarr?: Partial<ZarrArray>;
}

/** The outline of a slice of given lengths and variables. */
export function outlineOf(
  lengths: Readonly<Record<string, number>>,
  variables: Readonly<Record<string, Given>>,
): SourceOutline {
  const outlined = Object.entries(variables).map(([name, given]): [string, VariableOutline] => {
    const { dims, type = 'float32', attrs = {}, zarr } = given;
    const shape = dims.map((dimension) => lengths[dimension] ?? 0);
    const array =
      zarr && ({ type, shape, chunks: shape, dimensions: dims, codecs: [], ...zarr } as unknown as ZarrArray);
    return [name, { name, type, dimensions: dims, shape, attributes: new Map(Object.entries(attrs)), zarr: array }];
  });
  return {
    uri: 'a.nc',
    dimensions: new Map(Object.entries(lengths)),
    attributes: new Map(),
    variables: new Map(outlined),
    values: new Map(),
  };
}
