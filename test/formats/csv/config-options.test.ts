import { describe, expect, test } from 'vitest';
import { csvOptionsFromConfig, pandasReadCsvOptions, polarsReadCsvOptions } from '../../../src/formats/csv/index.js';
import { pandas, polars } from './read-text.js';

describe('options that cannot be followed are refused by name', () => {
  test.each([
    ['on_bad_lines', 'skip'],
    ['skipfooter', 1],
    ['sep', '\\s+'],
    ['sep', null],
    ['compression', 'gzip'],
    ['encoding', 'shift_jis'],
    ['quoting', 2],
    ['header', [0, 1]],
    ['header', -1],
    ['index_col', 1.5],
    ['na_values', [true]],
    ['dtype', { a: 'complex' }],
    ['nrows', '5'],
    ['seperator', ';'],
    ['constructor', 1],
  ])('pandas: %s as %j', (option, value) => {
    const reading = () => csvOptionsFromConfig(pandas({ [option]: value }));
    expect(reading).toThrow(
      expect.objectContaining({ code: 'CO_CSV_OPTION', fields: expect.objectContaining({ option }) }),
    );
  });

  test.each([
    ['ignore_errors', true],
    ['truncate_ragged_lines', true],
    ['row_index_name', 'n'],
    ['extra_columns', 'ignore'],
    ['separator', ';;'],
    ['delimiter', ';'],
  ])('polars: %s as %j', (option, value) => {
    expect(() => csvOptionsFromConfig(polars({ [option]: value }))).toThrow(
      expect.objectContaining({ code: 'CO_CSV_OPTION' }),
    );
  });

  test('both dialects at once', () => {
    expect(() => csvOptionsFromConfig({ ...pandas({}), ...polars({}) })).toThrow(/only one of/);
  });
});

test('refused options are accepted with the values that change nothing', () => {
  const neutral = { on_bad_lines: 'error', skipfooter: 0, dayfirst: false, compression: 'infer', escapechar: null };
  expect(csvOptionsFromConfig(pandas(neutral))).toEqual(csvOptionsFromConfig(pandas({})));
});

test('a polars config that says false for the defaults reads as one without options', () => {
  const config = {
    separator: ',',
    has_header: true,
    null_values: ['N/A', 'NaN'],
    try_parse_dates: false,
    encoding: 'utf-8',
  };
  expect([...csvOptionsFromConfig(polars(config)).missing]).toEqual(['', 'N/A', 'NaN']);
});

test('the schema comes before the types of the options', () => {
  const { types } = csvOptionsFromConfig(pandas({ dtype: { a: 'str', b: 'Int64' } }), { a: 'float', c: 'nonsense' });
  expect([...types]).toEqual([
    ['a', 'float32'],
    ['b', 'int64'],
  ]);
});

test('each option of the tables says what becomes of it', () => {
  for (const table of [pandasReadCsvOptions, polarsReadCsvOptions]) {
    for (const option of Object.values(table)) expect(option.support === 'refused').toBe(option.accepted !== undefined);
  }
});
