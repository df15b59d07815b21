/**
 * Whether labels are as far apart as `append_step` says, and which are missing between them.
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { AppendStep } from './append-step.js';
import { addMonths } from './calendar-months.js';
import { type AxisLabel, labelFault, type StepAxis, type StoredLabels, stepAxisOf } from './step-axis.js';

/** Labels of a slice, and the last one of the target, both as the target stores them. */
export interface StepCheck extends StoredLabels {
  readonly step: AppendStep;
  /** One label, the target's last; empty where the slice creates the target. */
  readonly last: StoredArray;
  readonly labels: StoredArray;
}

/**
 * Checks the distances between the target's last label and those of a slice. Times are compared by whole nanoseconds and in the days of
 * their calendar. What is stored in floating point may be off by as much as the type rounds (twice 2^-53 of the label, 2^-24 for float32),
 * so that 0.1, 0.2, 0.3 are 0.1 apart. Months: see `addMonths`.
 *
 * @throws CO_CUBE_LABEL for the first label at the wrong distance, CO_APPEND_CONFIG_INVALID for a step that does not fit the labels
 */
export function checkStep(check: StepCheck): void {
  const axis = stepAxisOf(check);
  for (const [before, label] of neighbours(check, axis)) {
    if (!isStep(before, label, check.step, axis)) throw wrongStep(check, axis, before, label);
  }
}

/** Labels that are missing before one of a slice, as they are stored. */
export interface MissingLabels {
  /** Position in the slice of the label that comes after them. */
  readonly before: number;
  readonly labels: readonly (number | bigint)[];
}

/** The most steps that are filled in at once: more is a wrong label and not a gap. */
const MOST_MISSING = 1_000_000;

/**
 * The labels that lie between those of a slice, and between the target's last one and them, by a step of fixed length or of months.
 *
 * @throws CO_CUBE_LABEL where the distance is no multiple of the step, lies the other way, or would take more than a million steps
 */
export function missingLabels(check: StepCheck): MissingLabels[] {
  const axis = stepAxisOf(check);
  const first = check.labels.length - neighbours(check, axis).length;
  return neighbours(check, axis).flatMap(([before, label], index) => {
    const labels = labelsBetween(before, label, check, axis);
    return labels.length > 0 ? [{ before: first + index, labels }] : [];
  });
}

type Pair = readonly [before: AxisLabel, label: AxisLabel];

function neighbours({ last, labels }: StepCheck, axis: StepAxis): Pair[] {
  const all = [...axis.labelsOf(last).slice(-1), ...axis.labelsOf(labels)];
  return all.slice(1).map((label, index) => [all[index] as AxisLabel, label]);
}

function isStep(before: AxisLabel, label: AxisLabel, step: AppendStep, axis: StepAxis): boolean {
  if (step.kind === 'increasing') return label.value > before.value;
  if (step.kind === 'decreasing') return label.value < before.value;
  return isClose(label, placeAfter([before, label], step, 1, axis), before);
}

/** Whether a label is at a place, as far as its type and that of the label before can tell. */
function isClose({ value, slack }: AxisLabel, place: number | bigint, before: AxisLabel): boolean {
  if (typeof value === 'bigint') {
    if (typeof place !== 'bigint') return false;
    const difference = value - place;
    return (difference < 0n ? -difference : difference) <= BigInt(slack) + BigInt(before.slack);
  }
  return Math.abs(value - Number(place)) <= Number(slack) + Number(before.slack);
}

/** The place that lies some steps after the first label of a pair, towards the second. */
function placeAfter(
  [{ value }, label]: Pair,
  step: AppendStep,
  count: number,
  { calendar }: StepAxis,
): number | bigint {
  switch (step.kind) {
    case 'months':
      if (!calendar || typeof value !== 'bigint') throw misfit(step.text);
      return addMonths(value, step.months * count, BigInt(label.value), calendar);
    case 'duration':
      if (!calendar || typeof value !== 'bigint') throw misfit(step.text);
      return value + step.nanoseconds * BigInt(count);
    case 'number':
      return calendar ? BigInt(value) + secondsOf(step) * BigInt(count) : plus(value, step.difference, count);
    default:
      throw misfit(step.kind);
  }
}

/** 64-bit integers can only be whole steps apart. */
function plus(value: number | bigint, difference: number, count: number): number | bigint {
  if (typeof value === 'number') return value + difference * count;
  return Number.isInteger(difference) ? value + BigInt(difference) * BigInt(count) : Number(value) + difference * count;
}

/** A number of seconds as nanoseconds. */
function secondsOf({ difference }: { readonly difference: number }): bigint {
  const whole = Math.trunc(difference);
  return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((difference - whole) * 1e9));
}

function misfit(text: string): CloudOptimisedError {
  const message = `'${text}' is a length of time, but the labels of the append dimension are numbers`;
  return new CloudOptimisedError('CO_APPEND_CONFIG_INVALID', {
    sources: [],
    problems: [{ path: 'append_step', message }],
  });
}

function wrongStep({ uri, dimension, step }: StepCheck, axis: StepAxis, before: AxisLabel, label: AxisLabel) {
  const [from, text] = [axis.textOf(before.value), axis.textOf(label.value)];
  if (step.kind === 'increasing' || step.kind === 'decreasing') {
    const reason = `does not come ${step.kind === 'increasing' ? 'after' : 'before'} '${from}': labels must be monotonically ${step.kind}`;
    return labelFault({ uri, dimension }, text, reason);
  }
  return labelFault({ uri, dimension }, text, `is not at the distance '${step.text}' from '${from}'`);
}

function labelsBetween(before: AxisLabel, label: AxisLabel, check: StepCheck, axis: StepAxis): (number | bigint)[] {
  const { step } = check;
  const forward = placeAfter([before, label], step, 1, axis) > before.value;
  const missing: (number | bigint)[] = [];
  for (let count = 1; ; count++) {
    const place = placeAfter([before, label], step, count, axis);
    if (isClose(label, place, before)) return missing;
    if (forward ? place > label.value : place < label.value) throw wrongStep(check, axis, before, label);
    if (count > MOST_MISSING)
      throw labelFault(check, axis.textOf(label.value), `lies more than ${MOST_MISSING} steps off`);
    missing.push(stored(place, check, axis));
  }
}

function stored(place: number | bigint, check: StepCheck, axis: StepAxis): number | bigint {
  const value = axis.storedOf(place);
  if (value !== undefined) return value;
  throw labelFault(check, axis.textOf(place), `is missing, and cannot be told in '${check.units ?? check.type}'`);
}
