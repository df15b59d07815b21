/**
 * What a dataset remembers of the sources it is made of. One ledger lies beside each dataset, under
 * `<output>/_ledger/<dataset>.<format>/`; it needs no server.
 *
 * @module
 */
import type { Failure } from '../errors/index.js';

/** What one version of a source brought to the dataset. */
export interface LedgerEntry {
  /** Address of the source, without credentials. */
  readonly source: string;
  /** Bytes of the source. */
  readonly size: number;
  /** Its etag, or the time of its last change. */
  readonly version: string;
  /** Hash of what in the config decides the result. */
  readonly config: string;
  readonly rows: number;
  /** Keys of the objects written, relative to the dataset's root. */
  readonly objects: readonly string[];
  /** Rows left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Of a cube: the labels of the rows that are the source's, as the cube stores them. */
  readonly labels?: readonly string[] | undefined;
  /** Of a cube: labels that another source has brought anew since. Where one of these goes, this source is published again. */
  readonly lost?: readonly string[] | undefined;
}

/** The last failure of a source that is not in the dataset, or whose earlier version still is. */
export interface LedgerFailure extends Failure {
  readonly source: string;
}

/** What becomes visible in one commit. */
export interface LedgerCommit {
  /** Sources whose objects are in place. */
  readonly entries: readonly LedgerEntry[];
  /** Sources that are in the dataset no longer. */
  readonly forgotten: readonly string[];
  readonly failures: readonly LedgerFailure[];
  /** Keys of objects to remove once the commit is recorded. */
  readonly removals: readonly string[];
}

/** The objects that a work unit is about to write, recorded before the first of them. */
export interface Intent {
  readonly source: string;
  /** Keys relative to the dataset's root. */
  readonly objects: readonly string[];
}
