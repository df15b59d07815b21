/**
 * Where the labels of slices may come: after the last one, in step, or in their place.
 *
 * @module
 */
import type { Direction } from '../engine/cube/place-axis.js';
import { CloudOptimisedError } from '../errors/index.js';
import { allocate, isInteger, isNumeric, type StoredArray } from '../model/data-type.js';
import type { Cube, ZarrType } from '../model/zarr/array.js';
import type { AppendConfig } from './config/append-config.js';
import type { AppendStep } from './config/append-step.js';
import { coordinateOf } from './cube-state.js';
import type { LabelIndex } from './label-index.js';
import { type Label, type LabelMeaning, labelMeaning } from './labels.js';
import { checkStep, type LabelSequence } from './step.js';

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
    const { appendStep, appendDimension: dimension, gaps } = this.#config;
    if (!coordinateOf(cube, dimension)) return undefined;
    const fresh = labels.filter((label) => !this.#existing.has(label));
    this.#own ??= directionIn(fresh);
    const [inserted, later] = this.#parted(fresh);
    const sequence: LabelSequence = {
      last: this.#last,
      labels: later,
      meaning: meaningIn(cube, dimension),
      uri,
      dimension,
    };
    const missing = appendStep ? checkStep(appendStep, sequence, gaps) : [];
    if (!this.#config.insert) this.#refuseEarlier(inserted, sequence);
    else if (appendStep) for (const label of inserted) this.#checkInserted(appendStep, label, sequence);
    for (const label of fresh) this.#take(label);
    return missing.length > 0 ? storedLabels(missing, cube, sequence) : undefined;
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

  /** What an earlier slice of the group brought is in the cube by the time that it counts. */
  #refuseEarlier(earlier: readonly Label[], { meaning, uri, dimension, last }: LabelSequence): void {
    const label = earlier.find((found) => !this.#brought.has(found));
    if (label === undefined || last === undefined) return;
    const reason = `does not come after '${meaning.text(last)}', the last label of the cube, and \`insert\` is not set`;
    throw new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label: meaning.text(label), reason });
  }

  /** A label among those of the cube lies whole steps from the one before it, or the first one lies whole steps from it. */
  #checkInserted(step: AppendStep, label: Label, sequence: LabelSequence): void {
    if (step.kind === 'increasing' || step.kind === 'decreasing') return;
    const { all } = this.#existing;
    const next = all.findIndex((known) => this.#comesAfter(known, label));
    const [before, after] = [all[next - 1], all[next]];
    if (before !== undefined) checkStep(step, { ...sequence, last: before, labels: [label] }, 'fill');
    else if (after !== undefined) checkStep(step, { ...sequence, last: label, labels: [after] }, 'fill');
  }
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

/** Moments or numbers as an array of the cube's labels. @throws CO_CUBE_LABEL for one that it cannot hold */
function storedLabels(places: readonly (number | bigint)[], cube: Cube, sequence: LabelSequence): StoredArray {
  const { meaning, uri, dimension } = sequence;
  const type = coordinateOf(cube, dimension)?.type ?? 'float64';
  const labels = places.map((place) => meaning.labelAt(place));
  if (!isNumeric(type)) return labels.map(String);
  const values = allocate(type, labels.length);
  for (const [row, label] of labels.entries()) {
    if (label !== undefined && isExact(label, type))
      values[row] = (type.endsWith('int64') ? BigInt(label) : Number(label)) as never;
    if (String(values[row]) === String(label)) continue;
    const reason = `is missing, and cannot be told as '${type}' in the units of the cube`;
    throw new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label: String(places[row]), reason });
  }
  return values;
}

function isExact(label: Label, type: ZarrType): label is number | bigint {
  if (typeof label === 'string') return false;
  return typeof label === 'bigint' || !isInteger(type) || Number.isInteger(label);
}
