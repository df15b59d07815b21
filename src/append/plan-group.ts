/**
 * What a group of slices does to a cube, one slice after the other; found out before anything is written.
 *
 * @module
 */

import { designCube } from '../engine/cube/design-cube.js';
import { checkFit } from '../engine/cube/fit-check.js';
import { gridOf, labelsFor } from '../engine/cube/labels-for.js';
import type { SourceOutline } from '../engine/cube/outline.js';
import { type BatchPlacement, type Refusal, refusalError } from '../engine/cube/place.js';
import type { Direction } from '../engine/cube/place-axis.js';
import type { Placement } from '../engine/cube/placement.js';
import type { PlanSource } from '../engine/cube/plan.js';
import { CloudOptimisedError } from '../errors/index.js';
import { allocate, isInteger, isNumeric, type StoredArray } from '../model/data-type.js';
import type { Cube, ZarrType } from '../model/zarr/array.js';
import { nextAttributes } from './attributes.js';
import type { AppendConfig } from './config/append-config.js';
import type { AppendStep } from './config/append-step.js';
import { type CubeState, coordinateOf } from './cube-state.js';
import type { SliceEvent } from './events.js';
import { labelRuns, labelsOfRuns } from './label-runs.js';
import { type Label, labelMeaning, labelsIn } from './labels.js';
import { layoutOf } from './layout.js';
import { type LabelledSource, placeSlices, withoutRows } from './place-slices.js';
import type { SliceRef } from './slice-bench.js';
import type { OutlinedSlice } from './slice-feed.js';
import type { SliceEntry } from './slice-ledger.js';
import type { Slice } from './slices/open-slice.js';
import { checkStep, type LabelSequence } from './step.js';

/** What a group does. */
export interface GroupPlan {
  /** How many of the group's slices it is of: those before the first that cannot be done together with them. */
  readonly taken: number;
  /** Why the next slice cannot be appended; `undefined` where the next group goes on with it. */
  readonly failure: CloudOptimisedError | undefined;
  readonly events: readonly SliceEvent[];
  /** `undefined` where nothing changes. */
  readonly change: GroupChange | undefined;
}

/** A change that is ready to be made. */
export interface GroupChange {
  readonly next: Cube;
  /** Values of its coordinates that do not vary along the append dimension. */
  readonly grid: CubeState['grid'];
  readonly placement: Placement;
  readonly refs: readonly SliceRef[];
  readonly sources: readonly PlanSource[];
  readonly entries: readonly SliceEntry[];
  /** Labels by position of the source. */
  readonly labels: ReadonlyMap<number, readonly Label[]>;
}

/** Plans as many slices of a group, from the first on, as can be done in one commit. */
export function planGroup(group: readonly OutlinedSlice[], state: CubeState, config: AppendConfig): GroupPlan {
  const draft = new GroupDraft(state, config);
  for (const [at, { slice, outline }] of group.entries()) {
    try {
      draft.add(slice, outline);
    } catch (error) {
      const before = planGroup(group.slice(0, at), state, config);
      return error instanceof EndOfGroup ? before : { ...before, failure: error as CloudOptimisedError };
    }
  }
  const placed = draft.place();
  const [refusal] = placed.refused;
  if (!refusal) return draft.finish(placed, group.length);
  const at = draft.sliceOf(refusal.source);
  const before = planGroup(group.slice(0, at), state, config);
  // What an earlier slice of the group brings is in the cube when the next group comes.
  return refusal.reason === 'taken' ? before : { ...before, failure: draft.refused(refusal) };
}

/** A slice cannot be done in one commit with those before it; alone it can. */
class EndOfGroup extends Error {}

/** What stands in the ledger for steps that no slice brought yet: whoever brings them may. */
const GAPS = '(gaps)';

/** A slice's part of a draft. */
interface Draft {
  readonly slice: Slice;
  readonly labels: readonly Label[];
  /** Position among the sources; `undefined` for a slice that is in the cube already. */
  readonly source: number | undefined;
  readonly warnings: readonly string[];
}

/** A change as it grows, slice by slice. */
class GroupDraft {
  readonly #state: CubeState;
  readonly #config: AppendConfig;
  readonly #slices: Draft[] = [];
  readonly #refs: SliceRef[] = [];
  readonly #sources: PlanSource[] = [];
  readonly #labels = new Map<number, readonly Label[]>();
  readonly #gone = new Set<Label>();
  readonly #brought = new Set<Label>();
  readonly #gaps: ReadonlySet<Label>;
  readonly #newGaps: Label[] = [];
  #fillsGaps = false;
  #cube: Cube | undefined;
  #grid: CubeState['grid'];
  #last: Label | undefined;

  constructor(state: CubeState, config: AppendConfig) {
    this.#state = state;
    this.#config = config;
    this.#cube = state.cube;
    this.#grid = state.grid;
    this.#last = state.labels.last;
    this.#gaps = new Set(labelsOfRuns(state.ledger.entry(GAPS)?.labels ?? []));
  }

  add(slice: Slice, outline: SourceOutline): void {
    this.#checkFixed(outline);
    const { cube, warnings } = this.#fit(outline);
    const labels = this.#labelsOf(outline, cube);
    if (this.#isKnown(slice, labels)) {
      this.#slices.push({ slice, labels: [], source: undefined, warnings: [] });
      return;
    }
    this.#checkStrict(outline, cube, labels);
    this.#checkGaps(labels);
    this.#checkOrder(outline, cube, labels);
    this.#cube = { ...cube, attributes: nextAttributes(this.#config, this.#cube?.attributes, outline.attributes) };
    this.#forgetOlder(slice, labels);
    const source = this.#addSource(refOf(slice), outline, labels);
    this.#slices.push({ slice, labels, source, warnings });
  }

  place(): BatchPlacement {
    const { ifExists, insert } = this.#config;
    const batch: LabelledSource[] = [...this.#labels].map(([source, labels]) => ({ source, labels }));
    return placeSlices(this.#state.labels, batch, {
      ifExists: this.#fillsGaps ? 'replace' : ifExists,
      placement: insert ? 'ordered' : 'end',
      direction: this.#direction(),
    });
  }

  /** Position in the group of the slice that a source is of, or was made for. */
  sliceOf(source: number): number {
    return this.#slices.findIndex((draft) => draft.source !== undefined && draft.source >= source);
  }

  refused(refusal: Refusal): CloudOptimisedError {
    const uri = this.#slices[this.sliceOf(refusal.source)]?.slice.name ?? '';
    const label = this.#meaning(this.#cube).text(refusal.label);
    return refusalError(refusal, { uri, dimension: this.#config.appendDimension, label });
  }

  finish({ placement, counts }: BatchPlacement, taken: number): GroupPlan {
    const rows = withoutGone(placement, this.#state, this.#gone);
    const places = new Map(rows.pieces.map(({ source, runs }) => [source, runs]));
    const brought = new Map(counts.map((count) => [count.source, count]));
    const events = this.#slices.map(({ slice, source, warnings }): SliceEvent => {
      const runs = (source === undefined ? undefined : places.get(source)) ?? [];
      const labels = runs.reduce((sum, { count }) => sum + count, 0);
      const replaced = source !== undefined && (brought.get(source)?.replaced ?? 0) > 0;
      const outcome = labels === 0 ? 'skipped' : replaced ? 'replaced' : 'appended';
      const at = runs.map(({ to, count }): [number, number] => [to, to + count]);
      return { type: 'slice', slice: slice.name, index: slice.index, outcome, labels, rows: at, warnings };
    });
    const isChange = this.#refs.length > 0 && this.#cube !== undefined && events.some(({ labels }) => labels > 0);
    return { taken, failure: undefined, events, change: isChange ? this.#change(rows) : undefined };
  }

  #change(placement: Placement): GroupChange {
    return {
      next: this.#cube as Cube,
      grid: this.#grid,
      placement,
      refs: this.#refs,
      sources: this.#sources,
      entries: this.#entries(placement),
      labels: this.#labels,
    };
  }

  #checkFixed({ uri, dimensions }: SourceOutline): void {
    for (const [dimension, expected] of this.#config.fixedDimensions) {
      const found = dimensions.get(dimension);
      if (found !== expected)
        throw new CloudOptimisedError('CO_CUBE_DIMENSION', { uri, dimension, expected, found: found ?? 'none' });
    }
  }

  #fit(outline: SourceOutline): { cube: Cube; warnings: readonly string[] } {
    const { appendDimension } = this.#config;
    if (!this.#cube) {
      const cube = designCube(outline, layoutOf(this.#config, outline, {}));
      this.#grid = gridOf(outline, cube, appendDimension);
      return { cube, warnings: [] };
    }
    const { missing, warnings } = checkFit(outline, this.#cube, { appendDimension, grid: this.#grid });
    const filled = missing.map((name) => `it has no variable '${name}', which is filled with its fill value`);
    // Labels are converted exactly, or refused: that most slices count from their own first is nothing to tell.
    const telling = warnings.filter((warning) => !warning.startsWith(`variable '${appendDimension}' has the units`));
    return { cube: this.#cube, warnings: [...filled, ...telling] };
  }

  #labelsOf(outline: SourceOutline, cube: Cube): readonly Label[] {
    const { appendDimension } = this.#config;
    if (coordinateOf(cube, appendDimension)) return labelsIn(labelsFor(outline, cube, appendDimension));
    const first = this.#state.labels.length + [...this.#labels.values()].reduce((sum, { length }) => sum + length, 0);
    return Array.from({ length: outline.dimensions.get(appendDimension) ?? 0 }, (_, row) => first + row);
  }

  /** Whether the cube has this version of the slice, all of it. */
  #isKnown({ file }: Slice, labels: readonly Label[]): boolean {
    const entry = file && this.#state.ledger.entry(file.uri);
    if (!entry || entry.size !== file.size || entry.version !== file.version) return false;
    const own = new Set(labelsOfRuns(entry.labels));
    if (own.size !== labels.length) return false;
    if (!this.#state.labels.hasCoordinate) return [...own].every((row) => Number(row) < this.#state.labels.length);
    return labels.every((label) => own.has(label) && this.#state.labels.has(label));
  }

  #checkStrict({ uri, dimensions }: SourceOutline, cube: Cube, labels: readonly Label[]): void {
    if (!this.#config.strictSlices) return;
    const dimension = this.#config.appendDimension;
    for (const [name, array] of cube.arrays) {
      const chunk = array.chunks[array.dimensions.indexOf(dimension)];
      const isCoordinate = name === dimension || chunk === this.#config.coordinateChunk;
      if (chunk === undefined || isCoordinate || chunk === labels.length) continue;
      throw new CloudOptimisedError('CO_CUBE_DIMENSION', {
        uri,
        dimension,
        expected: chunk,
        found: dimensions.get(dimension) ?? 'none',
      });
    }
  }

  /** Labels that the cube has follow their own policy; the others come after the last one, in step. */
  #checkOrder(outline: SourceOutline, cube: Cube, labels: readonly Label[]): void {
    const { uri } = outline;
    const { appendStep, appendDimension: dimension, gaps, insert } = this.#config;
    if (!coordinateOf(cube, dimension)) return;
    const meaning = this.#meaning(cube);
    const fresh = labels.filter((label) => !this.#state.labels.has(label));
    const isDescending = this.#direction(fresh) === 'descending';
    const comesAfter = (a: Label, b: Label) => (isDescending ? a < b : a > b);
    const isInserted = (label: Label) => insert && this.#last !== undefined && !comesAfter(label, this.#last);
    const later = fresh.filter((label) => !isInserted(label));
    const sequence: LabelSequence = { last: this.#last, labels: later, meaning, uri, dimension };
    if (appendStep) this.#fill(outline, cube, checkStep(appendStep, sequence, gaps));
    if (appendStep) for (const label of fresh) if (isInserted(label)) this.#checkInserted(appendStep, label, sequence);
    for (const label of fresh) {
      if (this.#last === undefined || comesAfter(label, this.#last)) continue;
      if (insert || this.#brought.has(label)) continue;
      const reason = `does not come after '${meaning.text(this.#last)}', the last label of the cube, and \`insert\` is not set`;
      throw new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label: meaning.text(label), reason });
    }
    for (const label of fresh) {
      if (this.#last === undefined || comesAfter(label, this.#last)) this.#last = label;
      this.#brought.add(label);
    }
  }

  /** A label among those of the cube lies whole steps from the one before it, or the first one lies whole steps from it. */
  #checkInserted(step: AppendStep, label: Label, sequence: LabelSequence): void {
    if (step.kind === 'increasing' || step.kind === 'decreasing') return;
    const { all } = this.#state.labels;
    const isAscending = signOf(step) > 0;
    const next = all.findIndex((known) => (isAscending ? known > label : known < label));
    const [before, after] = [all[next - 1], all[next]];
    if (before !== undefined) checkStep(step, { ...sequence, last: before, labels: [label] }, 'fill');
    else if (after !== undefined) checkStep(step, { ...sequence, last: label, labels: [after] }, 'fill');
  }

  /** Steps that were filled for want of their slice are replaced by it, whatever holds for others. */
  #checkGaps(labels: readonly Label[]): void {
    const known = labels.filter((label) => this.#state.labels.has(label));
    const fills = known.length > 0 && known.every((label) => this.#gaps.has(label));
    if (this.#slices.length > 0 && (fills || this.#fillsGaps)) throw new EndOfGroup();
    this.#fillsGaps = fills;
  }

  /** Adds a source of labels alone for steps that are missing. */
  #fill({ uri }: SourceOutline, cube: Cube, missing: readonly (number | bigint)[]): void {
    if (missing.length === 0) return;
    const { appendDimension: dimension } = this.#config;
    const meaning = this.#meaning(cube);
    const type = coordinateOf(cube, dimension)?.type ?? 'float64';
    const values = storedLabels(
      missing.map((place) => meaning.labelAt(place)),
      type,
    );
    if (typeof values === 'number') {
      const reason = `is missing, and cannot be told as '${type}' in the units of the cube`;
      throw new CloudOptimisedError('CO_CUBE_LABEL', { uri, dimension, label: String(missing[values]), reason });
    }
    const filled = labelsIn(values);
    const source = this.#refs.push({ kind: 'labels', name: dimension, values }) - 1;
    this.#sources.push({ variables: new Map([[dimension, { dimensions: [dimension] }]]) });
    this.#labels.set(source, filled);
    this.#newGaps.push(...filled);
  }

  /** Rows that an earlier version of the slice brought, and this one does not, go with it. */
  #forgetOlder({ file }: Slice, labels: readonly Label[]): void {
    const entry = file && this.#state.ledger.entry(file.uri);
    if (!entry || this.#config.ifExists !== 'replace') return;
    const now = new Set(labels);
    for (const label of labelsOfRuns(entry.labels)) if (!now.has(label)) this.#gone.add(label);
  }

  #addSource(ref: SliceRef, { variables }: SourceOutline, labels: readonly Label[]): number {
    const source = this.#refs.push(ref) - 1;
    this.#sources.push({ variables });
    this.#labels.set(source, labels);
    return source;
  }

  /** What the ledger is told: what these slices brought, and what others lost to them. */
  #entries(placement: Placement): SliceEntry[] {
    const entries: SliceEntry[] = [];
    const taken = new Map<Label, string | undefined>();
    for (const { slice, source } of this.#slices) {
      if (source === undefined) continue;
      const runs = placement.pieces.find((piece) => piece.source === source)?.runs ?? [];
      const labels = this.#labels.get(source) ?? [];
      const brought = runs.flatMap(({ from, count }) => labels.slice(from, from + count));
      for (const label of brought) if (this.#state.labels.has(label)) taken.set(label, slice.file?.uri);
      for (const label of this.#gone) taken.set(label, undefined);
      if (!slice.file) continue;
      const { uri, size, version } = slice.file;
      entries.push({ source: uri, size, version, labels: labelRuns(brought) });
    }
    return [...this.#state.ledger.without(taken), ...this.#gapEntries(taken), ...entries];
  }

  #gapEntries(taken: ReadonlyMap<Label, unknown>): SliceEntry[] {
    if (this.#newGaps.length === 0) return [];
    const labels = [...this.#gaps, ...this.#newGaps].filter((label) => !taken.has(label));
    return [{ source: GAPS, size: 0, version: '', labels: labelRuns(labels) }];
  }

  /** @param more labels that come beside those of the draft */
  #direction(more: readonly Label[] = []): Direction {
    const { appendStep } = this.#config;
    const sign = signOf(appendStep);
    if (sign !== 0) return sign < 0 ? 'descending' : 'ascending';
    if (this.#state.labels.direction) return this.#state.labels.direction;
    const [first, second] = [...this.#state.labels.all, ...[...this.#labels.values()].flat(), ...more];
    return first !== undefined && second !== undefined && second < first ? 'descending' : 'ascending';
  }

  #meaning(cube: Cube | undefined) {
    return labelMeaning((cube && coordinateOf(cube, this.#config.appendDimension)?.attributes) ?? {});
  }
}

function signOf(step: AppendConfig['appendStep']): number {
  if (!step || step.kind === 'increasing') return step ? 1 : 0;
  if (step.kind === 'decreasing') return -1;
  if (step.kind === 'duration') return step.nanoseconds < 0n ? -1 : 1;
  return step.kind === 'months' ? Math.sign(step.months) : Math.sign(step.difference);
}

function refOf({ file, index }: Slice): SliceRef {
  return file ? { kind: 'file', uri: file.uri } : { kind: 'memory', slice: index };
}

/** Labels as an array of the cube's type, or the position of the first that it cannot hold. */
function storedLabels(labels: readonly (Label | undefined)[], type: ZarrType): StoredArray | number {
  if (!isNumeric(type)) return labels.map(String);
  const values = allocate(type, labels.length);
  for (const [row, label] of labels.entries()) {
    if (label === undefined) return row;
    const isWhole = typeof label === 'bigint' || Number.isInteger(label);
    if (isInteger(type) && !isWhole) return row;
    values[row] = (type.endsWith('int64') ? BigInt(label) : Number(label)) as never;
    if (String(values[row]) !== String(label)) return row;
  }
  return values;
}

function withoutGone(placement: Placement, { labels }: CubeState, gone: ReadonlySet<Label>): Placement {
  if (gone.size === 0) return placement;
  const rows = new Set(labels.all.flatMap((label, row) => (gone.has(label) ? [row] : [])));
  return withoutRows(placement, rows);
}
