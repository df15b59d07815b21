import type { SchemaElement } from 'hyparquet';
import type { ColumnType } from '../../model/table/column.js';
import type { ArrowHint } from './arrow-hints.js';

/** What a column of a Parquet object becomes, and how: counts of other units are multiplied or divided, exactly. */
export interface StoredType {
  readonly type: ColumnType;
  readonly multiply: bigint;
  readonly divide: bigint;
}

const INTEGERS: Readonly<Record<string, ColumnType>> = {
  INT_8: 'int8',
  INT_16: 'int16',
  INT_32: 'int32',
  INT_64: 'int64',
  UINT_8: 'uint8',
  UINT_16: 'uint16',
  UINT_32: 'uint32',
  UINT_64: 'uint64',
};
const UNITS = { MILLIS: 1_000_000n, MICROS: 1_000n, NANOS: 1n } as const;
const TEXTS = /^(UTF8|STRING|JSON)$/;

/**
 * The type of a flat column, the same that the reader of Parquet sources gives it; `undefined` for types that tables have no name for
 * (decimals).
 */
export function storedType(element: SchemaElement, hint: ArrowHint | undefined): StoredType | undefined {
  if (element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL') return undefined;
  if (element.logical_type?.type === 'NULL' || hint?.kind === 'null') return plain('string');
  switch (element.type) {
    case 'BOOLEAN':
      return plain('bool');
    case 'FLOAT':
      return plain('float32');
    case 'DOUBLE':
      return plain('float64');
    case 'INT96':
      return plain('timestamp[ns]');
    case 'INT32':
    case 'INT64':
      return timeType(element, hint) ?? plain(integerType(element));
    case 'BYTE_ARRAY':
      return plain(TEXTS.test(element.logical_type?.type ?? element.converted_type ?? '') ? 'string' : 'binary');
    case 'FIXED_LEN_BYTE_ARRAY':
      return plain(element.logical_type?.type === 'FLOAT16' ? 'float32' : 'binary');
    default:
      return undefined;
  }
}

function plain(type: ColumnType): StoredType {
  return { type, multiply: 1n, divide: 1n };
}

function integerType({ type, converted_type, logical_type }: SchemaElement): ColumnType {
  if (logical_type?.type === 'INTEGER')
    return `${logical_type.isSigned ? '' : 'u'}int${logical_type.bitWidth}` as ColumnType;
  return INTEGERS[converted_type ?? ''] ?? (type === 'INT32' ? 'int32' : 'int64');
}

/** By the newer name of a type, else by its older one, else by what Arrow says. */
function timeType(
  { logical_type, converted_type }: SchemaElement,
  hint: ArrowHint | undefined,
): StoredType | undefined {
  if (logical_type?.type === 'DATE' || converted_type === 'DATE') return plain('date32[day]');
  const [, name, older] = /^(TIMESTAMP|TIME)_(MILLIS|MICROS)$/.exec(converted_type ?? '') ?? [];
  const kind = logical_type?.type ?? name;
  const unit = (logical_type && 'unit' in logical_type ? logical_type.unit : older) as keyof typeof UNITS | undefined;
  if (kind === 'TIMESTAMP' && unit) return timestamp(unit);
  if (kind === 'TIME' && unit) return clock(unit);
  if (hint?.kind === 'duration') return { type: 'duration[ns]', multiply: hint.nanoseconds, divide: 1n };
  return undefined;
}

/** Arrow's seconds are stored as milliseconds, and stay these. */
function timestamp(unit: keyof typeof UNITS): StoredType {
  if (unit === 'MILLIS') return plain('timestamp[ms]');
  return { type: 'timestamp[ns]', multiply: UNITS[unit], divide: 1n };
}

/** Arrow's seconds are stored as milliseconds here, too; both become microseconds. */
function clock(unit: keyof typeof UNITS): StoredType {
  if (unit === 'MILLIS') return { type: 'time64[us]', multiply: 1000n, divide: 1n };
  return { type: 'time64[us]', multiply: 1n, divide: unit === 'NANOS' ? 1000n : 1n };
}
