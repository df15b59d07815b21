/**
 * The columns of `@function`: computed as the config describes. A config holds no code, and none is run.
 *
 * @module
 */
import type { ConstantFunction, DateFromColumns, PathPart, VariableFunction } from '../../config/index.js';
import { type CastSource, castColumn } from '../../model/table/cast.js';
import {
  type Column,
  type ColumnType,
  columnOf,
  constantColumn,
  isNull,
  lengthOf,
  valueAt,
} from '../../model/table/column.js';
import type { Table } from '../../model/table/table.js';
import type { SourceContext } from '../handler.js';
import { dateParser, dayFormat } from './date-format.js';

const DEFAULT_FORMAT = '%Y-%m-%d %H:%M:%S';
const MIDNIGHT = '00:00:00';

/** A column that a function computes. */
export interface ComputedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly definition: VariableFunction;
}

/**
 * The column in its declared type, or `undefined`, with a warning, where the source does not tell what it is made of.
 *
 * @throws CO_COLUMN_CAST where a value does not fit the type
 */
export function functionColumn(computed: ComputedColumn, table: Table, context: SourceContext): Column | undefined {
  const column = computedColumn(computed, table, context);
  return column && castColumn(column, computed.type, { uri: context.source.uri, column: computed.name });
}

/** The columns that a function is computed from. */
export function columnsUsed({ extract_method: kind, method }: VariableFunction): string[] {
  if (kind !== 'date_from_columns') return [];
  return method.time === undefined ? [method.date] : [method.date, method.time];
}

function computedColumn({ name, definition }: ComputedColumn, table: Table, context: SourceContext) {
  const { extract_method: kind, method } = definition;
  if (kind === 'constant') return constantOf(method.value, table.rows);
  if (kind === 'path_part') return pathPart(name, method, table, context);
  return dateFromColumns(name, method, table, context);
}

function constantOf(value: ConstantFunction['method']['value'], rows: number): Column {
  const types = { string: 'string', boolean: 'bool', number: 'float64' } as const;
  return constantColumn(types[typeof value as keyof typeof types], value, rows);
}

/** @example `from_end: 2` of `s3://bucket/AUV/dive_7/x.nc` is `dive_7` */
function pathPart(name: string, method: PathPart, { rows }: Table, { source, report }: SourceContext) {
  const part = partOf(source.uri, method);
  if (part !== undefined) return constantColumn('string', part, rows);
  report.warn(`its address has no part ${JSON.stringify(method)} for column '${name}'`);
  return undefined;
}

function partOf(uri: string, { from_end: fromEnd, from_start: fromStart, pattern }: PathPart): string | undefined {
  if (pattern !== undefined) return new RegExp(pattern).exec(uri)?.[1];
  const parts = uri
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^\/+|\/+$/g, '')
    .split('/');
  return fromEnd === undefined ? parts[(fromStart ?? 1) - 1] : parts.at(-fromEnd);
}

/** `DATE TIME` of each row by the format; else the date alone; else no value. */
function dateFromColumns(name: string, method: DateFromColumns, table: Table, { source, report }: SourceContext) {
  const { date, time, default_time: defaultTime = MIDNIGHT, format = DEFAULT_FORMAT } = method;
  if (!table.has(date)) {
    report.warn(`no column '${date}' to make '${name}' of`);
    return undefined;
  }
  const dates = printed(table.column(date), { uri: source.uri, column: date });
  const clocks =
    time !== undefined && table.has(time) ? printed(table.column(time), { uri: source.uri, column: time }) : undefined;
  const parse = momentParser(format);
  const moments = dates.map((day, row) => (day ? parse(day, clocks?.[row] || defaultTime) : null));
  const lost = moments.filter((moment, row) => moment === null && dates[row]).length;
  if (lost > 0) report.warn(`${lost} texts of '${date}' are no date for column '${name}'`);
  return columnOf('timestamp[ns]', moments);
}

/** Remembers what it has parsed: days come again and again. */
function momentParser(format: string): (day: string, clock: string) => bigint | null {
  const whole = dateParser(format);
  const alone = dateParser(dayFormat(format));
  const iso = dateParser('%Y-%m-%d');
  const isoWhole = dateParser(DEFAULT_FORMAT);
  const known = new Map<string, bigint | null>();
  return (day, clock) => {
    const text = `${day} ${clock}`;
    const found = known.get(text);
    if (found !== undefined) return found;
    const moment = whole(text) ?? alone(day) ?? iso(day) ?? isoWhole(day) ?? null;
    known.set(text, moment);
    return moment;
  };
}

/** Texts as they are, times without a clock that is zero, as pandas prints them. */
function printed(column: Column, where: CastSource): (string | null)[] {
  const texts = castColumn(column, 'string', where);
  return Array.from({ length: lengthOf(texts) }, (_, row) =>
    isNull(texts, row) ? null : withoutZeros(String(valueAt(texts, row)).trim()),
  );
}

function withoutZeros(text: string): string {
  return text.replace(/^(\d{4}-\d{2}-\d{2}) 00:00:00(?:\.0+)?$/, '$1').replace(/(:\d{2})\.0+$/, '$1');
}
