import type { DatasetConfig } from '../config/index.js';
import type { Executor } from '../contracts/executor.js';
import type { Storage } from '../contracts/storage.js';
import type { Ledger } from '../engine/ledger/ledger.js';
import type { DatasetLock } from '../engine/lock/dataset-lock.js';
import type { RunObserver } from './events.js';
import type { Handler } from './handler.js';
import type { SourceResult } from './publish-source.js';
import { SummaryBuilder } from './summary.js';

/** What a run works with. */
export interface RunParts {
  readonly config: DatasetConfig;
  readonly handler: Handler;
  readonly executor: Executor;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledgerStorage: Storage;
  readonly ledger: Ledger;
  readonly lock: DatasetLock;
  readonly observer: RunObserver;
  /** Ends the run between two sources. */
  readonly signal: AbortSignal;
}

/** A run under way: its parts, and what has become of its sources so far. */
export class Run implements RunParts {
  readonly config;
  readonly handler;
  readonly executor;
  readonly dataset;
  readonly ledgerStorage;
  readonly ledger;
  readonly lock;
  readonly observer;
  readonly signal;
  readonly summary = new SummaryBuilder();
  #failedWhenToldToStop = false;
  readonly #sidecars = new Map<string, Uint8Array>();

  constructor(parts: RunParts) {
    this.config = parts.config;
    this.handler = parts.handler;
    this.executor = parts.executor;
    this.dataset = parts.dataset;
    this.ledgerStorage = parts.ledgerStorage;
    this.ledger = parts.ledger;
    this.lock = parts.lock;
    this.observer = parts.observer;
    this.signal = parts.signal;
  }

  /** Whether no further source is to be begun: interrupted, or a source failed under `raise_error`. */
  get stopped(): boolean {
    return this.signal.aborted || this.#failedWhenToldToStop;
  }

  /** Tells of a source that is done. A failure counts at once, a success once it is committed. */
  finished(result: SourceResult): void {
    if (result.failure) this.summary.add(result);
    if (result.failure && this.config.document.run_settings?.raise_error) this.#failedWhenToldToStop = true;
    this.observer({ type: 'source', result });
  }

  /** Counts the sources of a commit, and tells of it. */
  committed(published: readonly SourceResult[]): void {
    for (const result of published) this.summary.add(result);
    const rows = published.reduce((sum, result) => sum + result.rows, 0);
    this.observer({ type: 'commit', sources: published.length, rows });
  }

  /** Puts the handler's sidecars where the dataset has others. What this run has written is not read again. */
  async putSidecars(): Promise<void> {
    for (const { key, data } of await this.handler.postprocess()) {
      const there = this.#sidecars.get(key) ?? (await this.dataset.get(key));
      if (!there || !Buffer.from(there).equals(data)) await this.dataset.put(key, data);
      this.#sidecars.set(key, data);
    }
  }
}
