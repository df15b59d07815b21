import { describe, expect, test } from 'vitest';
import { findRoles, type Role, type RoleCandidate } from '../../../src/model/cf/roles.js';

type Given = Record<string, string>;

function variable(name: string, attributes: Given = {}, dimensions: readonly string[] = []): RoleCandidate {
  return { name, dimensions, attributes: new Map(Object.entries(attributes)) };
}

function found(candidates: readonly RoleCandidate[], role: Role): [string, string] | undefined {
  const finding = findRoles(candidates).get(role);
  return finding && [finding.variable, finding.reason];
}

describe('each way to tell a role', () => {
  test.each<[Role, RoleCandidate, string]>([
    ['time', variable('when', { axis: 'T' }), 'axis "T"'],
    ['time', variable('when', { standard_name: 'time' }), 'standard_name "time"'],
    ['time', variable('when', { units: 'days since 1950-01-01' }), 'units "days since 1950-01-01"'],
    ['latitude', variable('where', { standard_name: 'latitude' }), 'standard_name "latitude"'],
    ['vertical', variable('PRES', { axis: 'Z', standard_name: 'sea_water_pressure' }), 'axis "Z"'],
    ['vertical', variable('deep', { positive: 'down', units: 'm' }), 'positive "down"'],
    ['vertical', variable('p', { units: 'hPa' }, ['p']), 'units "hPa"'],
    ['vertical', variable('plevel', { standard_name: 'air_pressure' }, ['plevel']), 'standard_name "air_pressure"'],
  ])('%s of %o', (role, candidate, reason) => {
    expect(found([candidate], role)).toEqual([candidate.name, reason]);
  });

  test.each('degrees_north degree_north degree_N degrees_N degreeN degreesN'.split(' '))('units %s', (units) => {
    expect(found([variable('a', { units })], 'latitude')).toEqual(['a', `units "${units}"`]);
    const east = units.replace('north', 'east').replace('N', 'E');
    expect(found([variable('a', { units: east })], 'longitude')).toEqual(['a', `units "${east}"`]);
  });

  test.each<[Role, string]>([
    ['time', 'TIME JULD detection_timestamp eventDate s_date d_date DateTime time Date survey_date'],
    ['latitude', 'LATITUDE lat LAT latitude decimalLatitude ssm_lat receiver_deployment_latitude'],
    ['longitude', 'LONGITUDE lon LON longitude decimalLongitude ssm_lon release_longitude'],
    ['vertical', 'DEPTH depth PRES level lev NOMINAL_DEPTH altitude'],
  ])('%s by names', (role, names) => {
    for (const name of names.split(' ')) expect(found([variable(name)], role), name).toEqual([name, 'name']);
  });

  test('a name may stand in a group, with its units in brackets, or with spaces', () => {
    for (const name of ['data_01/latitude', 'Latitude (deg)', 'Latitude [degrees_north]', 'release latitude'])
      expect(found([variable(name)], 'latitude'), name).toEqual([name, 'name']);
  });
});

describe('the order', () => {
  const ways = [
    variable('lat'),
    variable('by_units', { units: 'degrees_north' }),
    variable('by_standard_name', { standard_name: 'latitude', units: 'degrees_north' }),
    variable('by_axis', { axis: 'Y', units: 'degrees_north' }),
  ];

  test('axis, standard name, units, name', () => {
    expect(findRoles(ways).get('latitude')).toEqual({
      variable: 'by_axis',
      reason: 'axis "Y"',
      others: ['by_standard_name', 'by_units', 'lat'],
    });
  });

  test('a coordinate variable comes before others that are found in the same way', () => {
    const attributes = { standard_name: 'time', units: 'days since 1950-01-01' };
    const others = [variable('start', attributes, ['t']), variable('t', attributes, ['t'])];
    expect(findRoles(others).get('time')?.variable).toBe('t');
  });

  test('of equals, the better known name comes first, then the order of the file', () => {
    const adjusted = variable('PRES_ADJUSTED', { axis: 'Z' });
    expect(findRoles([adjusted, variable('PRES', { axis: 'Z' })]).get('vertical')?.variable).toBe('PRES');
    expect(findRoles([variable('b', { axis: 'Z' }), variable('a', { axis: 'Z' })]).get('vertical')?.variable).toBe('b');
  });
});

describe('what never has a role', () => {
  test.each([
    variable('TIME_quality_control', { standard_name: 'time status_flag' }),
    variable('TIME_QC', { axis: 'T' }),
    variable('time_qc', { units: 'days since 1950-01-01' }),
    variable('when', { standard_name: 'time status_flag', axis: 'T' }),
    variable('when', { axis: 'T', flag_meanings: 'good bad' }),
    variable('lat_bnds', { units: 'degrees_north' }),
    variable('latitude_error', { units: 'degrees_north' }),
    variable('LATITUDE_qc'),
    variable('ReleaseDate_QC'),
    variable('depth_flag'),
  ])('a companion: %o', (candidate) => {
    expect(findRoles([candidate]).size).toBe(0);
  });

  test.each([
    ['an easting in metres', variable('x', { axis: 'X', units: 'm', standard_name: 'projection_x_coordinate' }, ['x'])],
    ['the number of a column', variable('i', { axis: 'X', units: '1' }, ['i'])],
    ['an axis of which nothing else is told', variable('i', { axis: 'X' }, ['i'])],
    [
      'a longitude on a rotated sphere',
      variable('rlon', { axis: 'X', units: 'degrees', standard_name: 'grid_longitude' }),
    ],
    [
      'the pressure of the air at sea level',
      variable('ATMP', { standard_name: 'air_pressure', units: 'millibar' }, ['TIME']),
    ],
    ['the time since the start', variable('time', { units: 'seconds' })],
    [
      'the time of the forecast',
      variable('run', { standard_name: 'forecast_reference_time', units: 'hours since 1970-01-01' }),
    ],
    ['the height of waves', variable('height', { standard_name: 'sea_surface_wave_significant_height', units: 'm' })],
  ])('%s', (_what, candidate) => {
    expect(findRoles([candidate]).size).toBe(0);
  });

  test('what another variable names as its bounds', () => {
    const time = variable('time', { units: 'days since 1950-01-01', bounds: 'window' });
    const window = variable('window', { units: 'days since 1950-01-01' });
    expect(findRoles([window, time]).get('time')).toMatchObject({ variable: 'time', others: [] });
  });
});
