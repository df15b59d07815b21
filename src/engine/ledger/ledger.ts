/**
 * The ledger of one dataset. Its state is the sum of the documents in `batches/`, later ones overriding earlier ones; work
 * under way is told by the intents in `intents/<batch>/`.
 *
 * ```
 * _ledger/argo.parquet/lock.json
 *                     /batches/000000007-3f9a2c.json     committed
 *                     /intents/3f9a2c/000012.json        objects that may be there without being committed
 * ```
 *
 * @module
 */
import type { LedgerCommit, LedgerEntry, LedgerFailure } from '../../contracts/ledger.js';
import type { Storage } from '../../contracts/storage.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { getJson, putJson } from '../json-object.js';
import { entriesOf, type LedgerDocument, toDocument } from './document.js';

/** Documents smaller than this are merged; a merged document grows no larger. */
const SEGMENT_ENTRIES = 10_000;
/** How many small documents may lie about before they are merged. */
const MANY_DOCUMENTS = 32;

const BATCHES = 'batches/';

/** A commit on its way into the ledger. */
export interface PreparedCommit {
  /** Key relative to the ledger's own folder. */
  readonly key: string;
  readonly document: LedgerDocument;
}

export class Ledger {
  readonly #storage: Storage;
  readonly #entries = new Map<string, { document: string; entry: LedgerEntry }>();
  readonly #failures = new Map<string, LedgerFailure>();
  /** Sizes of the documents in force, by name. */
  readonly #documents = new Map<string, number>();
  readonly #pending = new Map<string, LedgerDocument>();
  readonly #superseded: string[] = [];
  #sequence = 0;

  private constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Reads the ledger in `storage` (the ledger's own folder): one listing and one read for each document.
   *
   * @throws CO_LEDGER_UNREADABLE
   */
  static async open(storage: Storage): Promise<Ledger> {
    const ledger = new Ledger(storage);
    const names: string[] = [];
    for await (const { key } of storage.list(BATCHES)) names.push(key);
    for (const [name, document] of await ledger.#inForce(names)) ledger.#apply(name, document);
    return ledger;
  }

  /** What the dataset holds of this source. */
  entry(source: string): LedgerEntry | undefined {
    return this.#entries.get(source)?.entry;
  }

  /** All sources of the dataset. */
  *entries(): IterableIterator<LedgerEntry> {
    for (const { entry } of this.#entries.values()) yield entry;
  }

  /** Addresses of all sources that are in the dataset or failed. */
  sources(): Set<string> {
    return new Set([...this.#entries.keys(), ...this.#failures.keys()]);
  }

  /** How many sources the dataset holds. */
  get size(): number {
    return this.#entries.size;
  }

  /** The last failure of a source since it was last published. */
  failure(source: string): LedgerFailure | undefined {
    return this.#failures.get(source);
  }

  /** Removals that a crash kept from being carried out. */
  get pendingRemovals(): readonly string[] {
    return [...this.#pending.values()].flatMap(({ removals }) => removals);
  }

  /** Records a commit: with this one put, it has happened. Its removals are then the caller's to carry out, and to {@link settle}. */
  async commit(batch: string, commit: LedgerCommit): Promise<void> {
    const prepared = this.prepare(batch, commit);
    await putJson(this.#storage, prepared.key, prepared.document, { ifAbsent: true });
    this.apply(prepared);
  }

  /** The document that records a commit, for who puts it as a part of something greater, and then calls {@link apply}. */
  prepare(batch: string, commit: LedgerCommit): PreparedCommit {
    const document = toDocument(commit, this.#sequence + 1);
    return { key: documentName(document.sequence, batch), document };
  }

  /** Takes over what a document that is now put records. */
  apply({ key, document }: PreparedCommit): void {
    this.#apply(key, document);
  }

  /** Records that all pending removals are carried out. */
  async settle(): Promise<void> {
    for (const [name, document] of this.#pending) {
      await putJson(this.#storage, name, { ...document, removals: [] });
      this.#pending.delete(name);
    }
    if (this.#superseded.length > 0) await this.#storage.delete(this.#superseded.splice(0));
  }

  /** Merges small documents into one when there are many, so that opening the ledger stays cheap. */
  async merge(batch: string): Promise<void> {
    const small = [...this.#documents].filter(([, size]) => size < SEGMENT_ENTRIES).map(([name]) => name);
    if (small.length < MANY_DOCUMENTS) return;
    const names = this.#takeUntilFull(small);
    const document = toDocument(await this.#contentsOf(new Set(names)), this.#sequence + 1, names);
    const merged = documentName(document.sequence, batch);
    await putJson(this.#storage, merged, document, { ifAbsent: true });
    for (const name of names) this.#documents.delete(name);
    this.#apply(merged, document);
    await this.#storage.delete(names);
  }

  /** As many of the documents as fit in one segment. */
  #takeUntilFull(names: readonly string[]): string[] {
    let total = 0;
    return names.filter((name) => {
      total += this.#documents.get(name) ?? 0;
      return total <= 2 * SEGMENT_ENTRIES;
    });
  }

  /** What the ledger still holds of these documents; sources forgotten in them stay forgotten for the documents that remain. */
  async #contentsOf(names: ReadonlySet<string>): Promise<LedgerCommit> {
    const entries = [...this.#entries.values()].filter(({ document }) => names.has(document));
    const documents = await Promise.all([...names].map((name) => this.#read(name)));
    const forgotten = new Set(documents.flatMap((document) => document.forgotten));
    const failed = new Set(documents.flatMap((document) => document.failures.map(({ source }) => source)));
    return {
      entries: entries.map(({ entry }) => entry),
      forgotten: [...forgotten].filter((source) => !this.#entries.has(source)),
      failures: [...this.#failures.values()].filter(({ source }) => failed.has(source)),
      removals: [],
    };
  }

  /**
   * The documents that count, in their order. A merged document and those it stands for may both be there after a crash; it
   * bears the later number, so the latest are read first, and what they stand for is not read at all.
   */
  async #inForce(names: readonly string[]): Promise<[name: string, document: LedgerDocument][]> {
    const merged = new Set<string>();
    const documents: [string, LedgerDocument][] = [];
    for (const name of names.toSorted().reverse()) {
      if (merged.has(name)) {
        this.#superseded.push(name);
        continue;
      }
      const document = await this.#read(name);
      for (const superseded of document.merges) merged.add(superseded);
      documents.unshift([name, document]);
    }
    return documents;
  }

  async #read(name: string): Promise<LedgerDocument> {
    const document = await getJson<LedgerDocument>(this.#storage, name);
    if (document?.format !== 1) {
      const reason = document ? `its format is '${String(document.format)}', not 1` : 'it has gone';
      throw new CloudOptimisedError('CO_LEDGER_UNREADABLE', { uri: this.#storage.root + name, reason });
    }
    return document;
  }

  #apply(name: string, document: LedgerDocument): void {
    this.#sequence = Math.max(this.#sequence, document.sequence);
    this.#documents.set(name, document.entries.length);
    if (document.removals.length > 0) this.#pending.set(name, document);
    for (const source of document.forgotten) {
      this.#entries.delete(source);
      this.#failures.delete(source);
    }
    for (const [source, entry] of entriesOf(document)) {
      this.#entries.set(source, { document: name, entry });
      this.#failures.delete(source);
    }
    // Last: a merged document may hold a source's entry and a failure, which then came later.
    for (const failure of document.failures) this.#failures.set(failure.source, failure);
  }
}

function documentName(sequence: number, batch: string): string {
  return `${BATCHES}${String(sequence).padStart(9, '0')}-${batch}.json`;
}
