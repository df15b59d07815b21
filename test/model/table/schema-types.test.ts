import { expect, test } from 'vitest';
import { columnOf } from '../../../src/model/table/column.js';
import { schemaEntryFor } from '../../../src/model/table/schema-entry.js';
import { columnType, schemaTypeNames } from '../../../src/model/table/schema-types.js';

test.each([
  ['float', 'float32'],
  ['double', 'float64'],
  ['object', 'string'],
  ['|S1', 'string'],
  ['byte', 'binary'],
  ['datetime64[ns]', 'timestamp[ns]'],
  ['timedelta64[ns]', 'duration[ns]'],
  ['list<element: string>', 'list<string>'],
  ['uint16', 'uint16'],
])('%s is %s', (declared, type) => {
  expect(columnType(declared)).toBe(type);
});

test('other names are unknown, also those that every object has', () => {
  expect(columnType('int128')).toBeUndefined();
  expect(columnType('constructor')).toBeUndefined();
  expect(schemaTypeNames).toContain('time64[us]');
});

test('P05 the entry for an unknown column has its type and its attributes, not how its file stores it', () => {
  const attributes = new Map<string, string | Float32Array>([
    ['units', 'm'],
    ['valid_min', Float32Array.of(-5)],
    ['flag_values', Float32Array.of(1, 2)],
    ['_FillValue', Float32Array.of(9999)],
  ]);
  const entry = schemaEntryFor('DEPTH', columnOf('float32', [1]), attributes);
  expect(entry).toEqual({ DEPTH: { type: 'float32', units: 'm', valid_min: -5, flag_values: [1, 2] } });
  expect(schemaEntryFor('L', columnOf('list<string>', [['a']]))).toEqual({ L: { type: 'list<element: string>' } });
});

test('every type of a column is the name of a type in the schema', () => {
  for (const name of schemaTypeNames) expect(columnType(columnType(name) as string)).toBe(columnType(name));
});
