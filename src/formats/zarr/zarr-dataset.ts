import type { Attributes, AttributeValue } from '../../model/attributes.js';
import { isNumeric, type NumericArray, type StoredType } from '../../model/data-type.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { Cube, FillValue, ZarrArray, ZarrType } from '../../model/zarr/array.js';
import { attributesFromJson } from '../../model/zarr/attributes.js';
import { filled } from '../../model/zarr/copy-box.js';
import { metadataError } from './metadata-error.js';
import { objectKey } from './object-key.js';
import { arrayReader } from './read-array.js';
import type { StoreFolder } from './store-folder.js';

/** A store as the hub sees it. @throws CO_ZARR_METADATA where a dimension has two lengths */
export function toDataset(cube: Cube, folder: StoreFolder, uri: string): Dataset {
  return {
    kind: 'dataset',
    uri,
    dimensions: dimensionsOf(cube, folder),
    variables: new Map([...cube.arrays].map(([name, array]) => [name, variableOf(name, array, folder)])),
    attributes: attributesFromJson(cube.attributes),
    close: () => folder.close(),
  };
}

function dimensionsOf({ arrays }: Cube, folder: StoreFolder): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const [name, { dimensions, shape }] of arrays) {
    dimensions.forEach((dimension, axis) => {
      const length = shape[axis] ?? 0;
      const known = lengths.get(dimension) ?? length;
      if (known !== length) {
        throw metadataError(
          folder.uri(name),
          `its dimension '${dimension}' has length ${length}, but ${known} in another array`,
        );
      }
      lengths.set(dimension, length);
    });
  }
  return lengths;
}

function variableOf(name: string, array: ZarrArray, folder: StoreFolder): Variable {
  return {
    name,
    type: storedType(array.type),
    dimensions: array.dimensions,
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
