import type { ColumnType } from '../column.js';
import { DAY, floorDivide, type TimeUnit, timeUnit } from './units.js';

/** The text of a number as Arrow's cast to string prints it; `undefined` for not-a-number, which becomes a null. */
export function printNumber(value: number | bigint, type: ColumnType): string | undefined {
  if (type === 'bool') return value === 1 ? 'true' : 'false';
  if (typeof value === 'bigint' || !type.startsWith('float')) return String(value);
  if (Number.isNaN(value)) return undefined;
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return printFloat(value, type === 'float32' ? shortestFloat32(value) : String(value));
}

/** The shortest digits that give this float32 back. */
function shortestFloat32(value: number): string {
  for (let precision = 1; precision < 9; precision++) {
    const text = value.toPrecision(precision);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** Arrow writes an exponent below 10^-6 and from 10^10 on. */
function printFloat(value: number, shortest: string): string {
  if (Object.is(value, -0)) return '-0';
  const [digits, exponent] = Number(shortest).toExponential().split('e') as [string, string];
  const power = Number(exponent);
  return power < -6 || power >= 10 ? `${digits}e${exponent}` : shortest;
}

/** The text of a time as Arrow prints it: `2020-01-31 23:59:59.123456789`, `2020-01-31`, `23:59:59`; a duration is its count. */
export function printTime(count: bigint, type: ColumnType): string {
  const unit = timeUnit(type) as TimeUnit;
  const nanoseconds = count * unit.nanoseconds;
  if (unit.kind === 'duration') return String(count);
  if (unit.kind === 'date') return printDate(count);
  if (unit.kind === 'time') return printClock(nanoseconds, unit);
  const day = floorDivide(nanoseconds, DAY);
  return `${printDate(day)} ${printClock(nanoseconds - day * DAY, unit)}`;
}

function printDate(day: bigint): string {
  return new Date(Number(day) * 86_400_000).toISOString().replace(/T.*/, '');
}

function printClock(nanoseconds: bigint, unit: TimeUnit): string {
  const second = Number(nanoseconds / 1_000_000_000n);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(second / 3600)}:${two((second / 60) % 60)}:${two(second % 60)}`;
  const digits = String(1_000_000_000n / unit.nanoseconds).length - 1;
  if (digits === 0) return clock;
  return `${clock}.${String(nanoseconds % 1_000_000_000n)
    .padStart(9, '0')
    .slice(0, digits)}`;
}
