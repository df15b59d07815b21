import type { Data, DataType, Vector } from 'apache-arrow';
import { CloudOptimisedError } from '../../errors/index.js';
import { allocate, type NumericArray, type NumericType } from '../../model/data-type.js';
import { numberOfHalf } from '../../model/half.js';
import {
  type CodedColumn,
  type Column,
  type FixedColumn,
  type FixedType,
  isFixed,
  nullColumn,
  takeRows,
} from '../../model/table/column.js';
import { nullFlags, unpackBits } from './arrow-bits.js';
import { bytesColumn, listColumn } from './arrow-bytes.js';
import { loadArrow } from './arrow-library.js';
import type { ColumnSource } from './column-source.js';
import { inUnit, type UnitChange } from './time-units.js';

/** The column in Arrow data. Numbers are views, not copies. @throws CO_FILE_UNSUPPORTED, CO_TIME_OUT_OF_RANGE, CO_FILE_CORRUPT */
export function columnFrom(data: Data, source: ColumnSource): Column {
  const column = fixedColumn(data, source) ?? codedColumn(data, source);
  if (column) return column;
  throw new CloudOptimisedError('CO_FILE_UNSUPPORTED', { ...source, feature: `the type ${data.type}` });
}

function fixedColumn(data: Data, source: ColumnSource): FixedColumn | undefined {
  const nulls = nullFlags(data);
  const name = String(data.type);
  if (name === 'Bool') return { type: 'bool', values: unpackBits(data.values, data.length), nulls };
  if (name === 'Float16') return { type: 'float32', values: fromFloat16(valuesOf(data)), nulls };
  if (/^(U?Int(8|16|32|64)|Float(32|64))$/i.test(name))
    return { type: name.toLowerCase() as NumericType, values: valuesOf(data), nulls };
  const change = unitChange(data.type);
  if (!change) return undefined;
  const values = valuesOf(data) as Int32Array | BigInt64Array;
  return { type: change.type, values: inUnit(values, nulls, change, source), nulls };
}

function valuesOf(data: Data): NumericArray {
  return data.values.subarray(0, data.length);
}

/** Arrow counts its units: 0 second, 1 millisecond, 2 microsecond, 3 nanosecond; of dates 0 day, 1 millisecond. */
const NANOSECONDS = [1_000_000_000n, 1_000_000n, 1_000n, 1n] as const;

/** The column type that holds times of an Arrow type, and how the counts change. */
function unitChange(type: DataType): UnitChange | undefined {
  const { DataType: is } = loadArrow();
  if (is.isTimestamp(type) && type.unit === 1) return change('timestamp[ms]', 1n);
  if (is.isTimestamp(type)) return change('timestamp[ns]', NANOSECONDS[type.unit]);
  if (is.isDuration(type)) return change('duration[ns]', NANOSECONDS[type.unit]);
  if (is.isDate(type)) return change('date32[day]', 1n, type.unit === 0 ? 1n : 86_400_000n);
  if (!is.isTime(type)) return undefined;
  if (type.unit === 0) return change('time32[s]', 1n);
  return type.unit === 3 ? change('time64[us]', 1n, 1000n) : change('time64[us]', type.unit === 1 ? 1000n : 1n);
}

function change(type: FixedType, multiply = 1n, divide = 1n): UnitChange {
  return { type, multiply, divide };
}

function codedColumn(data: Data, source: ColumnSource): Column | undefined {
  const { DataType: is } = loadArrow();
  const { type } = data;
  if (is.isNull(type)) return nullColumn('string', data.length);
  if (is.isDictionary(type)) return dictionaryColumn(data, source);
  if (is.isUtf8(type) || is.isLargeUtf8(type)) return bytesColumn(data, 'string', source);
  if (is.isBinary(type) || is.isLargeBinary(type) || is.isFixedSizeBinary(type))
    return bytesColumn(data, 'binary', source);
  const [child] = data.children;
  if ((is.isList(type) || isLargeList(type)) && child && is.isUtf8(child.type)) return listColumn(data, child, source);
  return undefined;
}

function isLargeList(type: DataType): boolean {
  return String(type).startsWith('LargeList');
}

function dictionaryColumn(data: Data, source: ColumnSource): Column {
  const [values] = (data.dictionary as Vector).data;
  const dictionary = columnFrom(values as Data, source);
  const rows = Uint32Array.from(data.values.subarray(0, data.length) as ArrayLike<number>, Number);
  return withNulls(takeRows(dictionary, rows), nullFlags(data));
}

function withNulls(column: Column, nulls: Uint8Array | undefined): Column {
  if (!nulls) return column;
  if (!isFixed(column))
    return { ...column, codes: column.codes.map((code, row) => (nulls[row] === 1 ? -1 : code)) } satisfies CodedColumn;
  return { ...column, nulls: nulls.map((flag, row) => flag | (column.nulls?.[row] ?? 0)) };
}

/** IEEE 754 half precision: 1 bit sign, 5 exponent, 10 fraction. Each is a float32 exactly. */
function fromFloat16(halves: NumericArray): Float32Array {
  const into = allocate('float32', halves.length);
  for (let row = 0; row < halves.length; row++) into[row] = numberOfHalf(Number(halves[row]));
  return into;
}
