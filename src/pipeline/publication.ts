import type { SourceFile } from '../contracts/reader.js';
import type { Storage } from '../contracts/storage.js';
import type { Ledger } from '../engine/ledger/ledger.js';
import type { DatasetLock } from '../engine/lock/dataset-lock.js';
import type { RunObserver } from './events.js';
import type { Run } from './run.js';

/** Where a run publishes. */
export interface PublicationPlace {
  /** Address of the dataset, for people. */
  readonly target: string;
  /** The dataset's own folder. */
  readonly dataset: Storage;
  /** The ledger's own folder. */
  readonly ledger: Storage;
  readonly observer: RunObserver;
}

/** How sources become part of a dataset, by its format: rows of a table, or steps of a cube. */
export interface Publication {
  /** Repairs what a crash left, and reads the ledger. */
  open(lock: DatasetLock): Promise<Ledger>;
  /** How many tasks there are for the workers, at least. */
  tasksOf(todo: readonly SourceFile[]): number;
  /** Publishes all sources, batch by batch. */
  publish(run: Run, todo: readonly SourceFile[]): Promise<void>;
  /** `clear_existing_data`: removes everything that these sources did not bring. */
  removeEverythingElse(run: Run, sources: readonly SourceFile[]): Promise<void>;
}
