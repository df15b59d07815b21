/**
 * What `append_step` demands of labels, and the labels that are missing by it.
 *
 * @module
 */
import { CloudOptimisedError } from '../errors/index.js';
import { calendarOf, gregorianDay } from '../model/cf/calendar.js';
import type { AppendStep } from './config/append-step.js';
import type { Label, LabelMeaning } from './labels.js';

/** Labels that follow each other, and what they are of. */
export interface LabelSequence {
  /** The last label before these; `undefined` where there is none. */
  readonly last: Label | undefined;
  readonly labels: readonly Label[];
  readonly meaning: LabelMeaning;
  /** The slice and the dimension, for messages. */
  readonly uri: string;
  readonly dimension: string;
}

/**
 * Checks the distances between labels.
 *
 * @returns the moments or numbers that are missing, in their order, where `gaps` is `fill`
 * @throws CO_CUBE_LABEL
 */
export function checkStep(step: AppendStep, sequence: LabelSequence, gaps: 'error' | 'fill'): (number | bigint)[] {
  const { last, labels, meaning } = sequence;
  const all = last === undefined ? labels : [last, ...labels];
  const places = placesOf(step, all, meaning);
  const missing: (number | bigint)[] = [];
  for (let at = 1; at < all.length; at++) {
    const [earlier, later] = [places[at - 1], places[at]];
    if (earlier === undefined || later === undefined)
      throw refused(sequence, all[at] as Label, 'has no distance from the one before');
    if (isInStep(step, earlier, later, meaning)) continue;
    const between = gaps === 'fill' ? stepsBetween(step, earlier, later, meaning) : undefined;
    if (!between) throw refused(sequence, all[at] as Label, reasonOf(step, meaning.text(all[at - 1] as Label)));
    missing.push(...between);
  }
  return missing;
}

/** Moments where the step is one of time or where labels are times; else the numbers themselves. */
function placesOf(
  step: AppendStep,
  labels: readonly Label[],
  meaning: LabelMeaning,
): readonly (number | bigint | undefined)[] {
  const moments = meaning.moments(labels);
  if (moments) return moments;
  const needsTime = step.kind === 'duration' || step.kind === 'months';
  return labels.map((label) => (typeof label === 'string' || needsTime ? undefined : label));
}

function isInStep(step: AppendStep, earlier: number | bigint, later: number | bigint, meaning: LabelMeaning): boolean {
  if (step.kind === 'increasing') return later > earlier;
  if (step.kind === 'decreasing') return later < earlier;
  const expected = nextOf(step, earlier, 1, meaning);
  if (typeof expected === 'number' && typeof later === 'number')
    return Math.abs(later - expected) <= 1e-9 * Math.abs(scaleOf(step, later));
  return expected === later;
}

/** Sums of decimal fractions are off by some bits; the label is compared within them. */
function scaleOf(step: AppendStep, label: number): number {
  return Math.max(Math.abs(label) * 1e-6, step.kind === 'number' ? Math.abs(step.difference) : 0);
}

/** The place `times` steps after `from`. */
function nextOf(
  step: AppendStep,
  from: number | bigint,
  times: number,
  meaning: LabelMeaning,
): number | bigint | undefined {
  if (step.kind === 'duration') return typeof from === 'bigint' ? from + step.nanoseconds * BigInt(times) : undefined;
  if (step.kind === 'months') return typeof from === 'bigint' ? addMonths(from, step.months * times) : undefined;
  if (step.kind !== 'number') return undefined;
  const isTime = typeof from === 'bigint' && meaning.moments([]) !== undefined;
  if (isTime) return from + BigInt(Math.trunc(step.difference)) * 1_000_000_000n * BigInt(times);
  return typeof from === 'bigint' ? from + BigInt(Math.round(step.difference * times)) : from + step.difference * times;
}

const LARGEST_GAP = 1_000_000;

/** The places strictly between two labels; `undefined` where the later one is not whole steps after the earlier. */
function stepsBetween(step: AppendStep, earlier: number | bigint, later: number | bigint, meaning: LabelMeaning) {
  const between: (number | bigint)[] = [];
  for (let times = 1; times < LARGEST_GAP; times++) {
    const place = nextOf(step, earlier, times, meaning);
    if (place === undefined) return undefined;
    const before = nextOf(step, earlier, times - 1, meaning) as number | bigint;
    if (isInStep(step, before, later, meaning)) return between;
    if (place > before ? place > later : place < later) return undefined;
    between.push(place);
  }
  return undefined;
}

const DAY = 86_400_000_000_000n;

/** The same day and time of day so many months later; `undefined` where the month has no such day. */
function addMonths(nanoseconds: bigint, months: number): bigint | undefined {
  const timeOfDay = ((nanoseconds % DAY) + DAY) % DAY;
  const date = calendarOf('proleptic_gregorian')?.dateOf(Number((nanoseconds - timeOfDay) / DAY));
  if (!date) return undefined;
  const month = date.month - 1 + months;
  const day = gregorianDay({
    year: date.year + Math.floor(month / 12),
    month: (((month % 12) + 12) % 12) + 1,
    day: date.day,
  });
  return day === undefined ? undefined : BigInt(day) * DAY + timeOfDay;
}

function reasonOf(step: AppendStep, before: string): string {
  if (step.kind === 'increasing')
    return `does not come after '${before}', but append_step '+' wants labels that increase`;
  if (step.kind === 'decreasing')
    return `does not come before '${before}', but append_step '-' wants labels that decrease`;
  return `is not one append_step, '${step.text}', after '${before}'`;
}

function refused({ uri, dimension, meaning }: LabelSequence, label: Label, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label: meaning.text(label), reason });
}
