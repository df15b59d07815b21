import { CloudOptimisedError } from '../../errors/index.js';
import type { AttributeValue } from '../../model/attributes.js';
import { allocate, type NumericType } from '../../model/data-type.js';
import { type ElementType, elementType } from './element-type.js';
import type { Hdf5Metadata } from './h5wasm.js';
import type { Hdf5File } from './hdf5-file.js';
import { checkStatus, withHeapBuffer } from './heap-buffer.js';
import { LibraryFailure } from './library.js';
import { decodeFixedStrings, decodePointer } from './text.js';

/** No attribute is larger; a damaged file may declare one that is. */
const MAX_ATTRIBUTE_BYTES = 64 * 2 ** 20;

/** Names of an object's attributes: in order of creation where the file tracks it, else sorted. */
export function attributeNames(file: Hdf5File, path: string): readonly string[] {
  return file.call(`attributes of '${path}' cannot be listed`, (module, id) => module.get_attribute_names(id, path));
}

/**
 * One attribute of the object at `path`.
 *
 * @throws CO_FILE_CORRUPT, CO_FILE_UNSUPPORTED for types that no attribute of ours can hold
 */
export function readAttribute(file: Hdf5File, path: string, name: string): AttributeValue {
  const metadata = attributeMetadata(file, path, name);
  if (metadata.shape === null) return emptyValue(metadata);
  const type = elementType(metadata);
  if (type.kind === 'unsupported') {
    const feature = `${type.feature} in attribute '${name}'`;
    throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri: file.uri, variable: path, feature });
  }
  if (type.kind === 'numeric') return numbers(attributeBytes(file, path, name, metadata), type.stored);
  return oneOrMany(attributeTexts(file, path, name, metadata, type));
}

/** An attribute's raw values: for references, and what else is not for users. */
export function attributeBytes(file: Hdf5File, path: string, name: string, metadata: Hdf5Metadata): Uint8Array {
  return readRaw(file, path, name, metadata, (bytes) => bytes.slice());
}

export function attributeMetadata(file: Hdf5File, path: string, name: string): Hdf5Metadata {
  return file.call(describe(path, name), (module, id) => module.get_attribute_metadata(id, path, name));
}

/**
 * Lends `use` an attribute's values as they lie in the library's heap; what they point to is freed afterwards.
 */
export function readRaw<T>(
  file: Hdf5File,
  path: string,
  name: string,
  metadata: Hdf5Metadata,
  use: (bytes: Uint8Array, heap: Uint8Array) => T,
): T {
  const length = metadata.size * metadata.total_size;
  return file.call(describe(path, name), (module, id) => {
    if (length > MAX_ATTRIBUTE_BYTES) throw new LibraryFailure(`it declares ${length} bytes`);
    return withHeapBuffer(module, length, (pointer) => {
      checkStatus(module.get_attribute_data(id, path, name, BigInt(pointer)));
      const result = use(module.HEAPU8.subarray(pointer, pointer + length), module.HEAPU8);
      if (metadata.vlen || metadata.type === 9) module.reclaim_vlen_memory(id, path, name, BigInt(pointer));
      return result;
    });
  });
}

function attributeTexts(
  file: Hdf5File,
  path: string,
  name: string,
  metadata: Hdf5Metadata,
  type: Exclude<ElementType, { kind: 'numeric' | 'unsupported' }>,
): string[] {
  return readRaw(file, path, name, metadata, (bytes, heap) => {
    if (type.kind === 'string') return pointers(bytes).map((pointer) => decodePointer(heap, pointer));
    return decodeFixedStrings(bytes, type.size, metadata.strpad ?? 0);
  });
}

/** The 32-bit addresses that stand for values of variable length. */
export function pointers(bytes: Uint8Array): number[] {
  return Array.from(new Uint32Array(bytes.slice().buffer));
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

function describe(path: string, name: string): string {
  return `attribute '${name}' of '${path}' cannot be read`;
}
