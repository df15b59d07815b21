import type { CodecUse } from '../../codecs/index.js';
import { createObjectCoder, type ObjectCoder } from '../../formats/zarr/object-coder.js';
import type { ZarrArray } from '../../model/zarr/array.js';

/** Makes the coder of an array. */
export type CreateObjectCoder = (array: ZarrArray, use: CodecUse) => Promise<ObjectCoder>;

/** Keeps the coders of a worker: making one may load a codec. */
export class ObjectCoders {
  readonly #create: CreateObjectCoder;
  readonly #coders = new Map<string, Promise<ObjectCoder>>();

  constructor(create: CreateObjectCoder = createObjectCoder) {
    this.#create = create;
  }

  /** The coder for arrays of this encoding, whatever their shapes. */
  of(array: ZarrArray): Promise<ObjectCoder> {
    return this.#known(array, 'both');
  }

  /** As `of`, where nothing will be decoded. */
  encoderOf(array: ZarrArray): Promise<Pick<ObjectCoder, 'encode'>> {
    return this.#known(array, 'encoding');
  }

  #known(array: ZarrArray, use: CodecUse): Promise<ObjectCoder> {
    const key = `${use} ${encodingOf(array)}`;
    const known = this.#coders.get(key);
    if (known) return known;
    const coder = this.#create(array, use);
    this.#coders.set(key, coder);
    coder.catch(() => this.#coders.delete(key));
    return coder;
  }
}

function encodingOf({
  type,
  element,
  chunks,
  shards,
  shardIndex,
  fillValue,
  codecs,
  byteOrder,
  order,
}: ZarrArray): string {
  const fill = `${typeof fillValue} ${Object.is(fillValue, -0) ? '-0' : String(fillValue)}`;
  return JSON.stringify([element ?? type, chunks, shards ?? null, shardIndex ?? null, fill, codecs, byteOrder, order]);
}
