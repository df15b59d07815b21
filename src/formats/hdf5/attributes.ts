import { CloudOptimisedError } from '../../errors/index.js';
import type { AttributeValue } from '../../model/attributes.js';
import { allocate, type NumericType } from '../../model/data-type.js';
import { elementType } from './element-type.js';
import type { Hdf5Metadata } from './h5wasm.js';
import type { Hdf5Objects } from './hdf5-objects.js';

/**
 * One attribute of the object at `path`.
 *
 * @throws CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED for types that no attribute of ours can hold
 */
export function readAttribute(objects: Hdf5Objects, path: string, name: string): AttributeValue {
  const metadata = objects.attributeMetadata(path, name);
  if (metadata.shape === null) return emptyValue(metadata);
  const type = elementType(metadata);
  if (type.kind === 'unsupported') {
    const feature = `${type.feature} in attribute '${name}'`;
    throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri: objects.uri, variable: path, feature });
  }
  if (type.kind === 'numeric') return numbers(objects.attributeBytes(path, name, metadata), type.stored);
  return oneOrMany(objects.attributeTexts(path, name, metadata));
}

function numbers(bytes: Uint8Array, type: NumericType): AttributeValue {
  const values = allocate(type, 0).constructor as new (buffer: ArrayBufferLike) => ReturnType<typeof allocate>;
  return new values(bytes.slice().buffer);
}

function oneOrMany(texts: readonly string[]): AttributeValue {
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}

/** netCDF writes an attribute without values, such as an empty text, with a null dataspace. */
function emptyValue(metadata: Hdf5Metadata): AttributeValue {
  const type = elementType({ ...metadata, shape: [] });
  return type.kind === 'numeric' ? allocate(type.stored, 0) : '';
}
