/**
 * What a reader of a published dataset sees, whatever its format: what is in it, where and when it lies, and the rows that fit a
 * selection. Each format fulfils it in a folder of its own below `src/query`.
 *
 * @module
 */
import type { Attributes } from '../model/attributes.js';
import type { Role } from '../model/cf/roles.js';
import type { Table } from '../model/table/table.js';

/** A span of time: nanoseconds since 1970-01-01, both ends within it; open at an end that is absent. */
export interface TimeSpan {
  readonly start?: bigint | undefined;
  readonly end?: bigint | undefined;
}

/** A box in degrees, its edges within it. `west` greater than `east` goes across the antimeridian. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** A place in degrees. */
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

/** How a column's value relates to a condition's. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A condition on one column; `value` is a text, to be read as the column's type asks. Rows without a value never fit. */
export interface Condition {
  readonly column: string;
  readonly operator: Operator;
  readonly value: string;
}

/** Which rows and columns are wanted. All that is named must hold. */
export interface Selection {
  readonly time?: TimeSpan | undefined;
  readonly box?: Box | undefined;
  /** The place whose nearest position (on the sphere) alone is wanted: of a grid the nearest cell, of a table all rows at the nearest position. */
  readonly point?: Point | undefined;
  /** Columns in the order wanted; all by default. */
  readonly columns?: readonly string[] | undefined;
  readonly where?: readonly Condition[] | undefined;
}

/** One column of a table, or one variable of a cube. */
export interface VariableDescription {
  readonly name: string;
  /** Its type as stored: `float`, `timestamp[ns]`; `int16` for a Zarr array. */
  readonly type: string;
  /** None for a table. */
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly chunkShape?: readonly number[] | undefined;
  readonly attributes: Attributes;
}

/** What is known of a dataset from its metadata and ledger, without reading its data. */
export interface DatasetDescription {
  readonly name: string;
  readonly uri: string;
  /** `parquet`, `zarr`. */
  readonly format: string;
  readonly attributes: Attributes;
  readonly variables: readonly VariableDescription[];
  /** Names of the partitions of a table, in the order of its folders. */
  readonly partitions: readonly string[];
  /** Which variable has which role. */
  readonly roles: ReadonlyMap<Role, string>;
  readonly rows?: number | undefined;
  readonly temporalExtent?: Required<TimeSpan> | undefined;
  /** Whether the extent is that of the values, or only of the partitions that hold them. */
  readonly temporalExtentFrom?: 'values' | 'partitions' | undefined;
  readonly spatialExtent?: Box | undefined;
  readonly spatialExtentFrom?: 'values' | 'partitions' | undefined;
}

/** A dataset that somebody published, opened for reading. Nothing of its data is read before it is asked for. */
export interface PublishedDataset {
  readonly uri: string;
  readonly format: string;
  describe(): Promise<DatasetDescription>;
  /**
   * The rows that fit, table after table of bounded size. Partitions, row groups and chunks that cannot fit are not read.
   *
   * @throws CO_COLUMN_UNKNOWN, CO_QUERY_…, or a storage error
   */
  select(selection: Selection): AsyncIterable<Table>;
  /** Releases connections. */
  close(): Promise<void>;
}
