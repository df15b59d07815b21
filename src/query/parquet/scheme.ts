/**
 * What the folders of a dataset mean.
 *
 * @module
 */
import type { HiveKey } from '../../formats/parquet/hive-keys.js';
import type { Role } from '../../model/cf/roles.js';
import { findRoles } from '../../model/cf/roles.js';
import { PERIODS, type Period } from '../../model/partition/period.js';
import type { CellRule } from '../../model/partition/polygon-cell.js';
import { castColumn } from '../../model/table/cast.js';
import { type Column, type ColumnType, constantColumn, nullColumn } from '../../model/table/column.js';
import type { DatasetSchema } from './schema.js';

/** What the folders of a dataset mean. */
export interface PartitionScheme {
  /** Names of the partitions, outermost first. */
  readonly names: readonly string[];
  /** The partition of starts of periods of the times in `roles`, where the writer has told it. */
  readonly time: { readonly name: string; readonly period: Period } | undefined;
  /** The partition of cells of the positions in `roles`, where the writer has told it. */
  readonly space: { readonly name: string; readonly rule: CellRule } | undefined;
  readonly roles: ReadonlyMap<Role, string>;
}

/** An entry of a config's `partitioning`, as the sidecar tells it. */
interface ToldPartition {
  readonly source_variable?: unknown;
  readonly time_extent?: { readonly time_varname?: unknown; readonly partition_period?: unknown };
  readonly spatial_extent?: { readonly lat_varname?: unknown; readonly lon_varname?: unknown; readonly cell?: unknown };
}

/**
 * What folders mean, as far as it is certain.
 *
 * @param keys what the folders of one object say
 * @param isMixed whether folders of before stand beside those that the config tells of, because it was changed and not run over all sources
 */
export function schemeOf(
  { fields, partitioning }: DatasetSchema,
  keys: readonly HiveKey[],
  isMixed: boolean,
): PartitionScheme {
  const told = partitioning as readonly ToldPartition[];
  const names = keys.length > 0 ? keys.map(({ name }) => name) : told.map((entry) => String(entry.source_variable));
  const isThere = (name: unknown) => typeof name === 'string' && names.includes(name);
  const time = told.findLast((entry) => entry.time_extent && isThere(entry.source_variable));
  const space = told.find((entry) => entry.spatial_extent && isThere(entry.source_variable));
  return {
    names,
    time: time && !isMixed ? toldTime(time) : undefined,
    space: space && !isMixed ? toldSpace(space) : undefined,
    roles: rolesOf(fields, names, time, space),
  };
}

function toldTime({ source_variable, time_extent }: ToldPartition): PartitionScheme['time'] {
  const period = PERIODS.find((known) => known === time_extent?.partition_period);
  return { name: String(source_variable), period: period ?? 'M' };
}

function toldSpace({ source_variable, spatial_extent }: ToldPartition): PartitionScheme['space'] {
  return { name: String(source_variable), rule: spatial_extent?.cell === 'grid' ? 'grid' : 'aodn' };
}

/** What the writer has told goes before what names and attributes tell. */
function rolesOf(
  fields: DatasetSchema['fields'],
  partitions: readonly string[],
  time: ToldPartition | undefined,
  space: ToldPartition | undefined,
): ReadonlyMap<Role, string> {
  const candidates = [...fields.values()].filter(({ name }) => !partitions.includes(name));
  const found = findRoles(candidates.map(({ name, attributes }) => ({ name, dimensions: [], attributes })));
  const roles = new Map([...found].map(([role, { variable, others }]) => [role, fitting(role, [variable, ...others])]));
  const tell = (role: Role, name: unknown) => {
    if (typeof name === 'string' && fields.has(name)) roles.set(role, name);
  };
  if (time) tell('time', time.time_extent?.time_varname ?? 'TIME');
  if (space) {
    tell('latitude', space.spatial_extent?.lat_varname ?? 'LATITUDE');
    tell('longitude', space.spatial_extent?.lon_varname ?? 'LONGITUDE');
  }
  return roles;

  /** The best one of a type that can be compared as times, or as degrees. */
  function fitting(role: Role, names: readonly string[]): string {
    const wanted = role === 'time' ? /^(timestamp|date|string)/ : /^(u?int|float)/;
    return names.find((name) => wanted.test(fields.get(name)?.type ?? '')) ?? (names[0] as string);
  }
}

/** A column of a folder's value, as a text of the field's type. @throws CO_COLUMN_CAST */
export function columnOfKey({ name, value }: HiveKey, type: ColumnType, rows: number, uri: string): Column {
  if (value === null) return nullColumn(type, rows);
  return castColumn(constantColumn('string', value, rows), type, { uri, column: name });
}

/** The type of a folder's values that no sidecar tells of: whole numbers where all are, otherwise texts. */
export function typeOfKeys(values: readonly (string | null)[]): ColumnType {
  const isWhole = values.every((value) => value === null || /^(0|-?[1-9]\d{0,17})$/.test(value));
  return isWhole && values.some((value) => value !== null) ? 'int64' : 'string';
}
