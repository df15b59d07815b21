import type { Failure } from '../errors/index.js';

/** An attribute that becomes another, comes (`old` is absent) or goes (`new` is absent). Plain JSON. */
export interface AttributeChange {
  /** The variable that has it; `null` for the dataset itself. */
  readonly variable: string | null;
  readonly attribute: string;
  readonly old?: unknown;
  readonly new?: unknown;
}

/** Something that the config asks for and that stays as it is stored, with the reason. */
export interface LeftAlone extends Failure {
  readonly variable: string;
  readonly attribute: string;
  /** Absent where nothing is stored. */
  readonly stored?: unknown;
  readonly asked?: unknown;
}

/** What becomes of the metadata of a dataset. */
export interface MetadataRevision {
  /** `changed` also where only the notation of a document changes. */
  readonly outcome: 'changed' | 'unchanged';
  readonly changes: readonly AttributeChange[];
  readonly left: readonly LeftAlone[];
  /** Keys of the documents that are put, or that would be. */
  readonly documents: readonly string[];
  /** What was repaired before, of an earlier run that was killed. */
  readonly repaired?: string | undefined;
}

/** Changes of meaning that a person vouches for: `TEMP.units`. */
export type Accepted = ReadonlySet<string>;
