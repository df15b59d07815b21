import type { ColumnType } from './column.js';

const TYPES: Readonly<Record<string, ColumnType>> = {
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  float: 'float32',
  float32: 'float32',
  double: 'float64',
  float64: 'float64',
  string: 'string',
  object: 'string',
  '|S1': 'string',
  byte: 'binary',
  binary: 'binary',
  bool: 'bool',
  'datetime64[ns]': 'timestamp[ns]',
  'timestamp[ns]': 'timestamp[ns]',
  'timestamp[ms]': 'timestamp[ms]',
  'timedelta64[ns]': 'duration[ns]',
  'duration[ns]': 'duration[ns]',
  'date32[day]': 'date32[day]',
  'time32[s]': 'time32[s]',
  'time64[us]': 'time64[us]',
  'list<element: string>': 'list<string>',
  'list<string>': 'list<string>',
};

/** The names of types that a schema for Parquet may declare. */
export const schemaTypeNames: readonly string[] = Object.keys(TYPES);

/** The column type that a schema for Parquet declares (`float` is float32 there), or `undefined` for an unknown name. */
export function columnType(declared: string): ColumnType | undefined {
  return Object.hasOwn(TYPES, declared) ? TYPES[declared] : undefined;
}
