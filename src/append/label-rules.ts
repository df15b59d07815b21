/**
 * Where the labels of slices may come: after the last one, in step, or in their place.
 *
 * @module
 */
import type { Direction } from '../engine/cube/place-axis.js';
import { CloudOptimisedError } from '../errors/index.js';
import { allocate, isNumeric, type StoredArray } from '../model/data-type.js';
import type { Cube, ZarrArray, ZarrType } from '../model/zarr/array.js';
import { type AppendConfig, type AppendStep, checkStep, missingLabels, type StepCheck } from './config/index.js';
import { coordinateOf } from './cube-state.js';
import type { LabelIndex } from './label-index.js';
import { type Label, type LabelMeaning, labelMeaning } from './labels.js';

/** The labels of one slice, and the cube that they come to. */
export interface SliceLabels {
  /** The slice, for messages. */
  readonly uri: string;
  readonly cube: Cube;
  readonly labels: readonly Label[];
}

/** Judges the labels of slices, one slice after the other. */
export class LabelRules {
  readonly #config: AppendConfig;
  readonly #existing: LabelIndex;
  readonly #brought = new Set<Label>();
  /** Which way the labels of the first slice go that has several. */
  #own: Direction | undefined;
  #last: Label | undefined;

  constructor(existing: LabelIndex, config: AppendConfig) {
    this.#config = config;
    this.#existing = existing;
    this.#last = existing.last;
  }

  /**
   * Checks the labels that the cube does not have; for those that it has there is `if_exists`.
   *
   * @returns labels of steps that are missing before or among them, as the cube stores them; none unless `gaps` is `fill`
   * @throws CO_CUBE_LABEL
   */
  check({ uri, cube, labels }: SliceLabels): StoredArray | undefined {
    const { appendStep, appendDimension: dimension, insert } = this.#config;
    const coordinate = coordinateOf(cube, dimension);
    if (!coordinate) return undefined;
    const fresh = labels.filter((label) => !this.#existing.has(label));
    this.#own ??= directionIn(fresh);
    const [inserted, later] = this.#parted(fresh);
    const axis: LabelAxis = { uri, dimension, coordinate };
    const missing = appendStep ? this.#checkLater(appendStep, later, axis) : [];
    if (!insert) this.#refuseEarlier(inserted, axis);
    else if (appendStep) for (const label of inserted) this.#checkInserted(appendStep, label, axis);
    for (const label of fresh) this.#take(label);
    return missing.length > 0 ? storedLabels(missing, coordinate.type) : undefined;
  }

  /**
   * Which way labels go: as `append_step` says, as those of the cube do, or as those of one slice do. One label in the cube and another in
   * a slice do not tell: that slice may be late.
   */
  get direction(): Direction {
    const sign = signOf(this.#config.appendStep);
    if (sign !== 0) return sign < 0 ? 'descending' : 'ascending';
    return this.#existing.direction ?? this.#own ?? 'ascending';
  }

  #comesAfter(a: Label, b: Label): boolean {
    return this.direction === 'descending' ? a < b : a > b;
  }

  /** Those that do not come after the last label so far, and those that do. */
  #parted(labels: readonly Label[]): [earlier: Label[], later: Label[]] {
    const last = this.#last;
    const comesLater = (label: Label) => last === undefined || this.#comesAfter(label, last);
    return [labels.filter((label) => !comesLater(label)), labels.filter(comesLater)];
  }

  #take(label: Label): void {
    if (this.#last === undefined || this.#comesAfter(label, this.#last)) this.#last = label;
    this.#brought.add(label);
  }

  /** @returns missing labels, as the cube stores them */
  #checkLater(step: AppendStep, later: readonly Label[], axis: LabelAxis): Label[] {
    const check = stepCheck(step, this.#last, later, axis);
    if (this.#config.gaps === 'fill') return missingLabels(check).flatMap(({ labels }) => labels);
    checkStep(check);
    return [];
  }

  /** What an earlier slice of the group brought is in the cube by the time that it counts. */
  #refuseEarlier(earlier: readonly Label[], { uri, dimension, coordinate }: LabelAxis): void {
    const label = earlier.find((found) => !this.#brought.has(found));
    if (label === undefined || this.#last === undefined) return;
    const { text } = labelMeaning(coordinate.attributes);
    const reason = `does not come after '${text(this.#last)}', the last label of the cube, and \`insert\` is not set`;
    throw new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label: text(label), reason, fault: 'late' });
  }

  /** A label among those of the cube lies whole steps from the one before it, or the first one lies whole steps from it. */
  #checkInserted(step: AppendStep, label: Label, axis: LabelAxis): void {
    if (step.kind === 'increasing' || step.kind === 'decreasing') return;
    const { all } = this.#existing;
    const next = all.findIndex((known) => this.#comesAfter(known, label));
    const [before, after] = [all[next - 1], all[next]];
    if (before !== undefined) missingLabels(stepCheck(step, before, [label], axis));
    else if (after !== undefined) missingLabels(stepCheck(step, label, [after], axis));
  }
}

/** What labels are of. */
interface LabelAxis {
  /** The slice and the dimension, for messages. */
  readonly uri: string;
  readonly dimension: string;
  readonly coordinate: ZarrArray;
}

function stepCheck(
  step: AppendStep,
  last: Label | undefined,
  labels: readonly Label[],
  { uri, dimension, coordinate: { type, attributes } }: LabelAxis,
): StepCheck {
  return {
    step,
    uri,
    dimension,
    type,
    units: textOf(attributes.units),
    calendar: textOf(attributes.calendar),
    last: storedLabels(last === undefined ? [] : [last], type),
    labels: storedLabels(labels, type),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What the labels of a cube mean. */
export function meaningIn(cube: Cube | undefined, dimension: string): LabelMeaning {
  return labelMeaning((cube && coordinateOf(cube, dimension)?.attributes) ?? {});
}

function directionIn([first, second]: readonly Label[]): Direction | undefined {
  if (first === undefined || second === undefined) return undefined;
  return second < first ? 'descending' : 'ascending';
}

function signOf(step: AppendConfig['appendStep']): number {
  if (!step || step.kind === 'increasing') return step ? 1 : 0;
  if (step.kind === 'decreasing') return -1;
  if (step.kind === 'duration') return step.nanoseconds < 0n ? -1 : 1;
  return step.kind === 'months' ? Math.sign(step.months) : Math.sign(step.difference);
}

/** Labels as an array of what the cube stores. */
function storedLabels(labels: readonly Label[], type: ZarrType): StoredArray {
  if (!isNumeric(type)) return labels.map(String);
  const values = allocate(type, labels.length);
  for (const [row, label] of labels.entries()) values[row] = label as never;
  return values;
}
