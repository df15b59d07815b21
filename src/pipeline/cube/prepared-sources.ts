import type { SourceFile } from '../../contracts/reader.js';
import type { Dataset } from '../../model/dataset.js';

/** A source that is opened and preprocessed. */
export interface PreparedSource {
  readonly dataset: Dataset;
  /** Releases the file. */
  close(): Promise<void>;
}

/** How many sources a worker keeps open: as many as share a chunk in most datasets, and fewer than files may be open at a time. */
const KEPT = 128;

/** Keeps the sources that a worker used last, because the chunks of all variables need them. */
export class PreparedSources {
  readonly #prepare: (source: SourceFile) => Promise<PreparedSource>;
  readonly #kept = new Map<string, Promise<PreparedSource>>();

  constructor(prepare: (source: SourceFile) => Promise<PreparedSource>) {
    this.#prepare = prepare;
  }

  /** The source, opened where it is not kept. @throws what opening and preprocessing throw */
  async get(source: SourceFile): Promise<Dataset> {
    const key = keyOf(source);
    const kept = this.#kept.get(key) ?? this.#prepare(source);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    try {
      const { dataset } = await kept;
      await this.#closeOldest();
      return dataset;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  /** Keeps a source that was prepared elsewhere. */
  async keep(source: SourceFile, prepared: PreparedSource): Promise<void> {
    this.#kept.set(keyOf(source), Promise.resolve(prepared));
    await this.#closeOldest();
  }

  /** Closes all. */
  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    for (const kept of all) await (await kept.catch(() => undefined))?.close();
  }

  async #closeOldest(): Promise<void> {
    for (const [key, kept] of this.#kept) {
      if (this.#kept.size <= KEPT) return;
      this.#kept.delete(key);
      await (await kept.catch(() => undefined))?.close();
    }
  }
}

function keyOf({ uri, version, size }: SourceFile): string {
  return `${size} ${version} ${uri}`;
}
