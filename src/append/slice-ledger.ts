/**
 * What a cube remembers of the slices it is made of. The latest ones stand in `slices/index.json` in the ledger's folder; whenever
 * that is full, its entries go to a segment of their own, which is never written again. Later entries override earlier ones.
 *
 * ```
 * _ledger/x.zarr/slices/index.json
 *                      /000000.json
 * ```
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Companion } from '../contracts/cube-store.js';
import type { Storage } from '../contracts/storage.js';
import { getJson } from '../engine/json-object.js';
import { type LabelRun, labelRuns, labelsOfRuns } from './label-runs.js';
import type { Label } from './labels.js';

const INDEX = 'slices/index.json';
/** Entries in a segment. */
const SEGMENT = 256;

/** What one version of a slice brought to the cube. */
export interface SliceEntry {
  /** Address of the slice, without credentials. */
  readonly source: string;
  readonly size: number;
  readonly version: string;
  /** Its labels as the cube stores them; empty where the cube holds nothing of it any more. */
  readonly labels: readonly LabelRun[];
}

interface IndexDocument {
  readonly format: 1;
  /** Another one with each commit. */
  readonly revision: string;
  /** Number of segments. */
  readonly segments: number;
  readonly entries: readonly SliceEntry[];
}

/** The slices of a cube. */
export class SliceLedger {
  readonly #entries = new Map<string, SliceEntry>();
  #tail: readonly SliceEntry[] = [];
  #segments = 0;
  #revision: string | undefined;

  /** Reads the ledger: the index, and its segments. @throws CO_LEDGER_UNREADABLE */
  static async open(storage: Storage): Promise<SliceLedger> {
    const ledger = new SliceLedger();
    const index = await getJson<IndexDocument>(storage, INDEX);
    if (!index) return ledger;
    const names = Array.from({ length: index.segments }, (_, at) => segmentKey(at));
    const segments = await Promise.all(names.map((name) => getJson<{ entries: SliceEntry[] }>(storage, name)));
    for (const segment of segments) ledger.#apply(segment?.entries ?? []);
    ledger.#apply(index.entries);
    ledger.#tail = index.entries;
    ledger.#segments = index.segments;
    ledger.#revision = index.revision;
    return ledger;
  }

  /** Whether the ledger in `storage` is still the one that this one was read from, or last written as. */
  async isCurrent(storage: Storage): Promise<boolean> {
    return (await getJson<IndexDocument>(storage, INDEX))?.revision === this.#revision;
  }

  /** What the cube holds of a source. */
  entry(source: string): SliceEntry | undefined {
    return this.#entries.get(source);
  }

  /** All sources of which the cube holds something. */
  entries(): IterableIterator<SliceEntry> {
    return this.#entries.values();
  }

  /**
   * Entries that take labels from those who have them, for slices that bring them anew; none where nobody has them.
   *
   * @param taken labels, and the source that has each from now on
   */
  without(taken: ReadonlyMap<Label, string | undefined>): SliceEntry[] {
    if (taken.size === 0) return [];
    const changed: SliceEntry[] = [];
    for (const entry of this.#entries.values()) {
      const labels = labelsOfRuns(entry.labels);
      const left = labels.filter((label) => !taken.has(label) || taken.get(label) === entry.source);
      if (left.length < labels.length) changed.push({ ...entry, labels: labelRuns(left) });
    }
    return changed;
  }

  /** The documents that record these entries, for the commit that makes them true; and how to take them over once it has happened. */
  record(entries: readonly SliceEntry[]): { companions: Companion[]; done(): void } {
    const full = this.#tail.length + entries.length > SEGMENT;
    const tail = full ? entries : [...this.#tail, ...entries];
    const segments = this.#segments + (full ? 1 : 0);
    const revision = randomUUID();
    const index: IndexDocument = { format: 1, revision, segments, entries: tail };
    const segment = { key: segmentKey(this.#segments), document: { format: 1, entries: this.#tail } };
    const done = () => {
      this.#apply(entries);
      this.#tail = tail;
      this.#segments = segments;
      this.#revision = revision;
    };
    return { companions: [...(full ? [segment] : []), { key: INDEX, document: index }], done };
  }

  #apply(entries: readonly SliceEntry[]): void {
    for (const entry of entries) {
      if (entry.labels.length > 0) this.#entries.set(entry.source, entry);
      else this.#entries.delete(entry.source);
    }
  }
}

function segmentKey(at: number): string {
  return `slices/${String(at).padStart(6, '0')}.json`;
}
