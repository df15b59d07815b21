import type { SchemaElement } from 'hyparquet';
import type { NumericArray } from '../../../model/data-type.js';
import type { ColumnType, FixedType } from '../../../model/table/column.js';

/** What Parquet calls a type: how values are stored, and what they mean. */
export type ParquetType = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>;

/** By its older name alone: hyparquet-writer puts the newer one's width into four bytes, where the format wants one. */
const integer = (type: 'INT32' | 'INT64', name: NonNullable<SchemaElement['converted_type']>): ParquetType => ({
  type,
  converted_type: name,
});

const TYPES: Partial<Record<ColumnType, ParquetType>> = {
  int8: integer('INT32', 'INT_8'),
  int16: integer('INT32', 'INT_16'),
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  uint8: integer('INT32', 'UINT_8'),
  uint16: integer('INT32', 'UINT_16'),
  uint32: integer('INT32', 'UINT_32'),
  uint64: integer('INT64', 'UINT_64'),
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
  'timestamp[ns]': { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' } },
  'timestamp[ms]': { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MILLIS' } },
  'duration[ns]': { type: 'INT64' },
  'date32[day]': { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  'time32[s]': { type: 'INT32', logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MILLIS' } },
  'time64[us]': { type: 'INT64', logical_type: { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' } },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  binary: { type: 'BYTE_ARRAY' },
};

/** The Parquet type of a column (Parquet format, LogicalTypes.md), or `undefined` for one that is not flat. */
export function parquetType(type: ColumnType): ParquetType | undefined {
  return TYPES[type];
}

/** Numbers as Parquet stores them: small integers in four bytes, seconds as milliseconds. */
export function toPhysical(type: FixedType, values: NumericArray): NumericArray {
  if (type === 'time32[s]') return Int32Array.from(values as Int32Array, (seconds) => seconds * 1000);
  const narrow = type !== 'bool' && values.BYTES_PER_ELEMENT < 4;
  return narrow ? Int32Array.from(values as Int16Array) : values;
}
