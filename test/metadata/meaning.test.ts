import { describe, expect, it } from 'vitest';
import { type Difference, weightOf } from '../../src/metadata/meaning.js';
import { isSameReference } from '../../src/metadata/time-reference.js';

const difference = (attribute: string, stored: unknown, asked: unknown, packed = false): Difference => ({
  attribute,
  stored,
  asked,
  packed,
});

describe('the weight of an attribute', () => {
  it.each([
    ['scale_factor', 0.01, 0.1],
    ['scale_factor', undefined, 0.1],
    ['add_offset', 20, 0],
    ['_FillValue', -999, -1],
    ['missing_value', undefined, 0],
    ['_Unsigned', undefined, 'true'],
    ['calendar', 'noleap', 'standard'],
    ['month_lengths', undefined, [30]],
    ['compress', undefined, 'lat lon'],
    ['units', 'days since 2000-01-01', 'days since 1950-01-01'],
    ['units', undefined, 'seconds since 1970-01-01'],
    ['units', 'days since 2000-01-01', 'm'],
    ['bounds', undefined, 'TIME_bounds'],
    ['_ARRAY_DIMENSIONS', ['x'], ['y']],
    ['dtype', undefined, 'bool'],
  ])("is that of the values for %s, whoever vouches for it: '%s' and '%s'", (...[attribute, stored, asked]) => {
    expect(weightOf(difference(attribute, stored, asked))).toBe('fixed');
  });

  it('is that of the values for limits of packed numbers alone', () => {
    expect(weightOf(difference('valid_max', 4000, 40, true))).toBe('fixed');
    expect(weightOf(difference('valid_max', 4000, 40))).toBe('description');
  });

  it.each([
    ['units', 'K', 'degree_Celsius'],
    ['units', 'm s-1', 'cm s-1'],
    ['units', 'mm', 'Mm'],
    ['units', 'm', undefined],
    ['flag_values', [0, 1], [1, 0]],
    ['flag_meanings', 'good bad', 'bad good'],
    ['positive', 'up', 'down'],
  ])("is of meaning for %s, '%s' and '%s'", (...[attribute, stored, asked]) => {
    expect(weightOf(difference(attribute, stored, asked))).toBe('meaning');
  });

  it.each([
    ['units', undefined, 'm'],
    ['units', 'Celsius', 'degrees_Celsius'],
    ['units', 'degC', 'degree_C'],
    ['units', 'm/s', 'm s-1'],
    ['units', 'meters', 'm'],
    ['flag_meanings', 'good  bad', 'good bad'],
    ['positive', 'Down', 'down'],
    ['long_name', 'a', 'b'],
    ['standard_name', undefined, 'sea_water_temperature'],
  ])("is that of a description for %s, '%s' and '%s'", (...[attribute, stored, asked]) => {
    expect(weightOf(difference(attribute, stored, asked))).toBe('description');
  });
});

describe('two references of time', () => {
  it.each([
    ['days since 1950-01-01 00:00:00 UTC', 'days since 1950-01-01T00:00:00Z'],
    ['days since 1950-01-01', 'Days since 1950-01-01 00:00'],
    ['day since 1950-01-01', 'days since 1950-01-01 00:00:00.0'],
  ])("are the same: '%s', '%s'", (a, b) => expect(isSameReference(a, b)).toBe(true));

  it.each([
    ['days since 1950-01-01', 'days since 1950-01-02'],
    ['days since 1950-01-01', 'hours since 1950-01-01'],
    ['days since 1950-01-01 10:00:00', 'days since 1950-01-01'],
    ['days since 1950-01-01 00:00:00 +10:00', 'days since 1950-01-01'],
  ])("are not: '%s', '%s'", (a, b) => expect(isSameReference(a, b)).toBe(false));
});
