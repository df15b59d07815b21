import { createHash } from 'node:crypto';
import type { Storage } from '../contracts/storage.js';
import { putIntent } from '../engine/ledger/intents.js';

/** Longest part of an object's name that is taken from the source's name: local disks allow 255 bytes in all. */
const MAX_NAME = 150;

/** How many objects of a work unit are written at the same time. */
const WRITES = 4;

/** Where the objects of one work unit are written. A sink names them, so that no two sources or versions ever share a name. */
export interface ObjectSink {
  /**
   * Announces the folders (`column=value/…`, `''` for the root) that will get an object each. Called once, before the first
   * `put`: it records the intent that lets the next run clean up after a crash.
   */
  announce(directories: readonly string[]): Promise<void>;
  /** Writes the object of an announced folder. Returns early: a few objects are written while the next are encoded. */
  put(directory: string, data: Uint8Array): Promise<void>;
}

/** The work unit that a sink belongs to. */
export interface WorkUnit {
  readonly source: { readonly uri: string; readonly name: string };
  /** Names the batch; no two batches share it. */
  readonly batch: string;
  /** Position in the batch. */
  readonly unit: number;
}

/** A sink that writes `<directory>/<stem><extension>` into a dataset. */
export class DatasetSink implements ObjectSink {
  readonly #dataset: Storage;
  readonly #ledger: Storage;
  readonly #unit: WorkUnit;
  readonly #file: string;
  readonly #writes = new Set<Promise<unknown>>();
  #announced: readonly string[] = [];
  #failure: unknown;

  /**
   * @param dataset the dataset's own folder
   * @param ledger the ledger's own folder
   */
  constructor(dataset: Storage, ledger: Storage, unit: WorkUnit, extension: string) {
    this.#dataset = dataset;
    this.#ledger = ledger;
    this.#unit = unit;
    this.#file = `${stemOf(unit)}${extension}`;
  }

  /** Keys of the announced objects. */
  get objects(): readonly string[] {
    return this.#announced;
  }

  async announce(directories: readonly string[]): Promise<void> {
    this.#announced = directories.map((directory) => this.#keyIn(directory));
    const { batch, unit, source } = this.#unit;
    await putIntent(this.#ledger, batch, unit, { source: source.uri, objects: this.#announced });
  }

  async put(directory: string, data: Uint8Array): Promise<void> {
    if (this.#writes.size >= WRITES) await Promise.race(this.#writes);
    this.#throwFailure();
    const write: Promise<unknown> = this.#dataset
      .put(this.#keyIn(directory), data)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }

  /** Waits until all objects are written. @throws the failure of the first that was not */
  async finish(): Promise<void> {
    await this.ended();
    this.#throwFailure();
  }

  /** Waits until nothing is written any more, whatever became of it. */
  async ended(): Promise<void> {
    await Promise.all(this.#writes);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #keyIn(directory: string): string {
    return directory ? `${directory}/${this.#file}` : this.#file;
  }
}

/** `<source name>-<8 digits of its address>-<batch>`: readable, and different for each source and each version. */
function stemOf({ source, batch }: WorkUnit): string {
  const address = createHash('sha256').update(source.uri).digest('hex').slice(0, 8);
  const name = source.name.replace(/[^A-Za-z0-9._+-]/g, '_').slice(0, MAX_NAME);
  return `${name}-${address}-${batch}`;
}
