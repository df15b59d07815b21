import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { isNumeric, type NumericArray, type StoredType } from '../../model/data-type.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { Cube, FillValue, ZarrArray, ZarrType } from '../../model/zarr/array.js';
import { attributesFromJson } from '../../model/zarr/attributes.js';
import { filled } from '../../model/zarr/copy-box.js';
import { nameDimensions } from './dimensions.js';
import { metadataError } from './metadata-error.js';
import { objectKey } from './object-key.js';
import { arrayReader } from './read-array.js';
import type { StoreFolder } from './store-folder.js';

/**
 * A store as the hub sees it.
 *
 * @param more further variables
 * @throws CO_ZARR_METADATA where a dimension has two lengths in a group
 */
export function toDataset(
  cube: Cube,
  folder: StoreFolder,
  uri: string,
  more: readonly (readonly [string, Variable])[] = [],
): Dataset {
  const { lengths, names } = nameDimensions(cube, (name, reason) => metadataError(folder.uri(name), reason));
  const variables = [...cube.arrays].map(([name, array]) => {
    return [name, variableOf(name, array, names.get(name) ?? [], folder)] as const;
  });
  return {
    kind: 'dataset',
    uri,
    dimensions: lengths,
    variables: new Map([...variables, ...more]),
    attributes: attributesFromJson(cube.attributes),
    close: () => folder.close(),
  };
}

function variableOf(name: string, array: ZarrArray, dimensions: readonly string[], folder: StoreFolder): Variable {
  return {
    name,
    type: storedType(array.type),
    dimensions,
    shape: array.shape,
    attributes: hubAttributes(array),
    chunkShape: array.chunks,
    encoded: { array, read: (index) => folder.get(objectKey(name, array, index)) },
    read: arrayReader({ folder, name, array }),
  };
}

function storedType(type: ZarrType): StoredType {
  if (type === 'bool') return 'int8';
  return isNumeric(type) ? type : 'string';
}

/** The attributes of an array as the hub has them: with `_FillValue` of the array's type, and what tells truth values from numbers. */
export function hubAttributes(array: ZarrArray): Attributes {
  const { _FillValue: other, ...rest } = array.attributes;
  const marker = array.masked ? array.fillValue : (other as FillValue | undefined);
  const attributes = new Map(attributesFromJson(rest));
  if (marker !== undefined && marker !== null) attributes.set('_FillValue', fillAttribute(marker, array.type));
  if (array.type === 'bool') attributes.set('dtype', 'bool');
  return attributes;
}

function fillAttribute(marker: FillValue, type: ZarrType): AttributeValue {
  const values = filled(type, 1, marker);
  return ArrayBuffer.isView(values) ? (values as NumericArray) : String(marker);
}
