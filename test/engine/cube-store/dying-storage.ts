import type { ByteRange, ObjectInfo, PutOptions, Storage } from '../../../src/contracts/storage.js';

/** What a process does until it is killed: `left` mutations more, and then nothing ever again. */
export interface Life {
  left: number;
  /** Whether the last mutation is still done. */
  readonly after: boolean;
  dead: boolean;
}

export class Killed extends Error {}

/** A storage of a process that is killed at a point: it fails for ever from then on. Several of them can share one life. */
export class DyingStorage implements Storage {
  readonly root: string;
  readonly supportsWrites = true;
  readonly supportsListing = true;
  readonly supportsConditionalPut = true;
  readonly #storage: Storage;
  readonly #life: Life;

  constructor(storage: Storage, life: Life) {
    this.#storage = storage;
    this.#life = life;
    this.root = storage.root;
  }

  #checkAlive(): void {
    if (this.#life.dead) throw new Killed();
  }

  async #mutate<T>(change: () => Promise<T>): Promise<T> {
    this.#checkAlive();
    if (--this.#life.left > 0) return await change();
    this.#life.dead = true;
    if (this.#life.after) await change();
    throw new Killed();
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    this.#checkAlive();
    return await this.#storage.get(key);
  }

  async getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    this.#checkAlive();
    return await this.#storage.getRange(key, range);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    this.#checkAlive();
    return await this.#storage.head(key);
  }

  list(prefix: string): AsyncIterable<ObjectInfo> {
    this.#checkAlive();
    return this.#storage.list(prefix);
  }

  async listFolders(prefix: string): Promise<readonly string[]> {
    this.#checkAlive();
    return await this.#storage.listFolders(prefix);
  }

  async put(key: string, data: Uint8Array, options?: PutOptions): Promise<ObjectInfo> {
    return await this.#mutate(() => this.#storage.put(key, data, options));
  }

  /** A request to delete many objects may have deleted some of them when the process dies: each is a mutation of its own. */
  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#mutate(() => this.#storage.delete([key]));
  }

  async close(): Promise<void> {}
}
