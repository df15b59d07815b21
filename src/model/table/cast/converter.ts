import type { NumericType } from '../../data-type.js';
import { type ColumnType, isFixedType } from '../column.js';
import { integerRange, isWide } from './integer-range.js';
import { numberFromNumber } from './numbers.js';
import { parseFloat32, parseFloat64, parseInteger } from './parse-number.js';
import { parseClock, parseMoment } from './parse-time.js';
import { printNumber, printTime } from './print.js';
import type { Converter, Stored } from './stored.js';
import { inUnit, timeFromTime } from './times.js';
import { timeUnit } from './units.js';

/** What turns values of one type into another; `undefined` where Arrow knows no such cast. */
export function converter(from: ColumnType, to: ColumnType): Converter | undefined {
  if (from === 'binary') return fromBytes(to);
  if (from === 'string') return fromText(to) as Converter | undefined;
  if (from === 'list<string>' || to === 'list<string>') return undefined;
  if (to === 'string') return toText(from);
  return isFixedType(to) ? (numberFromNumber(from, to) ?? timeFromTime(from, to)) : undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function fromBytes(to: ColumnType): Converter | undefined {
  const fromString = to === 'string' ? (text: Stored) => text : fromText(to);
  return (
    fromString &&
    ((bytes) => {
      const text = decoded(bytes as Uint8Array);
      return text === undefined ? undefined : fromString(text as never);
    })
  );
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function toText(from: ColumnType): Converter {
  if (timeUnit(from)) return (value) => printTime(BigInt(value as number | bigint), from);
  return (value) => printNumber(value as number | bigint, from) ?? null;
}

type TextConverter = (text: string) => Stored | null | undefined;

function fromText(to: ColumnType): TextConverter | undefined {
  if (to === 'binary') return (text) => encoder.encode(text);
  if (to === 'bool') return parseBoolean;
  if (to === 'float64') return parseFloat64;
  if (to === 'float32') return parseFloat32;
  if (!isFixedType(to)) return undefined;
  return timeUnit(to) ? timeFromText(to) : integerFromText(to as NumericType);
}

function parseBoolean(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === '1') return 1;
  return lower === 'false' || lower === '0' ? 0 : undefined;
}

function integerFromText(to: NumericType): TextConverter {
  const range = integerRange(to) as { min: bigint; max: bigint };
  const wide = isWide(to);
  return (text) => {
    const value = parseInteger(text);
    if (value === undefined || value < range.min || value > range.max) return undefined;
    return wide ? value : Number(value);
  };
}

function timeFromText(to: ColumnType): TextConverter | undefined {
  const kind = timeUnit(to)?.kind;
  if (kind === 'duration') return undefined;
  const parse = kind === 'time' ? parseClock : parseMoment;
  return (text) => inUnit(parse(text), to);
}
