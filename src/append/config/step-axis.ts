/**
 * Labels of the append dimension as distances can be measured between them.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import { type Calendar, calendarOf } from '../../model/cf/calendar.js';
import { scaleExactly, type TimeSink } from '../../model/cf/exact-scale.js';
import { parseTimeUnits, type TimeUnits } from '../../model/cf/time-units.js';
import type { NumericArray, StoredArray } from '../../model/data-type.js';

/** One label: where it lies, and how far off it may be because its stored type cannot tell it better. */
export interface AxisLabel {
  /** Times: nanoseconds from 1970-01-01 in days of the calendar at hand. Else the number. */
  readonly value: number | bigint;
  /** In the same unit; 0 for what is stored as whole numbers. */
  readonly slack: number | bigint;
}

/** What the labels of a coordinate mean. */
export interface StepAxis {
  /** The calendar, where the labels are times. */
  readonly calendar: Calendar | undefined;
  /** Labels from what is stored. @throws CO_CUBE_LABEL for texts and for what is not a number */
  labelsOf(stored: StoredArray): AxisLabel[];
  /** A label as it is stored; `undefined` where the units and type cannot tell it exactly. */
  storedOf(value: number | bigint): number | bigint | undefined;
  /** A label for messages: ISO 8601 for times. */
  textOf(value: number | bigint): string;
}

/** What tells how labels are stored. */
export interface StoredLabels {
  readonly uri: string;
  readonly dimension: string;
  /** Type of the stored labels, and their CF units and calendar where they have any. */
  readonly type: string;
  readonly units?: string | undefined;
  readonly calendar?: string | undefined;
}

const DAY = 86_400_000_000_000n;

/** The axis on which the labels of a coordinate lie. Labels whose units are not understood count as numbers. */
export function stepAxisOf(labels: StoredLabels): StepAxis {
  const units = labels.units === undefined ? undefined : parseTimeUnits(labels.units);
  const calendar = units && calendarOf(labels.calendar ?? 'standard');
  const day = units && calendar?.dayOf(units.date);
  if (!units || !calendar || day === undefined) return new NumberAxis(labels);
  return new TimeAxis(labels, calendar, units, BigInt(day) * DAY + units.nanoseconds);
}

/** Relative error of a stored number, with room for the sums that it may come from. */
function relativeError(type: string): number {
  if (type === 'float64') return 2 ** -52;
  return type === 'float32' ? 2 ** -23 : 0;
}

class NumberAxis implements StepAxis {
  readonly calendar = undefined;
  readonly #labels: StoredLabels;

  constructor(labels: StoredLabels) {
    this.#labels = labels;
  }

  labelsOf(stored: StoredArray): AxisLabel[] {
    const error = relativeError(this.#labels.type);
    return Array.from(checkedNumbers(stored, this.#labels) as ArrayLike<number | bigint>, (value) => ({
      value,
      slack: typeof value === 'bigint' ? 0n : Math.abs(value) * error,
    }));
  }

  storedOf(value: number | bigint): number | bigint | undefined {
    const { type } = this.#labels;
    if (type.endsWith('int64')) return typeof value === 'bigint' || Number.isInteger(value) ? BigInt(value) : undefined;
    const number = type === 'float32' ? Math.fround(Number(value)) : Number(value);
    return type.startsWith('float') || Number.isInteger(number) ? number : undefined;
  }

  textOf(value: number | bigint): string {
    return String(value);
  }
}

class TimeAxis implements StepAxis {
  readonly calendar: Calendar;
  readonly #labels: StoredLabels;
  readonly #unit: bigint;
  /** Nanoseconds of the stored 0. */
  readonly #zero: bigint;

  constructor(labels: StoredLabels, calendar: Calendar, units: TimeUnits, zero: bigint) {
    this.calendar = calendar;
    this.#labels = labels;
    this.#unit = units.unitNanoseconds;
    this.#zero = zero;
  }

  labelsOf(stored: StoredArray): AxisLabel[] {
    const numbers = checkedNumbers(stored, this.#labels);
    const sink = new BigIntSink(numbers.length);
    scaleExactly(numbers, this.#unit, this.#zero, undefined, sink);
    const error = relativeError(this.#labels.type) * Number(this.#unit);
    return sink.values.map((value, index) => {
      if (value === undefined) throw labelFault(this.#labels, String(numbers[index]), 'is out of reach');
      return { value, slack: error === 0 ? 0n : BigInt(Math.ceil(Math.abs(Number(numbers[index])) * error)) };
    });
  }

  storedOf(value: number | bigint): number | bigint | undefined {
    const { type } = this.#labels;
    const distance = BigInt(value) - this.#zero;
    if (type.startsWith('float')) return Number(distance) / Number(this.#unit);
    if (distance % this.#unit !== 0n) return undefined;
    return type.endsWith('64') ? distance / this.#unit : Number(distance / this.#unit);
  }

  textOf(value: number | bigint): string {
    return isoOf(BigInt(value), this.calendar);
  }
}

/** `2024-01-31T06:00:00`, with a fraction where there is one. */
export function isoOf(nanoseconds: bigint, calendar: Calendar): string {
  const rest = ((nanoseconds % DAY) + DAY) % DAY;
  const { year, month, day } = calendar.dateOf(Number((nanoseconds - rest) / DAY));
  const seconds = Number(rest / 1_000_000_000n);
  const fraction = (rest % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
  const date = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
  return `${date}T${clock}${fraction === '' ? '' : `.${fraction}`}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function checkedNumbers(stored: StoredArray, labels: StoredLabels): NumericArray {
  if (Array.isArray(stored))
    throw labelFault(labels, String(stored[0] ?? ''), 'is text, between which there are no steps');
  const numbers = stored as NumericArray;
  for (const value of numbers) if (Number.isNaN(value)) throw labelFault(labels, 'NaN', 'is no label');
  return numbers;
}

/** The error of one label. @param reason goes on from "Label 'x' of 'dimension' in 'uri'" */
export function labelFault({ uri, dimension }: Pick<StoredLabels, 'uri' | 'dimension'>, label: string, reason: string) {
  return new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label, reason, fault: 'step' });
}

class BigIntSink implements TimeSink {
  readonly values: (bigint | undefined)[];

  constructor(length: number) {
    this.values = new Array<bigint | undefined>(length).fill(undefined);
  }

  write(index: number, seconds: number, nanoseconds: number): void {
    this.values[index] = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  }

  writeBigInt(index: number, nanoseconds: bigint): void {
    this.values[index] = nanoseconds;
  }

  /** Stays undefined. */
  writeOutOfRange(): void {}
}
