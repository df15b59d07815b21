/**
 * Conditions on one column, made ready for its type.
 *
 * @module
 */
import type { Condition, Operator, TimeSpan } from '../contracts/published-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';
import { parseFloat32, parseFloat64, parseInteger } from '../model/table/cast/parse-number.js';
import { parseClock, parseMoment } from '../model/table/cast/parse-time.js';
import { floorDivide, timeUnit } from '../model/table/cast/units.js';
import { type Category, type Column, type ColumnType, isFixed, isFixedType, storageOf } from '../model/table/column.js';

/** A value as a column stores it. */
export type Comparable = number | bigint | string;

/** What a column's values must be. */
export interface Threshold {
  /** 1 for each row whose value fits. Rows without a value do not, nor does not-a-number. */
  flags(column: Column): Uint8Array;
  /** Whether a value from `least` to `greatest` may fit. */
  mayFit(least: Comparable, greatest: Comparable): boolean;
}

/** Whether a value below, at, above the threshold fits. */
type Accepted = readonly [below: boolean, equal: boolean, above: boolean];

const ACCEPTED: Readonly<Record<Operator, Accepted>> = {
  '=': [false, true, false],
  '!=': [true, false, true],
  '<': [true, false, false],
  '<=': [true, true, false],
  '>': [false, false, true],
  '>=': [false, true, true],
};

/** A condition for a column of `type`. @throws CO_QUERY_VALUE */
export function thresholdOf({ column, operator, value }: Condition, type: ColumnType): Threshold {
  const limit = typedValue(type, value);
  if (limit === undefined) throw new CloudOptimisedError('CO_QUERY_VALUE', { column, type, value });
  return single(limit, ACCEPTED[operator]);
}

/** Times within `span`, for a column of times or of texts that tell times; `undefined` for a column of another type. */
export function spanOf({ start, end }: TimeSpan, type: ColumnType): Threshold | undefined {
  if (type === 'string') return overCategories(spanOf({ start, end }, 'timestamp[ns]') as Threshold);
  const unit = timeUnit(type);
  if (unit?.kind !== 'timestamp' && unit?.kind !== 'date') return undefined;
  const limits = [
    ...(start === undefined ? [] : [[-floorDivide(-start, unit.nanoseconds), '>='] as const]),
    ...(end === undefined ? [] : [[floorDivide(end, unit.nanoseconds), '<='] as const]),
  ];
  const isWide = storageOf(type as 'timestamp[ns]') === 'int64';
  return every(limits.map(([limit, operator]) => single(isWide ? limit : Number(limit), ACCEPTED[operator])));
}

function every(parts: readonly Threshold[]): Threshold {
  return {
    flags: (column) => parts.map((part) => part.flags(column)).reduce(and, definedFlags(column)),
    mayFit: (least, greatest) => parts.every((part) => part.mayFit(least, greatest)),
  };
}

/** Flags that are 1 in both; changes `a`. */
export function and(a: Uint8Array, b: Uint8Array): Uint8Array {
  for (let row = 0; row < a.length; row++) a[row] = (a[row] as number) & (b[row] as number);
  return a;
}

function definedFlags(column: Column): Uint8Array {
  if (!isFixed(column)) return Uint8Array.from(column.codes, (code) => (code === -1 ? 0 : 1));
  return column.nulls ? column.nulls.map((flag) => 1 - flag) : new Uint8Array(column.values.length).fill(1);
}

/** Texts that tell times: each is read once. What tells none does not fit. */
function overCategories(moments: Threshold): Threshold {
  return {
    flags: (column) => {
      if (isFixed(column)) return moments.flags(column);
      const fits = column.categories.map((text) => {
        const moment = parseMoment(String(text).trim());
        return moment !== undefined && moments.mayFit(moment, moment) ? 1 : 0;
      });
      return Uint8Array.from(column.codes, (code) => (code === -1 ? 0 : (fits[code] as number)));
    },
    // The order of texts need not be that of times.
    mayFit: () => true,
  };
}

function single(limit: Comparable, accepted: Accepted): Threshold {
  return {
    flags: (column) =>
      isFixed(column) ? numberFlags(column, limit as number | bigint, accepted) : textFlags(column, limit, accepted),
    mayFit: (least, greatest) =>
      (accepted[0] && compare(least, limit) < 0) ||
      (accepted[1] && compare(least, limit) <= 0 && compare(greatest, limit) >= 0) ||
      (accepted[2] && compare(greatest, limit) > 0),
  };
}

function numberFlags(
  column: Extract<Column, { values: unknown }>,
  limit: number | bigint,
  accepted: Accepted,
): Uint8Array {
  const [below, equal, above] = accepted.map(Number) as [number, number, number];
  const { values, nulls } = column;
  const flags = new Uint8Array(values.length);
  for (let row = 0; row < flags.length; row++) {
    const value = values[row] as number | bigint;
    if (nulls?.[row] === 1) continue;
    flags[row] = value < limit ? below : value > limit ? above : value === limit ? equal : 0;
  }
  return flags;
}

function textFlags(column: Extract<Column, { codes: unknown }>, limit: Comparable, accepted: Accepted): Uint8Array {
  const fits = column.categories.map((text: Category) =>
    accepted[Math.sign(compare(text as string, limit)) + 1] ? 1 : 0,
  );
  return Uint8Array.from(column.codes, (code) => (code === -1 ? 0 : (fits[code] as number)));
}

/** Texts by their code points, as UTF-8 orders them. */
function compare(a: Comparable, b: Comparable): number {
  if (a === b) return 0;
  if (typeof a !== 'string' || typeof b !== 'string') return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The value that a text tells in a column's type; `undefined` where it tells none. */
function typedValue(type: ColumnType, text: string): Comparable | undefined {
  if (!isFixedType(type)) return type === 'string' ? text : undefined;
  const unit = timeUnit(type);
  if (unit?.kind === 'time') return inUnits(parseClock(text), unit.nanoseconds, type);
  if (unit && unit.kind !== 'duration') return inUnits(parseMoment(text), unit.nanoseconds, type);
  if (type === 'bool') return { true: 1, false: 0, 1: 1, 0: 0 }[text.toLowerCase()];
  if (type === 'float32') return known(parseFloat32(text));
  if (type === 'float64') return known(parseFloat64(text));
  const whole = parseInteger(text);
  return whole === undefined || isWide(type) ? whole : Number(whole);
}

/** Nothing is equal to not-a-number, or above or below it. */
function known(value: number | undefined): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function inUnits(nanoseconds: bigint | undefined, unit: bigint, type: ColumnType): Comparable | undefined {
  if (nanoseconds === undefined || nanoseconds % unit !== 0n) return undefined;
  return isWide(type) ? nanoseconds / unit : Number(nanoseconds / unit);
}

function isWide(type: ColumnType): boolean {
  return isFixedType(type) && /64$/.test(storageOf(type)) && !type.startsWith('float');
}
