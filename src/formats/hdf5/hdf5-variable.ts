import { decodedMemory } from '../../codecs/index.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { Attributes } from '../../model/attributes.js';
import { allocate, type NumericType, type StoredArray, type StoredType } from '../../model/data-type.js';
import { checkRegion, type LentValues, type Region, type Variable } from '../../model/dataset.js';
import type { AttributeReading } from './attribute-reading.js';
import { DirectChunks } from './chunks/direct-chunks.js';
import { type ElementType, elementType, type ReadableType } from './element-type.js';
import { extendValues } from './extend-values.js';
import { orLibrary } from './file-bytes.js';
import type { Hdf5File } from './hdf5-file.js';
import { addressOf, type Hdf5Objects } from './hdf5-objects.js';
import { StoredObjects } from './metadata/stored-objects.js';
import { fillOf, readStoredValues } from './metadata/stored-values.js';
import type { StoredDataset } from './object-tree.js';
import { fitsOneRead, readValues } from './read-values.js';

/** What a variable is made of. */
export interface VariableParts {
  readonly file: Hdf5File;
  /** What tells of the dataset. */
  readonly objects: Hdf5Objects;
  readonly name: string;
  readonly dataset: StoredDataset;
  readonly dimensions: readonly string[];
  /** Lengths of its dimensions; along unlimited ones it may have been written less far. */
  readonly shape: readonly number[];
  readonly attributes: AttributeReading;
}

/** Filters that the library has built in and whose output is certain: deflate, shuffle, fletcher32, szip, scale-offset. */
const KNOWN_FILTERS = new Set([1, 2, 3, 4, 6]);

/** A dataset of an HDF5 file. Types that cannot be read have the type `string` and throw when they are read. */
export class Hdf5Variable implements Variable {
  readonly name: string;
  readonly type: StoredType;
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly chunkShape: readonly number[] | undefined;
  readonly #parts: VariableParts;
  readonly #element: ElementType;
  #filtersChecked = false;
  #chunks: Promise<DirectChunks | undefined> | undefined;

  constructor(parts: VariableParts) {
    this.#parts = parts;
    this.#element = elementType(parts.dataset.metadata);
    this.name = parts.name;
    this.type = this.#element.stored;
    this.dimensions = parts.dimensions;
    this.shape = parts.shape;
    this.chunkShape = parts.dataset.metadata.chunks ?? undefined;
  }

  /** @throws CO_FILE_UNSUPPORTED where one of them is neither text nor numbers */
  get attributes(): Attributes {
    return this.#parts.attributes();
  }

  get unsupported(): string | undefined {
    return this.#element.kind === 'unsupported' ? this.#element.feature : undefined;
  }

  async read(region: Region = { start: this.shape.map(() => 0), count: this.shape }): Promise<StoredArray> {
    checkRegion(this, region);
    const type = this.#readableType();
    if (!fitsOneRead(type, region.count))
      throw this.#unsupported(`[${region.count}] values in one read; read it by regions`);
    await this.#parts.file.prepare();
    this.#checkFilters();
    const { file, dataset } = this.#parts;
    const stored = clip(region, dataset.metadata.shape ?? []);
    const values = (await this.#readDirectly(type, stored)) ?? readValues(await file.library(), dataset, type, stored);
    return stored.count.every((count, axis) => count === region.count[axis])
      ? values
      : extendValues(values, stored, region, this.type, this.attributes);
  }

  /** Nobody else has what was read. */
  async lend(region: Region): Promise<LentValues> {
    const values = await this.read(region);
    return { values, giveBack: () => ArrayBuffer.isView(values) && decodedMemory.adopt(values) };
  }

  async #readDirectly(type: ReadableType, region: Region): Promise<StoredArray | undefined> {
    if (region.count.includes(0)) return nothingOf(type);
    if (!this.chunkShape) return this.#readPiece(type, region);
    if (type.kind !== 'numeric' && type.kind !== 'char') return undefined;
    this.#chunks ??= this.#openChunks(numericOf(type));
    return (await this.#chunks)?.read(region);
  }

  /** Values that are stored in one piece. */
  #readPiece(type: ReadableType, region: Region): StoredArray | undefined {
    const { file, objects, dataset } = this.#parts;
    if (!(objects instanceof StoredObjects)) return undefined;
    return orLibrary(() => readStoredValues(file.bytes, objects.stored(dataset.path), type, region));
  }

  #openChunks(type: NumericType): Promise<DirectChunks | undefined> {
    const { file, objects, dataset } = this.#parts;
    return DirectChunks.open(file.bytes, {
      address: addressOf(objects.reference(dataset.path)),
      type,
      shape: dataset.metadata.shape ?? [],
      filters: objects.filters(dataset.path),
      fill: objects instanceof StoredObjects ? fillOf(objects.stored(dataset.path), type) : undefined,
    });
  }

  #readableType(): ReadableType {
    if (this.#element.kind === 'unsupported') throw this.#unsupported(this.#element.feature);
    return this.#element;
  }

  #checkFilters(): void {
    if (this.#filtersChecked || this.#parts.dataset.metadata.chunks === null) return;
    const unknown = this.#parts.objects.filters(this.#parts.dataset.path).find(({ id }) => !KNOWN_FILTERS.has(id));
    if (unknown !== undefined) throw this.#unsupported(`the filter '${unknown.name}' (number ${unknown.id})`);
    this.#filtersChecked = true;
  }

  #unsupported(feature: string): CloudOptimisedError {
    return new CloudOptimisedError('CO_FILE_UNSUPPORTED', { uri: this.#parts.file.uri, variable: this.name, feature });
  }
}

/** What the values of a type are held in: characters in bytes. */
function numericOf(type: Extract<ReadableType, { kind: 'numeric' | 'char' }>): NumericType {
  return type.kind === 'char' ? 'uint8' : type.stored;
}

function nothingOf(type: ReadableType): StoredArray {
  return type.kind === 'numeric' || type.kind === 'char' ? allocate(numericOf(type), 0) : [];
}

/** The part of a region that was written. */
function clip({ start, count }: Region, shape: readonly number[]): Region {
  const clipped = count.map((length, axis) => Math.max(0, Math.min(length, (shape[axis] ?? 0) - (start[axis] ?? 0))));
  // HDF5 refuses starts beyond the end, even of empty selections.
  return clipped.includes(0) ? { start: start.map(() => 0), count: clipped } : { start, count: clipped };
}
