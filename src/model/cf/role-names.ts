/**
 * The words by which coordinates are known: standard names and units of the CF conventions, and names in use.
 *
 * @module
 */

import type { Role } from './role.js';
import { isTimeUnits, unitNanoseconds } from './time-units.js';

/** What tells a role. */
interface RoleWords {
  /** The value of CF's attribute `axis`. */
  readonly axis: string;
  readonly standardNames: ReadonlySet<string>;
  /** Standard names that tell the role of a coordinate variable only: elsewhere they are measurements. */
  readonly coordinateStandardNames: ReadonlySet<string>;
  /** Whether units alone tell the role. */
  readonly tellingUnits: (units: string, isCoordinate: boolean) => boolean;
  /** Whether units leave the role possible, where something else tells it. */
  readonly possibleUnits: (units: string) => boolean;
  /** Names in lower case, the surest first. */
  readonly names: readonly string[];
  /** What other names may look like, in lower case. */
  readonly pattern: RegExp;
}

const NORTH = /^degrees?_?n(orth)?$/i;
const EAST = /^degrees?_?e(ast)?$/i;
const DEGREES = /^(deg(ree)?s?|°)([_ ]?(n(orth)?|e(ast)?|true|decimal))?$|decimal degrees/i;
const PRESSURE = /^(bar|millibar|mbar|decibar|dbar|atm|atmosphere|h?pa|k?pa|pascal)s?$/i;

const NO_WORDS: ReadonlySet<string> = new Set();

export const ROLE_WORDS: Readonly<Record<Role, RoleWords>> = {
  time: {
    axis: 'T',
    standardNames: new Set(['time']),
    coordinateStandardNames: NO_WORDS,
    tellingUnits: isTimeUnits,
    possibleUnits: (units) => unitNanoseconds(units) === undefined && units !== '1',
    names: words(
      'time juld datetime date_time detection_timestamp eventdate juld_location date timestamp time_utc utc_time',
      'datetime_utc obs_time observation_time sample_time sampling_time s_date d_date de_date end_date qc_start_date',
    ),
    pattern: /(^|_)(time|datetime|timestamp)(_utc)?$|_date$/,
  },
  latitude: {
    axis: 'Y',
    standardNames: new Set(['latitude']),
    coordinateStandardNames: NO_WORDS,
    tellingUnits: (units) => NORTH.test(units),
    possibleUnits: (units) => DEGREES.test(units) && !EAST.test(units),
    names: words('latitude lat nav_lat decimallatitude latitude_deg lat_deg lat_dd latitude_degrees'),
    pattern: /_lat(itude)?$/,
  },
  longitude: {
    axis: 'X',
    standardNames: new Set(['longitude']),
    coordinateStandardNames: NO_WORDS,
    tellingUnits: (units) => EAST.test(units),
    possibleUnits: (units) => DEGREES.test(units) && !NORTH.test(units),
    names: words('longitude lon long lng nav_lon decimallongitude longitude_deg lon_deg lon_dd longitude_degrees'),
    pattern: /_lon(g(itude)?)?$/,
  },
  vertical: {
    axis: 'Z',
    standardNames: new Set(
      words(
        'depth height altitude sea_water_pressure sea_water_pressure_due_to_sea_water depth_below_geoid',
        'height_above_mean_sea_level height_above_geopotential_datum height_above_reference_ellipsoid height_above_sea_floor',
      ),
    ),
    coordinateStandardNames: new Set(
      words(
        'air_pressure model_level_number ocean_sigma_coordinate ocean_s_coordinate ocean_s_coordinate_g1',
        'ocean_s_coordinate_g2 ocean_sigma_z_coordinate ocean_double_sigma_coordinate atmosphere_sigma_coordinate',
        'atmosphere_hybrid_sigma_pressure_coordinate atmosphere_hybrid_height_coordinate geopotential_height',
      ),
    ),
    tellingUnits: (units, isCoordinate) => isCoordinate && PRESSURE.test(units),
    possibleUnits: (units) => !DEGREES.test(units) && !isTimeUnits(units),
    names: words(
      'depth deph depth_m pres pressure pres_adjusted nominal_depth level lev levels plev z height altitude alt',
      'depth_below_surface zlev',
    ),
    pattern: /_(depth|pressure)$|^depth_/,
  },
};

function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}
