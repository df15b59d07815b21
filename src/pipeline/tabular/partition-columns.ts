/**
 * The columns that place a row in time and space, and the rows that cannot be placed.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { periodStarts } from '../../model/partition/period.js';
import { polygonColumn } from '../../model/partition/polygon-cell.js';
import { parseMoment } from '../../model/table/cast/parse-time.js';
import { castColumn } from '../../model/table/cast.js';
import { type CodedColumn, type FixedColumn, isFixed } from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';
import { TIME_OUT_OF_RANGE } from '../../model/table/time-limits.js';
import type { SourceContext } from '../handler.js';
import type { SpacePartition, TablePlan, TimePartition } from './table-plan.js';

const FIRST_TIME = BigInt(Date.UTC(1900, 0)) * 1_000_000n;

/**
 * The column that partitions by time, as nanoseconds since 1970. A text that tells a time beyond what these can hold stands as
 * {@link TIME_OUT_OF_RANGE}: it costs its own row, not the file.
 *
 * @throws CO_VARIABLE_MISSING, CO_COLUMN_CAST
 */
export function timeColumn(table: Table, time: TimePartition, uri: string): FixedColumn {
  const reason = 'which partitions the dataset by time';
  if (!table.has(time.variable))
    throw new CloudOptimisedError('CO_VARIABLE_MISSING', { uri, variable: time.variable, reason });
  const column = table.column(time.variable);
  const where = { uri, column: time.variable };
  const moments = isFixed(column) ? undefined : momentsOf(column);
  return moments ?? (castColumn(column, 'timestamp[ns]', where) as FixedColumn);
}

/** The times that texts tell, or `undefined` where one of them tells none. */
function momentsOf({ categories, codes }: CodedColumn): FixedColumn | undefined {
  const moments = categories.map((text) => parseMoment(String(text).trim()));
  if (moments.includes(undefined)) return undefined;
  const values = new BigInt64Array(codes.length);
  const nulls = new Uint8Array(codes.length);
  codes.forEach((code, row) => {
    if (code === -1) nulls[row] = 1;
    else values[row] = heldBy64Bits(moments[code] as bigint);
  });
  return { type: 'timestamp[ns]', values, nulls };
}

function heldBy64Bits(moment: bigint): bigint {
  return BigInt.asIntN(64, moment) === moment ? moment : TIME_OUT_OF_RANGE;
}

/** The start of each row's period in seconds since 1970; rows without a time have none. */
export function periodColumn(times: FixedColumn, { period }: TimePartition): FixedColumn {
  const { values, nulls } = times;
  return { type: 'int64', values: periodStarts(values as BigInt64Array, period, nulls), nulls };
}

/**
 * Keeps rows with a time from 1900 to the end of next year; counts the other observations as
 * `time_missing` and `time_out_of_range`.
 */
export function keepTimes(table: Table, times: FixedColumn, { report }: SourceContext): Uint8Array {
  const last = BigInt(Date.UTC(new Date().getUTCFullYear() + 2, 0)) * 1_000_000n;
  const values = times.values as BigInt64Array;
  const keep = new Uint8Array(values.length).fill(1);
  let missing = 0;
  let outOfRange = 0;
  for (let row = 0; row < keep.length; row++) {
    const time = values[row] as bigint;
    if (times.nulls?.[row] === 1) missing++;
    else if (time < FIRST_TIME || time >= last) outOfRange++;
    else continue;
    keep[row] = 0;
  }
  report.drop('time_missing', missing / table.repeats);
  report.drop('time_out_of_range', outOfRange / table.repeats);
  return keep;
}

/** Latitude and longitude of each row in degrees, not-a-number where there is none. */
export interface Positions {
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
}

/** @throws CO_VARIABLE_MISSING, CO_COLUMN_CAST */
export function positionsOf(table: Table, { latitude, longitude }: SpacePartition, uri: string): Positions {
  return { latitudes: degrees(table, latitude, uri), longitudes: degrees(table, longitude, uri) };
}

/**
 * Keeps rows with a position within the schema's `valid_min` and `valid_max` of latitude and longitude (by default the whole
 * globe); counts the other observations as `position_missing` and `position_out_of_range`.
 */
export function keepPositions(table: Table, positions: Positions, plan: TablePlan, context: SourceContext): Uint8Array {
  const { latitudes, longitudes } = positions;
  const [south, north] = validRange(plan, plan.space?.latitude, 90);
  const [west, east] = validRange(plan, plan.space?.longitude, 180);
  const keep = new Uint8Array(latitudes.length).fill(1);
  let missing = 0;
  let outOfRange = 0;
  for (let row = 0; row < keep.length; row++) {
    const latitude = latitudes[row] as number;
    const longitude = longitudes[row] as number;
    if (latitude >= south && latitude <= north && longitude >= west && longitude <= east) continue;
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) missing++;
    else outOfRange++;
    keep[row] = 0;
  }
  context.report.drop('position_missing', missing / table.repeats);
  context.report.drop('position_out_of_range', outOfRange / table.repeats);
  return keep;
}

/** The cell of each row. */
export function cellColumn({ latitudes, longitudes }: Positions, { resolution, rule }: SpacePartition): CodedColumn {
  return polygonColumn(longitudes, latitudes, resolution, rule);
}

function degrees(table: Table, variable: string, uri: string): Float64Array {
  const reason = 'which partitions the dataset by position';
  if (!table.has(variable)) throw new CloudOptimisedError('CO_VARIABLE_MISSING', { uri, variable, reason });
  const column = castColumn(table.column(variable), 'float64', { uri, column: variable }) as FixedColumn;
  const { values, nulls } = column as { values: Float64Array; nulls?: Uint8Array };
  if (!nulls) return values;
  const degrees = Float64Array.from(values);
  for (let row = 0; row < nulls.length; row++) if (nulls[row] === 1) degrees[row] = Number.NaN;
  return degrees;
}

function validRange(plan: TablePlan, variable: string | undefined, limit: number): [number, number] {
  const { valid_min, valid_max } = plan.attributes.get(variable ?? '') ?? {};
  return [typeof valid_min === 'number' ? valid_min : -limit, typeof valid_max === 'number' ? valid_max : limit];
}
