/**
 * Casts columns to the types of a schema: each value exactly, or a coded error. The rules are those of Arrow's safe
 * cast; where Arrow would lose something after all (a finite float64 that float32 cannot hold, 2 as a boolean), the
 * value is refused.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { allocate } from '../data-type.js';
import { converter } from './cast/converter.js';
import type { Converter, Stored } from './cast/stored.js';
import {
  type Category,
  type CodedColumn,
  type Column,
  type ColumnType,
  type FixedColumn,
  type FixedType,
  isFixed,
  isFixedType,
  isNull,
  lengthOf,
  nullColumn,
  storageOf,
  type VariableType,
  valueAt,
} from './column.js';

/** What a column belongs to, for messages. */
export interface CastSource {
  /** The address of its file. */
  readonly uri: string;
  /** Its name. */
  readonly column: string;
}

/**
 * The column with its values in type `to`; the same object where it has that type.
 *
 * Texts are parsed whole (spaces are not trimmed), times as ISO 8601; `3.0` is a whole number. float64 to float32 rounds.
 * Not-a-number becomes a null in types that have none.
 *
 * @throws CO_COLUMN_CAST with the first row whose value does not fit
 */
export function castColumn(column: Column, to: ColumnType, source: CastSource): Column {
  if (column.type === to) return column;
  const convert = converter(column.type, to) ?? (() => undefined);
  if (!isFixed(column)) return castCoded(column, to, convert, source);
  if (isFixedType(to)) return castFixed(column, to, convert, source);
  return printFixed(column, to, convert, source);
}

function castFixed(column: FixedColumn, to: FixedType, convert: Converter, source: CastSource): Column {
  const { values } = column;
  const into = allocate(storageOf(to), values.length);
  const nulls = column.nulls ? Uint8Array.from(column.nulls) : new Uint8Array(values.length);
  let anyNull = column.nulls !== undefined;
  for (let row = 0; row < values.length; row++) {
    if (nulls[row] === 1) continue;
    const value = convert(values[row] as number | bigint);
    if (value === undefined) throw refusal(column, to, row, source);
    if (value === null) {
      nulls[row] = 1;
      anyNull = true;
    } else into[row] = value as never;
  }
  return { type: to, values: into, nulls: anyNull ? nulls : undefined };
}

/** Numbers to texts: each distinct number is printed once. */
function printFixed(column: FixedColumn, to: ColumnType, convert: Converter, source: CastSource): Column {
  const seen = new Map<number | bigint, number>();
  const categories: Category[] = [];
  const codes = new Int32Array(column.values.length).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    if (column.nulls?.[row] === 1) continue;
    const value = column.values[row] as number | bigint;
    if (row > 0 && value === column.values[row - 1] && value && codes[row - 1] !== -1) {
      codes[row] = codes[row - 1] as number;
      continue;
    }
    const code = Object.is(value, -0) ? undefined : seen.get(value);
    codes[row] = code ?? addCategory(convert(value), categories, () => refusal(column, to, row, source));
    if (code === undefined && !Object.is(value, -0)) seen.set(value, codes[row] as number);
  }
  return { type: to as VariableType, categories, codes };
}

function addCategory(value: Stored | null | undefined, categories: Category[], refuse: () => Error): number {
  if (value === undefined) throw refuse();
  return value === null ? -1 : categories.push(value as Category) - 1;
}

/** Texts to anything: each category that is in use is converted once. */
function castCoded(column: CodedColumn, to: ColumnType, convert: Converter, source: CastSource): Column {
  const converted = convertCategories(column, convert, (row) => refusal(column, to, row, source));
  if (!isFixedType(to)) return recode(column, converted, to);
  const target = nullColumn(to, lengthOf(column)) as FixedColumn & { nulls: Uint8Array };
  let nullCount = 0;
  for (let row = 0; row < column.codes.length; row++) {
    const value = converted[column.codes[row] as number] ?? null;
    if (value === null) nullCount++;
    else {
      target.values[row] = value as never;
      target.nulls[row] = 0;
    }
  }
  return nullCount > 0 ? target : { ...target, nulls: undefined };
}

function convertCategories(column: CodedColumn, convert: Converter, refuse: (row: number) => Error): (Stored | null)[] {
  const converted: (Stored | null)[] = new Array(column.categories.length).fill(null);
  const done = new Uint8Array(column.categories.length);
  column.codes.forEach((code, row) => {
    if (code === -1 || done[code] === 1) return;
    const value = convert(column.categories[code] as Category);
    if (value === undefined) throw refuse(row);
    converted[code] = value;
    done[code] = 1;
  });
  return converted;
}

/** Categories that no row uses are left as empty values of the type; they are never seen. */
function recode(column: CodedColumn, converted: readonly (Stored | null)[], to: VariableType): CodedColumn {
  const empty: Category = to === 'string' ? '' : new Uint8Array(0);
  return { type: to, categories: converted.map((value) => (value ?? empty) as Category), codes: column.codes };
}

function refusal(column: Column, to: ColumnType, row: number, source: CastSource): CloudOptimisedError {
  const value = isNull(column, row) ? 'null' : String(valueAt(column, row));
  return new CloudOptimisedError('CO_COLUMN_CAST', { ...source, from: column.type, to, row, value });
}
