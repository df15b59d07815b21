import { isInteger, isNumeric, type NumericType } from '../../model/data-type.js';
import type { ColumnType } from '../../model/table/column.js';

/**
 * The narrowest type that holds all values of both exactly; text where no other does.
 *
 * @param areSmall whether all whole numbers are known to be below 2^53, so that doubles hold them
 */
export function widen(one: ColumnType, other: ColumnType, areSmall = false): ColumnType {
  if (one === other) return one;
  if (isNumeric(one) && isNumeric(other)) return widenNumbers(one, other, areSmall);
  const times = ['timestamp[ns]', 'timestamp[ms]', 'date32[day]'];
  return times.includes(one) && times.includes(other) ? 'timestamp[ns]' : 'string';
}

function widenNumbers(one: NumericType, other: NumericType, areSmall: boolean): ColumnType {
  if (isInteger(one) && isInteger(other)) return widenIntegers(one, other);
  const integer = [one, other].find(isInteger);
  if (integer === undefined) return 'float64';
  const [float] = [one, other].filter((type) => !isInteger(type));
  const bits = bitsOf(integer);
  if (bits <= 16) return float ?? 'float64';
  return bits <= 32 || areSmall ? 'float64' : 'string';
}

function widenIntegers(one: NumericType, other: NumericType): ColumnType {
  const isUnsigned = (type: string) => type.startsWith('u');
  const most = Math.max(bitsOf(one), bitsOf(other));
  if (isUnsigned(one) === isUnsigned(other)) return `${isUnsigned(one) ? 'u' : ''}int${most}` as NumericType;
  const [unsigned, signed] = isUnsigned(one) ? [bitsOf(one), bitsOf(other)] : [bitsOf(other), bitsOf(one)];
  const bits = Math.max(unsigned * 2, signed);
  return bits <= 64 ? (`int${bits}` as NumericType) : 'string';
}

function bitsOf(type: string): number {
  return Number(/\d+$/.exec(type)?.[0] ?? 64);
}
