import type { Storage } from '../../contracts/storage.js';

/** Puts in flight at the same time: enough that encoding goes on meanwhile. */
const IN_FLIGHT = 4;

/** Writes objects while the next ones are made. */
export class ObjectPuts {
  readonly #storage: Storage;
  readonly #running = new Set<Promise<void>>();
  readonly #gone: string[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Starts a put, once there is room for one more. @throws what an earlier put threw */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    while (this.#running.size >= IN_FLIGHT) await Promise.race(this.#running);
    this.#check();
    const put: Promise<void> = this.#storage
      .put(key, bytes)
      .then(() => undefined)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(put));
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

  #check(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
