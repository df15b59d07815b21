/**
 * The coordinates of time and place of a cube, as numbers.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { Role } from '../../model/cf/roles.js';
import { isFixed } from '../../model/table/column.js';
import type { CubeSource } from './cube-source.js';
import { countsTime, type Decoded, tellsTime } from './decode-column.js';

/** Numbers over dimensions, row-major; not-a-number where there is none. */
export interface Degrees {
  readonly dimensions: readonly string[];
  readonly values: Float64Array;
}

/** Who has which role. */
export type Roles = ReadonlyMap<Role, string>;

/** Reads latitudes or longitudes whole. @throws CO_QUERY_ROLE where the cube has none */
export async function readDegrees(
  source: CubeSource,
  roles: Roles,
  role: 'latitude' | 'longitude',
  option: string,
): Promise<Degrees> {
  const name = named(source, roles, role, option);
  const { column, dimensions } = await source.coordinate(name);
  if (!isFixed(column)) throw refusal(source, role, option, `'${name}' holds texts`);
  const values = Float64Array.from(column.values as Float64Array, Number);
  column.nulls?.forEach((flag, at) => {
    if (flag === 1) values[at] = Number.NaN;
  });
  return { dimensions, values };
}

/**
 * Reads the times whole.
 *
 * @throws CO_QUERY_ROLE where the cube has none, or counts them in a calendar that timestamps do not tell
 * @throws CO_TIME_OUT_OF_RANGE
 */
export async function readTimes(source: CubeSource, roles: Roles, option: string): Promise<Decoded> {
  const name = named(source, roles, 'time', option);
  const { attributes } = source.variable(name);
  if (countsTime(attributes) && !tellsTime(attributes))
    throw refusal(source, 'time', option, `'${name}' counts ${told(attributes)}, which timestamps do not tell`);
  const decoded = await source.coordinate(name);
  refuseUnheld(source.uri, name, decoded.unheld);
  return decoded;
}

/** @throws CO_TIME_OUT_OF_RANGE for the first time that nanoseconds cannot hold */
export function refuseUnheld(uri: string, variable: string, unheld: Decoded['unheld']): void {
  if (!unheld || !isFixed(unheld)) return;
  const index = unheld.nulls?.indexOf(0) ?? -1;
  if (index === -1) return;
  throw new CloudOptimisedError('CO_TIME_OUT_OF_RANGE', { uri, variable, index, value: String(unheld.values[index]) });
}

function named(source: CubeSource, roles: Roles, role: Role, option: string): string {
  const name = roles.get(role);
  if (name !== undefined) return name;
  throw refusal(source, role, option, 'no variable has it by its axis, standard_name, units or name');
}

/** Why a role serves an option no better. */
export function refusal({ uri }: CubeSource, role: Role, option: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_QUERY_ROLE', { uri, role, option, reason });
}

function told(attributes: ReadonlyMap<string, unknown>): string {
  const [units, calendar] = ['units', 'calendar'].map((name) => attributes.get(name));
  return `'${units ?? ''}'${calendar === undefined ? '' : ` (calendar '${calendar}')`}`;
}
