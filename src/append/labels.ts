/**
 * Labels of the append coordinate as a person means them: numbers, texts, or moments.
 *
 * @module
 */
import type { Label } from '../engine/cube/labels.js';
import { type Calendar, calendarOf } from '../model/cf/calendar.js';
import { decodeTimes } from '../model/cf/decode-time.js';
import { parseTimeUnits, type TimeUnits } from '../model/cf/time-units.js';
import type { NumericArray, StoredArray } from '../model/data-type.js';
import type { JsonAttributes } from '../model/zarr/array.js';

export type { Label };

/** How the labels of a coordinate are to be understood. */
export interface LabelMeaning {
  /** Nanoseconds since 1970-01-01 of labels that are times; `undefined` where they are none. */
  moments(labels: readonly Label[]): readonly bigint[] | undefined;
  /** A label as people read it. */
  text(label: Label): string;
}

/** The labels of an array, one by one. */
export function labelsIn(labels: StoredArray): readonly Label[] {
  return Array.from(labels as ArrayLike<Label>);
}

/** What the labels of a coordinate with these attributes mean. */
export function labelMeaning(attributes: JsonAttributes): LabelMeaning {
  const { units, calendar } = attributes;
  const parsed = typeof units === 'string' ? parseTimeUnits(units) : undefined;
  const days = calendarOf(typeof calendar === 'string' ? calendar : 'standard');
  if (!parsed || !days) return { moments: () => undefined, text: String };
  const moments = (labels: readonly Label[]) => momentsOf(labels, parsed, days);
  return {
    moments,
    text: (label) => isoOf(moments([label])?.[0]) ?? String(label),
  };
}

function momentsOf(labels: readonly Label[], units: TimeUnits, calendar: Calendar): readonly bigint[] | undefined {
  const decoded = decodeTimes(toNumbers(labels), units, calendar);
  return decoded && !decoded.outOfRange ? [...decoded.values] : undefined;
}

function toNumbers(labels: readonly Label[]): NumericArray {
  if (labels.every((label) => typeof label === 'bigint')) return BigInt64Array.from(labels);
  return Float64Array.from(labels, Number);
}

/** `2024-01-31T06:00:00`, with the digits below the second that are not zero. */
function isoOf(nanoseconds: bigint | undefined): string | undefined {
  if (nanoseconds === undefined) return undefined;
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, 19);
  return fraction === 0n ? seconds : `${seconds}.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`;
}
