/**
 * What is learnt of a file by looking at it before there is a config: its variables with their types and attributes, and where
 * and when it lies.
 *
 * @module
 */
import type { Attributes } from '../attributes.js';
import type { StoredType } from '../data-type.js';
import type { Dataset } from '../dataset.js';
import type { ColumnType } from '../table/column.js';

/** The least and the greatest value of a variable, and how many it has. */
export interface ValueExtent {
  /** Nanoseconds since 1970 for a time. */
  readonly least: number | bigint;
  readonly greatest: number | bigint;
  readonly count: number;
  /** Places without a value, those of times that cannot be held among them. */
  readonly missing: number;
}

/** One variable of a file, or one column. */
export interface InspectedVariable {
  readonly name: string;
  /** The type of its values: unpacked, times as times, chars as texts. */
  readonly type: ColumnType;
  /** The type that the file stores; none for a column. */
  readonly stored?: StoredType | undefined;
  /** Without that of the length of texts; none for a column. */
  readonly dimensions: readonly string[];
  readonly shape: readonly number[];
  readonly chunkShape?: readonly number[] | undefined;
  readonly attributes: Attributes;
  /** Of all columns of numbers and times, and of variables that may have a role; absent where there is no value at all. */
  readonly extent?: ValueExtent | undefined;
  /** What changes when its values do; of arrays of moderate size that do not vary in time. */
  readonly digest?: string | undefined;
  /** Whether it is a column of texts that are lists of numbers: `10.5,9.8,7.1`. */
  readonly isList?: boolean | undefined;
}

/** Something that the file leaves open, with what was taken. */
export interface InspectionNote {
  readonly subject: string;
  readonly text: string;
  /** Whether a person should look at it before publishing. */
  readonly isDoubt?: boolean | undefined;
}

/** What a file is. */
export interface Inspection {
  readonly uri: string;
  /** `netcdf3`, `hdf5`, `zarr`, `geotiff`, `csv`, `parquet`. */
  readonly format: string;
  readonly bytes: number;
  /** Of arrays; empty for a table. */
  readonly dimensions: ReadonlyMap<string, number>;
  readonly variables: readonly InspectedVariable[];
  readonly attributes: Attributes;
  /** Of a table. */
  readonly rows?: number | undefined;
  /** Whether only a part of the file was looked at. */
  readonly isPartial?: boolean | undefined;
  /** How the file has to be read, by the keys of a config: `{ csv_config: … }`. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly notes: readonly InspectionNote[];
  /** The opened arrays with their chars as texts, for whoever needs their values. */
  readonly dataset?: Dataset | undefined;
  /** Releases the file. */
  close(): Promise<void>;
}
