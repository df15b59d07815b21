import type { FileBytes } from '../file-bytes.js';
import type { Hdf5Filter, Hdf5Metadata } from '../h5wasm.js';
import { type Hdf5Objects, type ObjectKind, referenceKey } from '../hdf5-objects.js';
import { decodeFixedStrings } from '../text.js';
import { Cursor, refuse } from './cursor.js';
import { GlobalHeap, textFrom } from './global-heap.js';
import { listLinks } from './links.js';
import type { StoredAttribute } from './messages/attribute.js';
import { TypeClass } from './messages/datatype.js';
import { MetadataBytes } from './metadata-bytes.js';
import { metadataOf } from './metadata-of.js';
import { nativeBytes } from './native-bytes.js';
import { type RootGroup, readRootGroup } from './root-group.js';
import { type DatasetParts, readObject, type StoredObject } from './stored-object.js';

const REFERENCE_BYTES = 8;
const VARIABLE_BYTES = 16;

/**
 * What a file tells of its objects, read from its bytes without the library. Every method throws `NotDirect` where the file
 * holds what is not known here, or is damaged: then the library has to read the whole file.
 */
export class StoredObjects implements Hdf5Objects {
  readonly uri: string;
  readonly #file: MetadataBytes;
  readonly #root: RootGroup;
  readonly #heap: GlobalHeap;
  readonly #addresses = new Map<string, number>();
  readonly #objects = new Map<number, StoredObject>();
  readonly #datasets = new Map<string, DatasetParts>();

  /** @throws NotDirect */
  constructor(uri: string, file: FileBytes) {
    this.uri = uri;
    this.#file = new MetadataBytes(file);
    this.#root = readRootGroup(this.#file);
    this.#heap = new GlobalHeap(this.#file);
    this.#addresses.set('/', this.#root.address);
  }

  /** Lets go of what only the opening of the file needs: from now on, datasets are known, and nothing else. */
  release(): void {
    for (const [path, address] of this.#addresses) {
      const dataset = this.#objects.get(address)?.dataset;
      if (dataset) this.#datasets.set(path, dataset);
    }
    this.#objects.clear();
    this.#heap.release();
    this.#file.release();
  }

  names(group: string): readonly string[] {
    const isRoot = group === '/';
    const table = isRoot ? this.#root.table : undefined;
    const links = listLinks(this.#file, this.#object(group).header.messages, this.#root.limits, table);
    for (const { name, address } of links) this.#addresses.set(isRoot ? `/${name}` : `${group}/${name}`, address);
    return links.map(({ name }) => name);
  }

  kind(path: string): ObjectKind {
    return this.#object(path).kind;
  }

  metadata(path: string): Hdf5Metadata {
    const { type, space, layout } = this.stored(path);
    return metadataOf(type, space, layout.kind === 'chunked' ? layout.chunk : null);
  }

  filters(path: string): readonly Hdf5Filter[] {
    return this.stored(path).filters;
  }

  reference(path: string): string {
    const bytes = Buffer.alloc(REFERENCE_BYTES);
    bytes.writeBigUInt64LE(BigInt(this.#addressOf(path)));
    return referenceKey(bytes);
  }

  attributeNames(path: string): readonly string[] {
    return this.#object(path).attributes.map(({ name }) => name);
  }

  attributeMetadata(path: string, name: string): Hdf5Metadata {
    const { type, space } = this.#attribute(path, name);
    return metadataOf(type, space, null);
  }

  attributeBytes(path: string, name: string): Uint8Array {
    const { data, type } = this.#attribute(path, name);
    return nativeBytes(data, type);
  }

  attributeTexts(path: string, name: string): readonly string[] {
    const { data, type, space } = this.#attribute(path, name);
    if (type.kind !== TypeClass.STRING) return refuse('an attribute without texts');
    if (!type.isText) return decodeFixedStrings(data, type.size, type.padding);
    const fields = new Cursor(data);
    return Array.from({ length: space.size }, () => textFrom(this.#heap.sequence(fields, 1)));
  }

  attributeReferences(path: string, name: string): readonly (readonly string[])[] {
    const { data, type, space } = this.#attribute(path, name);
    if (type.kind !== TypeClass.VARIABLE || type.base?.kind !== TypeClass.REFERENCE) refuse('other references');
    if (space.shape === null || type.size !== VARIABLE_BYTES) refuse('other references');
    const fields = new Cursor(data);
    return Array.from({ length: space.size }, () => referencesFrom(this.#heap.sequence(fields, REFERENCE_BYTES)));
  }

  #attribute(path: string, name: string): StoredAttribute {
    return this.#object(path).attributes.find((one) => one.name === name) ?? refuse('no such attribute');
  }

  /** How a dataset is stored. */
  stored(path: string): DatasetParts {
    return this.#datasets.get(path) ?? this.#object(path).dataset ?? refuse('no dataset');
  }

  #object(path: string): StoredObject {
    const address = this.#addressOf(path);
    const object = this.#objects.get(address) ?? readObject(this.#file, address);
    this.#objects.set(address, object);
    return object;
  }

  #addressOf(path: string): number {
    return this.#addresses.get(path) ?? refuse('no such path');
  }
}

function referencesFrom(bytes: Buffer): string[] {
  return Array.from({ length: bytes.length / REFERENCE_BYTES }, (_, i) =>
    referenceKey(bytes.subarray(i * REFERENCE_BYTES, (i + 1) * REFERENCE_BYTES)),
  );
}
