import type { FileBytes } from './file-bytes.js';
import type { Hdf5Filter, Hdf5Metadata } from './h5wasm.js';
import { addressOf, type Hdf5Objects, type ObjectKind, referenceKey } from './hdf5-objects.js';
import { checkStatus, withHeapBuffer } from './heap-buffer.js';
import { LibraryFailure } from './library.js';
import type { LibraryFile } from './library-file.js';
import { findUnusualTypes, type UnusualTypes } from './metadata/unusual-types.js';
import { decodeFixedStrings, decodePointer } from './text.js';

const KINDS: Record<number, ObjectKind> = { 0: 'group', 1: 'dataset', 2: 'type' };
/** No attribute is larger; a damaged file may declare one that is. */
const MAX_ATTRIBUTE_BYTES = 64 * 2 ** 20;
const VARIABLE_LENGTH = 9;
const REFERENCE_BYTES = 8;

/** What the library tells of a file. Every method throws CO_FILE_CORRUPT, with what was being done, where it fails. */
export class LibraryObjects implements Hdf5Objects {
  readonly #file: LibraryFile;
  readonly #bytes: FileBytes;
  readonly #unusual = new Map<string, UnusualTypes>();

  /** @param bytes of the same file */
  constructor(file: LibraryFile, bytes: FileBytes) {
    this.#file = file;
    this.#bytes = bytes;
  }

  get uri(): string {
    return this.#file.uri;
  }

  names(group: string): readonly string[] {
    return this.#file.call(`group '${group}' cannot be listed`, (module, id) => module.get_names(id, group, false));
  }

  kind(path: string): ObjectKind {
    try {
      const kind = this.#file.call(`'${path}' cannot be found`, (module, id) => module.get_type(id, path));
      return KINDS[kind] ?? 'dangling';
    } catch (error) {
      if (this.#linkTarget(path) !== null) return 'dangling';
      throw error;
    }
  }

  #linkTarget(path: string): string | null {
    return this.#file.call(`link '${path}' cannot be read`, (module, id) => module.get_symbolic_link(id, path));
  }

  metadata(path: string): Hdf5Metadata {
    const what = `variable '${path}' cannot be opened`;
    const metadata = this.#file.call(what, (module, id) => module.get_dataset_metadata(id, path));
    return { ...metadata, unusual: this.#unusualOf(path).own };
  }

  filters(path: string): readonly Hdf5Filter[] {
    const what = `filters of '${path}' cannot be read`;
    return this.#file.call(what, (module, id) => module.get_dataset_filters(id, path));
  }

  reference(path: string): string {
    return this.#file.call(`'${path}' has no address`, (module, id) =>
      referenceKey(Uint8Array.from(module.create_object_reference(id, path))),
    );
  }

  attributeNames(path: string): readonly string[] {
    const what = `attributes of '${path}' cannot be listed`;
    return this.#file.call(what, (module, id) => module.get_attribute_names(id, path));
  }

  attributeMetadata(path: string, name: string): Hdf5Metadata {
    const what = describe(path, name);
    const metadata = this.#file.call(what, (module, id) => module.get_attribute_metadata(id, path, name));
    return { ...metadata, unusual: this.#unusualOf(path).ofAttributes.get(name) };
  }

  #unusualOf(path: string): UnusualTypes {
    const known = this.#unusual.get(path) ?? findUnusualTypes(this.#bytes, addressOf(this.reference(path)));
    this.#unusual.set(path, known);
    return known;
  }

  attributeBytes(path: string, name: string, metadata: Hdf5Metadata): Uint8Array {
    return this.#readRaw(path, name, metadata, (bytes) => bytes.slice());
  }

  attributeTexts(path: string, name: string, metadata: Hdf5Metadata): readonly string[] {
    return this.#readRaw(path, name, metadata, (bytes, heap) => {
      if (metadata.vlen) return pointers(bytes).map((pointer) => decodePointer(heap, pointer));
      return decodeFixedStrings(bytes, metadata.size, metadata.strpad ?? 0);
    });
  }

  /** Pairs of length and address in the heap, one for each value; there, references of eight bytes. */
  attributeReferences(path: string, name: string, metadata: Hdf5Metadata): readonly (readonly string[])[] {
    return this.#readRaw(path, name, metadata, (bytes, heap) => {
      const words = pointers(bytes);
      return Array.from({ length: words.length / 2 }, (_, value) =>
        references(heap, words[2 * value] ?? 0, words[2 * value + 1] ?? 0),
      );
    });
  }

  /** Lends `use` an attribute's values as they lie in the library's heap; what they point to is freed afterwards. */
  #readRaw<T>(path: string, name: string, metadata: Hdf5Metadata, use: (bytes: Uint8Array, heap: Uint8Array) => T): T {
    const length = metadata.size * metadata.total_size;
    return this.#file.call(describe(path, name), (module, id) => {
      if (length > MAX_ATTRIBUTE_BYTES) throw new LibraryFailure(`it declares ${length} bytes`);
      return withHeapBuffer(module, length, (pointer) => {
        checkStatus(module.get_attribute_data(id, path, name, BigInt(pointer)));
        const result = use(module.HEAPU8.subarray(pointer, pointer + length), module.HEAPU8);
        const isVariable = metadata.vlen || metadata.type === VARIABLE_LENGTH;
        if (isVariable) module.reclaim_vlen_memory(id, path, name, BigInt(pointer));
        return result;
      });
    });
  }
}

/** The 32-bit addresses that stand for values of variable length. */
export function pointers(bytes: Uint8Array): number[] {
  return Array.from(new Uint32Array(bytes.slice().buffer));
}

function references(heap: Uint8Array, count: number, pointer: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const start = pointer + i * REFERENCE_BYTES;
    return referenceKey(heap.subarray(start, start + REFERENCE_BYTES));
  });
}

function describe(path: string, name: string): string {
  return `attribute '${name}' of '${path}' cannot be read`;
}
