import type { GeoTIFF } from 'geotiff';
import type { StoredObject } from '../../contracts/storage.js';

/** What geotiff.js reads from. */
export type BaseSource = Parameters<typeof GeoTIFF.fromSource>[0];

interface Slice {
  readonly offset: number;
  readonly length: number;
}

/** Bytes of the head that are read at once: directories mostly lie there. */
const HEAD = 64 << 10;

/** An object of a storage, as geotiff.js reads it. It asks for more than there is at the end, and gets what there is. */
export class StoredSource {
  readonly #object: StoredObject;
  readonly #size: number;
  readonly #head: Uint8Array;

  private constructor(object: StoredObject, size: number, head: Uint8Array) {
    this.#object = object;
    this.#size = size;
    this.#head = head;
  }

  static async of(object: StoredObject, size: number): Promise<StoredSource> {
    const head = await object.storage.getRange(object.key, { offset: 0, length: Math.min(size, HEAD) });
    return new StoredSource(object, size, head);
  }

  /** As the library wants it. */
  get base(): BaseSource {
    const fetch = (slices: readonly Slice[]) => Promise.all(slices.map((slice) => this.#read(slice)));
    return {
      fetch,
      fetchSlice: async (slice: Slice) => ({ ...slice, data: await this.#read(slice) }),
      fileSize: this.#size,
      close: async () => {},
    } as unknown as BaseSource;
  }

  async #read({ offset, length }: Slice): Promise<ArrayBuffer> {
    const end = Math.min(this.#size, offset + length);
    if (end <= offset) return new ArrayBuffer(0);
    if (end <= this.#head.length) return this.#head.slice(offset, end).buffer as ArrayBuffer;
    const bytes = await this.#object.storage.getRange(this.#object.key, { offset, length: end - offset });
    return bytes.slice().buffer as ArrayBuffer;
  }
}
