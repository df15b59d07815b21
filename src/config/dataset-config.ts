import type { ConfigProblem } from '../errors/config-errors.js';
import type { DatasetConfigDocument } from './dataset-config.generated.js';

/** One dataset's config: found, merged with its parents and the override, checked, and frozen. */
export interface DatasetConfig {
  /** What the config says. Frozen through and through. */
  readonly document: DatasetConfigDocument;
  /** Path or address of the file that was asked for. */
  readonly file: string;
  /** Name of the dataset, without an ending `.json`. */
  readonly name: string;
  readonly format: 'parquet' | 'zarr';
  /** What a run should tell: unknown keys, unknown units, settings without effect. */
  readonly warnings: readonly ConfigProblem[];
  /** 16 hexadecimal digits over what decides how a file looks in the dataset. */
  readonly hash: string;
}
