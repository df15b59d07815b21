import type { DecodedArray } from '../../model/cf/decode-variable.js';
import { type Column, isFixed, isNull } from '../../model/table/column.js';
import type { LabelledArray, ScopeValues } from './scope.js';

/** A decoded variable (`decodeVariable`) as expressions see it. Integers with missing values become floats, as in xarray. */
export function labelledArrayOf({ column, dimensions, shape }: DecodedArray): LabelledArray {
  return { dimensions, shape, data: valuesOf(column) };
}

function valuesOf(column: Column): ScopeValues {
  if (!isFixed(column)) {
    const values = Array.from(column.codes, (code) => (code < 0 ? null : String(column.categories[code])));
    return { kind: 'text', values };
  }
  const { type } = column;
  const values: ArrayLike<number | bigint> = column.values;
  const missing = (row: number) => isNull(column, row);
  if (type.startsWith('timestamp')) {
    return { kind: 'time', values: Array.from(values, (value, row) => (missing(row) ? null : BigInt(value))) };
  }
  if (type === 'bool') return { kind: 'truth', values: Array.from(values, Number) };
  const isWhole = !type.startsWith('float') && column.nulls === undefined;
  if (isWhole) return { kind: 'integer', values };
  return { kind: 'float', values: Array.from(values, (value, row) => (missing(row) ? Number.NaN : Number(value))) };
}
