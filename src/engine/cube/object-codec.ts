import type { StoredArray } from '../../model/data-type.js';
import type { ZarrArray } from '../../model/zarr/array.js';

/** Encodes and decodes whole objects of one array. `undefined` stands for an object that is not there: all fill. */
export interface ObjectCoder {
  /** @param values all of the object, edges filled up */
  encode(values: StoredArray): Uint8Array | undefined;
  decode(bytes: Uint8Array | undefined): StoredArray;
}

/** Makes the coder of an array. */
export type CreateObjectCoder = (array: ZarrArray) => Promise<ObjectCoder>;

/** Keeps the coders of a worker: making one may load a codec. */
export class ObjectCoders {
  readonly #create: CreateObjectCoder;
  readonly #coders = new Map<string, Promise<ObjectCoder>>();

  constructor(create: CreateObjectCoder) {
    this.#create = create;
  }

  /** The coder for arrays of this encoding, whatever their shapes. */
  of(array: ZarrArray): Promise<ObjectCoder> {
    const key = encodingOf(array);
    const known = this.#coders.get(key);
    if (known) return known;
    const coder = this.#create(array);
    this.#coders.set(key, coder);
    coder.catch(() => this.#coders.delete(key));
    return coder;
  }
}

function encodingOf({ type, chunks, shards, shardIndex, fillValue, codecs, byteOrder, order }: ZarrArray): string {
  const fill = `${typeof fillValue} ${Object.is(fillValue, -0) ? '-0' : String(fillValue)}`;
  return JSON.stringify([type, chunks, shards ?? null, shardIndex ?? null, fill, codecs, byteOrder, order]);
}
