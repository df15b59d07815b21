import type { Condition, Selection } from '../../contracts/published-dataset.js';
import { spanOf, thresholdOf } from '../thresholds.js';
import { type Roles, readDegrees, readTimes, refusal } from './axes.js';
import { placesWithin } from './box-constraints.js';
import { type Constraint, placesOf } from './constraint.js';
import type { CubeSource } from './cube-source.js';
import { nearestTo } from './nearest.js';

/** What a selection asks of the cube's places, and what is left to be asked of each row. */
export interface Constraints {
  readonly places: readonly Constraint[];
  readonly rows: readonly Condition[];
}

/**
 * Reads the coordinates that a selection asks for. Conditions on coordinates, which lie along the one dimension that they are named for,
 * are asked of the places too.
 *
 * @throws CO_QUERY_ROLE, CO_COLUMN_UNKNOWN, CO_QUERY_VALUE, or what reading throws
 */
export async function constraintsOf(source: CubeSource, roles: Roles, selection: Selection): Promise<Constraints> {
  const { where = [] } = selection;
  const onPlaces = where.filter(({ column }) => isCoordinate(source, column));
  const others = await Promise.all([
    timeConstraints(source, roles, selection),
    boxConstraints(source, roles, selection),
    ...onPlaces.map((condition) => conditionConstraint(source, condition)),
  ]);
  const places = [...others.flat(), ...(await pointConstraints(source, roles, selection, others.flat()))];
  return { places, rows: where.filter((condition) => !onPlaces.includes(condition)) };
}

function isCoordinate(source: CubeSource, name: string): boolean {
  const { dimensions } = source.variable(name);
  return dimensions.length === 1 && dimensions[0] === name;
}

async function timeConstraints(source: CubeSource, roles: Roles, { time }: Selection): Promise<Constraint[]> {
  if (!time) return [];
  const { column, dimensions } = await readTimes(source, roles, '--time');
  const span = spanOf(time, column.type);
  if (span) return [{ dimensions, flags: span.flags(column) }];
  const reason = `'${roles.get('time')}' is of type '${column.type}', which is none of times`;
  throw refusal(source, 'time', '--time', reason);
}

async function boxConstraints(source: CubeSource, roles: Roles, { box }: Selection): Promise<Constraint[]> {
  if (!box) return [];
  const latitudes = await readDegrees(source, roles, 'latitude', '--bbox');
  return placesWithin(latitudes, await readDegrees(source, roles, 'longitude', '--bbox'), box);
}

async function pointConstraints(
  source: CubeSource,
  roles: Roles,
  { point }: Selection,
  others: readonly Constraint[],
): Promise<Constraint[]> {
  if (!point) return [];
  const latitudes = await readDegrees(source, roles, 'latitude', '--point');
  const longitudes = await readDegrees(source, roles, 'longitude', '--point');
  const { dimensions } = source.dataset;
  return nearestTo(latitudes, longitudes, point, dimensions, placesOf(dimensions, others));
}

async function conditionConstraint(source: CubeSource, condition: Condition): Promise<Constraint[]> {
  const { column, dimensions } = await source.coordinate(condition.column);
  return [{ dimensions, flags: thresholdOf(condition, column.type).flags(column) }];
}
