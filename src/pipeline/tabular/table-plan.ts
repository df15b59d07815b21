import type { DatasetConfig, VariableFunction } from '../../config/index.js';
import type { Field, TableEncoding } from '../../contracts/table-writer.js';
import { PERIODS, type Period } from '../../model/partition/period.js';
import type { CellRule } from '../../model/partition/polygon-cell.js';
import type { ColumnType } from '../../model/table/column.js';
import { columnType } from '../../model/table/schema-types.js';

/** How a config wants rows to be made, with all defaults filled in. */
export interface TablePlan {
  /** Columns of the dataset in their order: the schema's, then the added ones. */
  readonly fields: readonly Field[];
  /** The fields that objects hold: those that the folders are named after are not stored again. */
  readonly stored: readonly Field[];
  /** Attributes of each field as the config has them. */
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Variables of the source that are left out. */
  readonly dropped: ReadonlySet<string>;
  /** Columns that are not variables of the source, in their order. */
  readonly added: readonly AddedColumn[];
  /** Columns that the folders are named after, outermost first. */
  readonly partitions: readonly string[];
  readonly time: TimePartition | undefined;
  readonly space: SpacePartition | undefined;
  readonly encoding: TableEncoding;
}

/** A column that `add_variables` asks for. */
export interface AddedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** `@filename`, `@global_attribute:…` and so on. */
  readonly source: string;
  /** The config's `_FillValue`, for attributes that are absent or blank. */
  readonly fill: unknown;
  /** How it is computed, where its source is `@function`. */
  readonly computed: VariableFunction | undefined;
}

/** Partition by period. */
export interface TimePartition {
  /** The column of period starts. */
  readonly column: string;
  readonly variable: string;
  readonly period: Period;
}

/** Partition by cell. */
export interface SpacePartition {
  /** The column of cells. */
  readonly column: string;
  readonly latitude: string;
  readonly longitude: string;
  /** Degrees. */
  readonly resolution: number;
  readonly rule: CellRule;
}

interface SchemaEntry {
  readonly type?: string | undefined;
  readonly [attribute: string]: unknown;
}

const FUNCTION = '@function:';

/** Reads the plan from a config that is valid. */
export function planTable({ document }: DatasetConfig): TablePlan {
  const transformation = document.schema_transformation ?? {};
  const dropped = new Set(transformation.drop_variables ?? []);
  const added = Object.entries(transformation.add_variables ?? {});
  const entries = [...Object.entries(document.schema), ...added.map(([name, { schema }]) => [name, schema] as const)];
  const kept = entries.filter(([name]) => !dropped.has(name)) as [string, SchemaEntry][];
  const partitioning = transformation.partitioning ?? [];
  const partitions = partitioning.map(({ source_variable }) => source_variable);
  const fields = [...new Map(kept.map(([name, entry]) => [name, toField(name, entry)])).values()];
  return {
    fields,
    stored: fields.filter(({ name }) => !partitions.includes(name)),
    attributes: new Map(kept),
    dropped,
    added: added.map(([name, { source, schema }]) => ({
      name,
      source,
      type: typeOf(schema),
      fill: schema._FillValue,
      computed: source.startsWith(FUNCTION) ? transformation.functions?.[source.slice(FUNCTION.length)] : undefined,
    })),
    partitions,
    time: timePartition(partitioning),
    space: spacePartition(partitioning),
    encoding: encodingOf(document.parquet),
  };
}

type Document = DatasetConfig['document'];
type Partitioning = NonNullable<NonNullable<Document['schema_transformation']>['partitioning']>;

/** As in AODN's tool, the block counts, not `type`; the last one wins for time, the first for space. */
function timePartition(partitioning: Partitioning): TimePartition | undefined {
  const entry = partitioning.findLast(({ time_extent }) => time_extent);
  if (!entry?.time_extent) return undefined;
  const { time_varname = 'TIME', partition_period } = entry.time_extent;
  const period = PERIODS.find((known) => known === partition_period) ?? 'M';
  return { column: entry.source_variable, variable: time_varname, period };
}

function spacePartition(partitioning: Partitioning): SpacePartition | undefined {
  const entry = partitioning.find(({ spatial_extent }) => spatial_extent);
  if (!entry?.spatial_extent) return undefined;
  const {
    lat_varname = 'LATITUDE',
    lon_varname = 'LONGITUDE',
    spatial_resolution = 5,
    cell = 'aodn',
  } = entry.spatial_extent;
  const names = { column: entry.source_variable, latitude: lat_varname, longitude: lon_varname };
  return { ...names, resolution: spatial_resolution, rule: cell };
}

function encodingOf(block: Document['parquet']): TableEncoding {
  const { compression = 'SNAPPY', row_group_rows: rowGroupRows = 20_000, dictionary = true } = block ?? {};
  return { compression, rowGroupRows, dictionary };
}

function toField(name: string, entry: SchemaEntry): Field {
  const metadata = Object.entries(entry).map(([key, value]) => [key, asText(value)] as const);
  return { name, type: typeOf(entry), metadata: Object.fromEntries(metadata) };
}

/** Validation has made sure that the type is known. */
function typeOf(entry: SchemaEntry): ColumnType {
  return columnType(entry.type ?? '') ?? 'string';
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
