import type { SourceFile } from '../contracts/reader.js';
import type { Dataset } from '../model/dataset.js';

/** A slice at an address, in the version that was found. Plain data. */
export type SliceFile = Pick<SourceFile, 'uri' | 'version'>;

/** Datasets that were looked at and wait to be written; opening one again costs as much as reading a chunk of it. */
const MOST_WAITING = 24;

/** Slices that a thread has open: from when one is looked at to the change after the one that writes it. */
export class KeptOpen {
  readonly #open: (uri: string) => Promise<Dataset>;
  /** Looked at and not yet written from, the oldest first. */
  readonly #waiting = new Map<string, Promise<Dataset>>();
  /** Written from in this change. */
  readonly #used = new Map<string, Promise<Dataset>>();
  #change: string | undefined;

  constructor(open: (uri: string) => Promise<Dataset>) {
    this.#open = open;
  }

  /** Opens a slice, and keeps it for the change to come. What cannot be looked at is to be given back by `drop`. */
  async look(file: SliceFile): Promise<Dataset> {
    const dataset = await this.#open(file.uri);
    await this.drop(file);
    this.#waiting.set(keyOf(file), Promise.resolve(dataset));
    for (const key of [...this.#waiting.keys()].slice(0, -MOST_WAITING)) await take(this.#waiting, key);
    return dataset;
  }

  /** Closes a slice that was looked at. */
  async drop(file: SliceFile): Promise<void> {
    await take(this.#waiting, keyOf(file));
  }

  /** The slice, for a unit of work of the change that was begun last. */
  use(file: SliceFile): Promise<Dataset> {
    const key = keyOf(file);
    const dataset = this.#used.get(key) ?? this.#waiting.get(key) ?? this.#open(file.uri);
    this.#waiting.delete(key);
    this.#used.set(key, dataset);
    return dataset;
  }

  /** Closes what earlier changes used. */
  async begin(change: string): Promise<void> {
    if (this.#change === change) return;
    this.#change = change;
    await closeAll(this.#used);
  }

  async close(): Promise<void> {
    await Promise.all([closeAll(this.#used), closeAll(this.#waiting)]);
  }
}

/** A file that was written anew in the meantime is another one. */
function keyOf({ uri, version }: SliceFile): string {
  return `${version} ${uri}`;
}

async function closeAll(datasets: Map<string, Promise<Dataset>>): Promise<void> {
  await Promise.all([...datasets.keys()].map((key) => take(datasets, key)));
}

/** Removes and closes. One that could not be opened has told so elsewhere. */
async function take(datasets: Map<string, Promise<Dataset>>, key: string): Promise<void> {
  const dataset = datasets.get(key);
  datasets.delete(key);
  await dataset?.then((opened) => opened.close()).catch(() => undefined);
}
