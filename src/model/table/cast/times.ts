import { type ColumnType, type FixedType, storageOf } from '../column.js';
import type { Converter, Stored } from './stored.js';
import { DAY, floorDivide, type TimeUnit, timeUnit } from './units.js';

/**
 * Between types of times, and between a type of times and the integer that stores it (never floats or other integers,
 * whose unit nobody knows: as in Arrow). A coarser unit is taken only where nothing is lost; the day and the clock of a
 * timestamp are what their names say.
 */
export function timeFromTime(from: ColumnType, to: ColumnType): Converter | undefined {
  const source = timeUnit(from);
  const target = timeUnit(to);
  if (!source || !target) return rawCount(from, to, source ?? target);
  if (source.kind === 'timestamp' && target.kind === 'date')
    return (value) => Number(floorDivide(nanoseconds(value, source), DAY));
  if (source.kind === 'timestamp' && target.kind === 'time')
    return (value) => inUnit(timeOfDay(nanoseconds(value, source)), to);
  const convertible = source.kind === target.kind || (source.kind === 'date' && target.kind === 'timestamp');
  return convertible ? (value) => inUnit(nanoseconds(value, source), to) : undefined;
}

/** A time of `nanoseconds` (since 1970-01-01, or since midnight) in the unit of `to`; `undefined` where it does not fit. */
export function inUnit(nanoseconds: bigint | undefined, to: ColumnType): Stored | undefined {
  const unit = (timeUnit(to) as TimeUnit).nanoseconds;
  if (nanoseconds === undefined || nanoseconds % unit !== 0n) return undefined;
  const count = nanoseconds / unit;
  const bits = storageOf(to as FixedType) === 'int64' ? 64 : 32;
  if (BigInt.asIntN(bits, count) !== count) return undefined;
  return bits === 64 ? count : Number(count);
}

function rawCount(from: ColumnType, to: ColumnType, either: TimeUnit | undefined): Converter | undefined {
  if (!either) return undefined;
  const stored = timeUnit(from) ? from : to;
  const integer = stored === from ? to : from;
  return storageOf(stored as FixedType) === integer ? (value) => value : undefined;
}

function nanoseconds(value: Stored, unit: TimeUnit): bigint {
  return BigInt(value as number | bigint) * unit.nanoseconds;
}

function timeOfDay(nanoseconds: bigint): bigint {
  return nanoseconds - floorDivide(nanoseconds, DAY) * DAY;
}
