import type { NumericType } from '../../data-type.js';
import type { ColumnType } from '../column.js';
import { integerRange, isWide } from './integer-range.js';
import type { Converter } from './stored.js';

/** Largest magnitude up to which each whole number has its own value. */
const EXACT = { float32: 2 ** 24, float64: 2 ** 53 } as const;

/**
 * Between numbers and booleans: whole numbers within the range of the other type, floats only where they are whole,
 * whole numbers to floats only as far as each has its own value (as Arrow's safe cast). Not-a-number becomes a null
 * where the type has none, as in a table made from pandas.
 */
export function numberFromNumber(from: ColumnType, to: ColumnType): Converter | undefined {
  if (!isNumber(from) || !isNumber(to)) return undefined;
  if (to === 'bool') return toBoolean;
  if (from === 'float32' || from === 'float64') return fromFloat(to);
  return to === 'float32' || to === 'float64' ? integerToFloat(EXACT[to]) : integerToInteger(to);
}

function isNumber(type: ColumnType): type is NumericType | 'bool' {
  return type === 'bool' || type.startsWith('float') || integerRange(type) !== undefined;
}

const toBoolean: Converter = (value) => {
  const number = Number(value);
  if (Number.isNaN(number)) return null;
  return number === 0 || number === 1 ? number : undefined;
};

function fromFloat(to: NumericType): Converter {
  if (to === 'float64') return (value) => value;
  return to === 'float32' ? toFloat32 : floatToInteger(to);
}

/** Rounds, but never a finite number to an infinite one. */
const toFloat32: Converter = (value) => {
  const rounded = Math.fround(value as number);
  return Math.abs(rounded) === Infinity && Math.abs(value as number) !== Infinity ? undefined : rounded;
};

function floatToInteger(to: NumericType): Converter {
  const { min, max } = integerRange(to) as { min: bigint; max: bigint };
  const wide = isWide(to);
  return (value) => {
    const number = value as number;
    if (Number.isNaN(number)) return null;
    if (!Number.isInteger(number)) return undefined;
    const exact = BigInt(number);
    if (exact < min || exact > max) return undefined;
    return wide ? exact : number;
  };
}

function integerToFloat(limit: number): Converter {
  return (value) => {
    const number = Number(value);
    return Math.abs(number) <= limit && BigInt(number) === BigInt(value as number | bigint) ? number : undefined;
  };
}

function integerToInteger(to: NumericType): Converter {
  const { min, max } = integerRange(to) as { min: bigint; max: bigint };
  const wide = isWide(to);
  return (value) => {
    const exact = value as number | bigint;
    if (exact < min || exact > max) return undefined;
    return wide ? BigInt(exact) : Number(exact);
  };
}
