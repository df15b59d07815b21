/**
 * What an expression comes to, as JSON and as text.
 *
 * @module
 */
import { isObject } from '../../config/json.js';
import { calendarOf } from '../../model/cf/calendar.js';
import { sizeOf } from '../../model/dataset.js';
import type { LabelledArray } from './scope.js';

/**
 * A value for an attribute: alone it is `json`, as `JsonAttributes` hold it; between other text it is `text`, and in a list there `inList`,
 * as Python writes them.
 */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  readonly inList: string;
}

/** A number, text, truth value or null that is not from an array, or what an attribute holds. @param float whether it is written with a point */
export function outcomeOf(value: unknown, float = false): Outcome {
  if (typeof value === 'string') return textual(value);
  if (typeof value === 'number')
    return float || !Number.isInteger(value) ? floatOutcome(value) : plain(value, String(value));
  if (typeof value === 'boolean') return plain(value, value ? 'True' : 'False');
  if (typeof value === 'bigint') return integerOutcome(value);
  if (value instanceof Float64Array) return floatOutcome(Number(value[0]));
  if (Array.isArray(value)) return listed(value.map((item: unknown) => outcomeOf(item)));
  return isObject(value) ? plain(value, JSON.stringify(value)) : plain(null, 'None');
}

/** A scalar's value, or lists in lists of an array's. Times are told to the second. */
export function arrayOutcome({ shape, data }: LabelledArray): Outcome {
  const { kind, values } = data;
  const scalars = Array.from(values as ArrayLike<unknown>, (value) => scalarOutcome(kind, value));
  return nested(scalars, shape);
}

function nested(scalars: readonly Outcome[], [length, ...inner]: readonly number[]): Outcome {
  if (length === undefined) return scalars[0] ?? outcomeOf(null);
  const size = sizeOf(inner);
  return listed(Array.from({ length }, (_, n) => nested(scalars.slice(n * size, (n + 1) * size), inner)));
}

function scalarOutcome(kind: LabelledArray['data']['kind'], value: unknown): Outcome {
  switch (kind) {
    case 'float':
      return floatOutcome(Number(value));
    case 'integer':
      return integerOutcome(BigInt(value as number | bigint));
    case 'truth':
      return outcomeOf(Boolean(value));
    case 'time':
      return textual(value === null ? 'NaT' : secondsOf(value as bigint));
    default:
      return outcomeOf(value === null ? null : String(value));
  }
}

/** Not-a-number and infinities are texts, which JSON can hold; `1.0` stays a float. */
function floatOutcome(value: number): Outcome {
  if (Number.isFinite(value)) return plain(Number.isInteger(value) ? Float64Array.of(value) : value, floatText(value));
  return textual(Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');
}

/** Integers that a number cannot hold exactly are texts. */
function integerOutcome(value: bigint): Outcome {
  const number = Number(value);
  return Number.isSafeInteger(number) ? plain(number, String(value)) : textual(String(value));
}

function listed(items: readonly Outcome[]): Outcome {
  return plain(
    items.map(({ json }) => json),
    `[${items.map(({ inList }) => inList).join(', ')}]`,
  );
}

function plain(json: unknown, text: string): Outcome {
  return { json, text, inList: text };
}

function textual(text: string): Outcome {
  return { json: text, text, inList: text.includes("'") ? JSON.stringify(text) : `'${text}'` };
}

/** The shortest digits that mean the number, always with a point or an exponent; the exponent from 1e16 on, and below 1e-4. */
function floatText(value: number): string {
  const [, sign = '', digits = '', exponent = '0'] = /^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential()) ?? [];
  const power = Number(exponent);
  if (power < -4 || power >= 16)
    return `${sign}${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  // Numbers of this size JavaScript writes without an exponent; the sign of -0 it leaves out.
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

const SECOND = 1_000_000_000n;
const DAY = 86_400;

/** `2024-01-31T06:00:00`. */
function secondsOf(nanoseconds: bigint): string {
  const rest = ((nanoseconds % SECOND) + SECOND) % SECOND;
  const seconds = Number((nanoseconds - rest) / SECOND);
  const day = Math.floor(seconds / DAY);
  const date = calendarOf('proleptic_gregorian')?.dateOf(day) ?? { year: 1970, month: 1, day: 1 };
  const clock = seconds - day * DAY;
  const two = (value: number) => String(value).padStart(2, '0');
  const ymd = `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
  return `${ymd}T${two(Math.floor(clock / 3600))}:${two(Math.floor(clock / 60) % 60)}:${two(clock % 60)}`;
}
