import type { Selection } from '../../contracts/published-dataset.js';
import type { Role } from '../../model/cf/roles.js';
import type { DatasetField } from './schema.js';

/** What is asked of a dataset. */
export interface DatasetQuestion {
  readonly uri: string;
  readonly selection: Selection;
  readonly roles: ReadonlyMap<Role, string>;
  /** All columns of the dataset. */
  readonly fields: ReadonlyMap<string, DatasetField>;
  /** Columns that are looked at, beside those that are wanted. */
  readonly lookedAt: readonly string[];
  /** Columns that are wanted, in their order. */
  readonly wanted: readonly string[];
}
