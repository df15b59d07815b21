import { describe, expect, it } from 'vitest';
import { unitFault } from '../../src/config/units.js';

describe('unitFault', () => {
  it.each([
    ...[
      '1',
      '',
      '%',
      'm',
      'meters',
      'metre',
      'Degrees',
      'degrees_north',
      'degree_east',
      'degrees_C',
      'Celsius',
      'degC',
      '°C',
    ],
    ...['m s-1', 'm/s', 'm.s-1', 'm s^-1', 'm s**-1', 'm2', 'm²', 'mol m-3', 'umol/kg', 'umol kg-1', 'mg m-3', 'kg/m3'],
    ...[
      'W m-2 sr-1',
      'W/(m2 sr)',
      'dbar',
      'decibar',
      'hPa',
      'kPa',
      'psu',
      'PSU',
      '1e-3',
      '10^-3',
      '1e-3 kg',
      'dB',
      'NTU',
      'Hz',
    ],
    ...[
      'days since 1970-01-01T00:00:00Z',
      'days since 1950-01-01 00:00:00 UTC',
      'seconds since 1981-01-01',
      'hours since 1-1-1',
    ],
    ...[
      'days since 1950-01-01 00:00:00 +10:00',
      'milliseconds since 1970-01-01T00:00:00.000Z',
      'm per s',
      '°/s',
      '% s-1',
      '10 %',
      'W (m2 sr)-1',
      "5'",
      'knots',
      'ug l-1',
    ],
  ])("takes '%s'", (units) => {
    expect(unitFault(units)).toBeUndefined();
  });

  it.each([
    '%%',
    '% %%',
    '%m',
    'm%',
    'm//s',
    'm/',
    '/s',
    "''",
    '#!',
    'm/s)',
    '(m',
    'days since yesterday',
    'metres since 1970-01-01',
    'days since',
    'a; b',
    'm^',
    '{}',
    'days since 1970-01-01 ago',
  ])("refuses '%s'", (units) => {
    expect(unitFault(units)).toEqual({ kind: 'unreadable' });
  });

  it.each([
    ['furlong s-1', 'furlong'],
    ['Cell units', 'units'],
    ['xyz2', 'xyz'],
  ])("does not know '%s'", (units, name) => {
    expect(unitFault(units)).toMatchObject({ kind: 'unknown', name });
  });

  it('is quick with long texts', () => {
    const start = performance.now();
    expect(unitFault('m '.repeat(50_000))).toBeUndefined();
    expect(unitFault(`${'m'.repeat(100_000)}!`)).toEqual({ kind: 'unreadable' });
    expect(unitFault(`${' '.repeat(50_000)}!`)).toEqual({ kind: 'unreadable' });
    expect(unitFault(`d since ${' '.repeat(50_000)}!`)).toEqual({ kind: 'unreadable' });
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
