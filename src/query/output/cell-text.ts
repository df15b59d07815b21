import { printNumber, printTime } from '../../model/table/cast/print.js';
import { timeUnit } from '../../model/table/cast/units.js';
import { type Category, type Column, type ColumnType, type FixedColumn, isFixed } from '../../model/table/column.js';
import { momentText } from '../moment-text.js';

/** The text of each row of a column, `undefined` for a row without a value. */
export type CellTexts = (row: number) => string | undefined;

/** How many numbers of a column are kept with their texts. */
const KEPT = 1 << 16;

/**
 * The texts of a column: times as ISO 8601 in UTC, to the nanosecond where they have one; numbers with the fewest digits that give them
 * back; durations as their nanoseconds; bytes in base64; lists as JSON. `wrap` has the last word on each.
 */
export function cellTexts(column: Column, wrap: (text: string) => string = (text) => text): CellTexts {
  if (isFixed(column)) return fixedTexts(column, wrap);
  const { codes, categories } = column;
  const texts = new Map<number, string>();
  return (row) => {
    const code = codes[row] as number;
    if (code === -1) return undefined;
    const known = texts.get(code) ?? wrap(categoryText(categories[code] as Category));
    texts.set(code, known);
    return known;
  };
}

function fixedTexts({ type, values, nulls }: FixedColumn, wrap: (text: string) => string): CellTexts {
  const print = printerOf(type);
  const known = new Map<number | bigint, string>();
  return (row) => {
    if (nulls?.[row] === 1) return undefined;
    const value = values[row] as number | bigint;
    // −0 and 0 are one key of a map.
    const before = value === 0 ? undefined : known.get(value);
    if (before !== undefined) return before;
    const text = wrap(print(value));
    if (known.size < KEPT && value !== 0) known.set(value, text);
    return text;
  };
}

function printerOf(type: ColumnType): (value: number | bigint) => string {
  const unit = timeUnit(type);
  if (unit?.kind === 'timestamp') return (count) => momentText(BigInt(count) * unit.nanoseconds);
  if (unit) return (count) => printTime(BigInt(count), type);
  if (type === 'float64')
    return (value) => (Object.is(value, -0) ? '-0' : (notFinite(value as number) ?? String(value)));
  return (value) => printNumber(value, type) ?? 'NaN';
}

function notFinite(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return printNumber(value, 'float64') ?? 'NaN';
}

function categoryText(category: Category): string {
  if (typeof category === 'string') return category;
  return category instanceof Uint8Array ? Buffer.from(category).toString('base64') : JSON.stringify(category);
}
