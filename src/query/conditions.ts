/**
 * Which rows of a table fit a selection.
 *
 * @module
 */
import type { Box, Condition, Selection } from '../contracts/published-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { Role } from '../model/cf/roles.js';
import { type Column, isFixed } from '../model/table/column.js';
import type { Table } from '../model/table/table.js';
import { insideBox } from './places.js';
import { and, spanOf, thresholdOf } from './thresholds.js';

/** Which column has which role. */
export type Roles = ReadonlyMap<Role, string>;

/** The part of a selection that single rows fit or do not: all but the columns and the nearest point. */
export type RowSelection = Pick<Selection, 'time' | 'box' | 'where'>;

/** The columns that a selection looks at. @throws CO_QUERY_ROLE */
export function columnsLookedAt(selection: Selection, roles: Roles, uri: string): string[] {
  const place = selection.box ? '--bbox' : '--point';
  const names = [
    ...(selection.time ? [columnOfRole('time', '--time', roles, uri)] : []),
    ...(selection.box || selection.point
      ? [columnOfRole('longitude', place, roles, uri), columnOfRole('latitude', place, roles, uri)]
      : []),
    ...(selection.where ?? []).map(({ column }) => column),
  ];
  return [...new Set(names)];
}

/** The column of a role that an option needs. @throws CO_QUERY_ROLE */
export function columnOfRole(role: Role, option: string, roles: Roles, uri: string): string {
  const name = roles.get(role);
  if (name !== undefined) return name;
  throw new CloudOptimisedError('CO_QUERY_ROLE', {
    uri,
    role,
    option,
    reason: 'none of its columns is known to tell it',
  });
}

/**
 * 1 for each row that fits; `undefined` where all do.
 *
 * @throws CO_QUERY_ROLE, CO_QUERY_VALUE, CO_COLUMN_UNKNOWN
 */
export function fittingRows(table: Table, selection: RowSelection, roles: Roles, uri: string): Uint8Array | undefined {
  const parts = [
    ...(selection.time ? [timeFlags(table, selection.time, roles, uri)] : []),
    ...(selection.where ?? []).map((condition) => conditionFlags(table, condition)),
    ...(selection.box ? [boxFlags(table, selection.box, roles, uri)] : []),
  ];
  return parts.length === 0 ? undefined : parts.reduce(and);
}

function timeFlags(table: Table, span: NonNullable<Selection['time']>, roles: Roles, uri: string): Uint8Array {
  const name = columnOfRole('time', '--time', roles, uri);
  const column = table.column(name);
  const threshold = spanOf(span, column.type);
  if (threshold) return threshold.flags(column);
  const reason = `its column '${name}' is of type ${column.type}, which is none of times`;
  throw new CloudOptimisedError('CO_QUERY_ROLE', { uri, role: 'time', option: '--time', reason });
}

function conditionFlags(table: Table, condition: Condition): Uint8Array {
  const column = table.column(condition.column);
  return thresholdOf(condition, column.type).flags(column);
}

function boxFlags(table: Table, box: Box, roles: Roles, uri: string): Uint8Array {
  const { longitudes, latitudes } = placesOf(table, roles, '--bbox', uri);
  const inside = insideBox(box);
  return Uint8Array.from({ length: table.rows }, (_, row) =>
    inside(longitudes[row] as number, latitudes[row] as number) ? 1 : 0,
  );
}

/** Where each row lies in degrees, not-a-number where it lies nowhere. @throws CO_QUERY_ROLE */
export function placesOf(table: Table, roles: Roles, option: string, uri: string) {
  const degrees = (role: 'longitude' | 'latitude') => {
    const name = columnOfRole(role, option, roles, uri);
    const numbers = degreesOf(table.column(name));
    if (numbers) return numbers;
    const reason = `its column '${name}' is of type ${table.column(name).type}, which is none of numbers`;
    throw new CloudOptimisedError('CO_QUERY_ROLE', { uri, role, option, reason });
  };
  return { longitudes: degrees('longitude'), latitudes: degrees('latitude') };
}

function degreesOf(column: Column): ArrayLike<number> | undefined {
  if (!isFixed(column) || !/^(u?int|float)/.test(column.type)) return undefined;
  const { values, nulls } = column;
  if (!nulls && !(values instanceof BigInt64Array) && !(values instanceof BigUint64Array)) return values;
  return Float64Array.from(values as ArrayLike<number>, (value, row) =>
    nulls?.[row] === 1 ? Number.NaN : Number(value),
  );
}
