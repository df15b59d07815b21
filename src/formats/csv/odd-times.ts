/**
 * Columns of texts that tell times in another way than ISO 8601.
 *
 * @module
 */
import type { InspectionNote } from '../../model/inspection/inspection.js';
import { type CodedColumn, isFixed } from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';

const DAY = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:([ T])\d{1,2}:\d{2}(:\d{2})?)?$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^\d{1,2}:\d{2}(:\d{2})?$/;

/** Doubts about columns whose times are not read as such, with the function of a config that makes times of them. */
export function noteOddTimes(texts: Table): InspectionNote[] {
  const columns = texts.names.flatMap((name) => {
    const column = texts.column(name);
    return isFixed(column) ? [] : [{ name, cells: cellsOf(column) }];
  });
  const clock = columns.find(({ cells }) => cells.length > 0 && cells.every((cell) => CLOCK.test(cell)));
  return columns.flatMap(({ name, cells }) => {
    const format = dayFormatOf(cells);
    if (format === undefined || (format.isIso && !clock)) return [];
    const time = !format.hasClock && clock ? { name: clock.name, format: clockFormat(clock.cells) } : undefined;
    return [{ subject: name, text: tell(name, cells[0] ?? '', format, time), isDoubt: true }];
  });
}

function cellsOf({ categories }: CodedColumn): string[] {
  return categories.map((text) => String(text).trim()).filter((text) => text !== '');
}

interface DayFormat {
  readonly format: string;
  readonly isIso: boolean;
  readonly hasClock: boolean;
  /** Whether days and months cannot be told apart. */
  readonly isOpen: boolean;
}

function dayFormatOf(cells: readonly string[]): DayFormat | undefined {
  if (cells.length === 0) return undefined;
  if (cells.every((cell) => ISO_DAY.test(cell)))
    return { format: '%Y-%m-%d', isIso: true, hasClock: false, isOpen: false };
  const found = cells.map((cell) => DAY.exec(cell));
  const [first] = found;
  if (!first || found.some((one) => one?.[2] !== first[2] || !one?.[5] !== !first[5])) return undefined;
  const exceeds = (part: 1 | 3) => found.some((one) => Number(one?.[part]) > 12);
  if (exceeds(1) && exceeds(3)) return undefined;
  const sign = first[2] ?? '/';
  const day = exceeds(3) ? `%m${sign}%d${sign}%Y` : `%d${sign}%m${sign}%Y`;
  const clock = first[5] ? `${first[5]}${clockFormat(cells.map((cell) => cell.split(/[ T]/)[1] ?? ''))}` : '';
  return { format: day + clock, isIso: false, hasClock: clock !== '', isOpen: !exceeds(1) && !exceeds(3) };
}

function clockFormat(cells: readonly string[]): string {
  return cells.every((cell) => cell.split(':').length === 3) ? '%H:%M:%S' : '%H:%M';
}

function tell(
  name: string,
  example: string,
  { format, hasClock, isIso, isOpen }: DayFormat,
  time: { readonly name: string; readonly format: string } | undefined,
): string {
  // Where no column tells the time of day, midnight is put after the text.
  const own = hasClock ? `${format} 00:00:00` : format;
  const method = { date: name, ...(time && { time: time.name }), format: time ? `${format} ${time.format}` : own };
  const what = isIso || time ? `days, with the time of day in '${time?.name}'` : `times such as '${example}'`;
  const state = isIso ? 'it is read without that' : 'it stays text';
  const open = isOpen ? ' (or month first: no value tells which)' : '';
  return `it has ${what}: ${state}, unless schema_transformation.functions has date_from_columns with ${JSON.stringify(method)}${open}`;
}
