import { encodedMemory } from '../../codecs/index.js';
import type { Storage } from '../../contracts/storage.js';

/** Puts in flight at the same time: enough that encoding goes on meanwhile, and that small objects do not wait for a far store. */
const PUTS_IN_FLIGHT = 16;
const BYTES_IN_FLIGHT = 16 << 20;

/** Writes objects while the next ones are made. */
export class ObjectPuts {
  readonly #storage: Storage;
  readonly #running = new Set<Promise<void>>();
  readonly #gone: string[] = [];
  #bytes = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Starts a put, once there is room for one more. @throws what an earlier put threw */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    while (this.#isFull(bytes.length)) await Promise.race(this.#running);
    this.#check();
    this.#bytes += bytes.length;
    const put: Promise<void> = this.#storage
      .put(key, bytes)
      .then(() => encodedMemory.give(bytes))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#running.delete(put);
        this.#bytes -= bytes.length;
      });
    this.#running.add(put);
  }

  /** Makes sure that there is no such object in the end. */
  remove(key: string): void {
    this.#gone.push(key);
  }

  /** Waits for all puts, and removes. */
  async finish(): Promise<void> {
    await Promise.all(this.#running);
    this.#check();
    if (this.#gone.length > 0) await this.#storage.delete(this.#gone);
  }

  /** Waits for all puts, whatever comes of them. */
  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }

  #isFull(more: number): boolean {
    const { size } = this.#running;
    return size > 0 && (size >= PUTS_IN_FLIGHT || this.#bytes + more > BYTES_IN_FLIGHT);
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
