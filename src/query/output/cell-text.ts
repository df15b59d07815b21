import { printNumber, printTime } from '../../model/table/cast/print.js';
import { floorDivide, timeUnit } from '../../model/table/cast/units.js';
import { type Category, type Column, type ColumnType, type FixedColumn, isFixed } from '../../model/table/column.js';
import { momentText } from '../moment-text.js';

/** The text of each row of a column, `undefined` for a row without a value. */
export type CellTexts = (row: number) => string | undefined;

/** Numbers of a column that come again are kept with their texts: so many at most, and only while they do come again. */
const KEPT = 1 << 16;
const TRIED = 1 << 12;

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
  let found = 0;
  return (row) => {
    if (nulls?.[row] === 1) return undefined;
    const value = values[row] as number | bigint;
    // −0 and 0 are one key of a map.
    if (value === 0 || known.size >= KEPT || (known.size >= TRIED && found < known.size)) return wrap(print(value));
    const before = known.get(value);
    if (before !== undefined) {
      found++;
      return before;
    }
    const text = wrap(print(value));
    known.set(value, text);
    return text;
  };
}

function printerOf(type: ColumnType): (value: number | bigint) => string {
  const unit = timeUnit(type);
  if (unit?.kind === 'timestamp') return momentPrinter(unit.nanoseconds);
  if (unit) return (count) => printTime(BigInt(count), type);
  if (type === 'float64')
    return (value) => (Object.is(value, -0) ? '-0' : (notFinite(value as number) ?? String(value)));
  if (type === 'float32') return (value) => shortFloat32(value as number) ?? printNumber(value, type) ?? 'NaN';
  return (value) => printNumber(value, type) ?? 'NaN';
}

const DAY = 86_400_000_000_000n;

/** Dates with their `T`, by their day: there are not many. */
const dates = new Map<number, string>();

/** ISO 8601 in UTC. */
function momentPrinter(unit: bigint): (count: number | bigint) => string {
  return (count) => {
    const nanoseconds = BigInt(count) * unit;
    const day = floorDivide(nanoseconds, DAY);
    return `${dateText(Number(day))}${clockText(Number(nanoseconds - day * DAY))}`;
  };
}

function dateText(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= KEPT) dates.clear();
  const text = momentText(BigInt(day) * DAY).slice(0, -9);
  dates.set(day, text);
  return text;
}

const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `06:00:00Z`, with as many digits of the second as it has. */
function clockText(nanosecondsOfDay: number): string {
  const seconds = Math.floor(nanosecondsOfDay / 1e9);
  const rest = nanosecondsOfDay - seconds * 1e9;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${TWO[hour]}:${TWO[minute]}:${TWO[seconds % 60]}${fraction}Z`;
}

/** Below it, a float32 has fewer digits than the others. */
const SMALLEST_NORMAL = 2 ** -126;

/** The fewest digits that give a float32 back: each decimal number of six digits is a float32 of its own, so fewer need not be tried. */
function shortFloat32(value: number): string | undefined {
  // Zeros too, of which one has a sign.
  if (!Number.isFinite(value) || Math.abs(value) < SMALLEST_NORMAL) return undefined;
  // Most measurements: three decimals at most, and six digits in all.
  const thousandths = Math.round(value * 1000) / 1000;
  if (Math.abs(value) < 1000 && Math.fround(thousandths) === value) return String(thousandths);
  for (let digits = 6; digits <= 9; digits++) {
    const number = Number(value.toPrecision(digits));
    if (Math.fround(number) === value) return String(number);
  }
  return undefined;
}

function notFinite(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return printNumber(value, 'float64') ?? 'NaN';
}

function categoryText(category: Category): string {
  if (typeof category === 'string') return category;
  return category instanceof Uint8Array ? Buffer.from(category).toString('base64') : JSON.stringify(category);
}
