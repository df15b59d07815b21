/**
 * Columns of a table, held so that hundreds of thousands of rows cost little: numbers in typed arrays, texts as
 * categories with one code for each row.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { allocate, type NumericArray, type NumericType } from '../data-type.js';
import { gather } from './gather.js';

/** Types whose values are numbers of fixed width. Times count nanoseconds (or as named) since 1970-01-01, without a zone. */
export type FixedType =
  | NumericType
  | 'bool'
  | 'timestamp[ns]'
  | 'timestamp[ms]'
  | 'duration[ns]'
  | 'date32[day]'
  | 'time32[s]'
  | 'time64[us]';

/** Types whose values differ in size. */
export type VariableType = 'string' | 'binary' | 'list<string>';

/** The types a column can have. */
export type ColumnType = FixedType | VariableType;

/** A value of a column of texts, bytes or lists of texts. */
export type Category = string | Uint8Array | readonly string[];

/** Numbers, one for each row. `nulls[row]` is 1 where the row has no value; without `nulls` all rows have one. */
export interface FixedColumn {
  readonly type: FixedType;
  readonly values: NumericArray;
  readonly nulls?: Uint8Array | undefined;
}

/** Texts (or bytes, or lists of texts): row r has `categories[codes[r]]`, or no value where its code is −1. */
export interface CodedColumn {
  readonly type: VariableType;
  readonly categories: readonly Category[];
  readonly codes: Int32Array;
}

/** The values of a table's column, one for each row. */
export type Column = FixedColumn | CodedColumn;

/** Whether the column holds numbers in `values`; otherwise it holds `categories` and `codes`. */
export function isFixed(column: Column): column is FixedColumn {
  return 'values' in column;
}

/** How many rows the column has. */
export function lengthOf(column: Column): number {
  return isFixed(column) ? column.values.length : column.codes.length;
}

/** Whether the row has no value. */
export function isNull(column: Column, row: number): boolean {
  return isFixed(column) ? column.nulls?.[row] === 1 : column.codes[row] === -1;
}

/** The value of a row, `null` where it has none. 64-bit types give a `bigint`, `bool` a boolean. */
export function valueAt(column: Column, row: number): number | bigint | boolean | Category | null {
  if (isNull(column, row)) return null;
  if (!isFixed(column)) return column.categories[column.codes[row] as number] as Category;
  const value = column.values[row] as number | bigint;
  return column.type === 'bool' ? value === 1 : value;
}

/** How many rows have no value. */
export function countNulls(column: Column): number {
  return isFixed(column) ? (column.nulls ? countOf(column.nulls, 1) : 0) : countOf(column.codes, -1);
}

function countOf(flags: Uint8Array | Int32Array, wanted: number): number {
  let count = 0;
  for (let row = 0; row < flags.length; row++) if (flags[row] === wanted) count++;
  return count;
}

const STORAGE: Record<Exclude<FixedType, NumericType>, NumericType> = {
  bool: 'uint8',
  'timestamp[ns]': 'int64',
  'timestamp[ms]': 'int64',
  'duration[ns]': 'int64',
  'date32[day]': 'int32',
  'time32[s]': 'int32',
  'time64[us]': 'int64',
};

/** The numbers that hold a column of `type`. */
export function storageOf(type: FixedType): NumericType {
  return type in STORAGE ? STORAGE[type as keyof typeof STORAGE] : (type as NumericType);
}

/** Whether values of `type` are numbers of fixed width. */
export function isFixedType(type: ColumnType): type is FixedType {
  return type !== 'string' && type !== 'binary' && type !== 'list<string>';
}

/** A column in which no row has a value. */
export function nullColumn(type: ColumnType, length: number): Column {
  if (!isFixedType(type)) return { type, categories: [], codes: new Int32Array(length).fill(-1) };
  return { type, values: allocate(storageOf(type), length), nulls: new Uint8Array(length).fill(1) };
}

/** A column with the same value in each row; `null` gives a column without values. */
export function constantColumn(type: ColumnType, value: unknown, length: number): Column {
  const one = columnOf(type, [value]);
  return takeRows(one, new Uint32Array(length));
}

/** A column from plain values; `null` and `undefined` are rows without a value. Types are taken at their word, not cast. */
export function columnOf(type: ColumnType, values: readonly unknown[]): Column {
  return isFixedType(type) ? fixedColumnOf(type, values) : codedColumnOf(type, values as readonly (Category | null)[]);
}

function fixedColumnOf(type: FixedType, values: readonly unknown[]): FixedColumn {
  const numbers = allocate(storageOf(type), values.length);
  const wide = numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;
  const nulls = new Uint8Array(values.length);
  let anyNull = false;
  values.forEach((value, row) => {
    if (value === null || value === undefined) {
      nulls[row] = 1;
      anyNull = true;
    } else numbers[row] = (wide ? BigInt(value as number | bigint) : Number(value)) as never;
  });
  return { type, values: numbers, nulls: anyNull ? nulls : undefined };
}

function codedColumnOf(type: VariableType, values: readonly (Category | null | undefined)[]): CodedColumn {
  const seen = new Map<Category, number>();
  const categories: Category[] = [];
  const codes = Int32Array.from(values, (value) => {
    if (value === null || value === undefined) return -1;
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, categories.length);
    return categories.push(value) - 1;
  });
  return { type, categories, codes };
}

/** The column's rows at these positions, in this order; a position may come more than once. */
export function takeRows(column: Column, rows: Uint32Array): Column {
  if (!isFixed(column)) return { ...column, codes: gather(column.codes, rows, new Int32Array(rows.length)) };
  const values = gather(column.values, rows, allocate(storageOf(column.type), rows.length));
  const nulls = column.nulls && gather(column.nulls, rows, new Uint8Array(rows.length));
  return { type: column.type, values, nulls };
}

/** The texts of a column of texts. @throws CO_COLUMN_UNKNOWN where it is of another type */
export function textsOf(column: Column): (string | null)[] {
  if (isFixed(column) || column.type !== 'string')
    throw new CloudOptimisedError('CO_COLUMN_UNKNOWN', { column: `of type ${column.type}`, known: ['string'] });
  const { categories, codes } = column;
  return Array.from(codes, (code) => (code === -1 ? null : (categories[code] as string)));
}
