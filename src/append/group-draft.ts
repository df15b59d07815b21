import { designCube } from '../engine/cube/design-cube.js';
import { checkFit } from '../engine/cube/fit-check.js';
import { gridOf, labelsFor } from '../engine/cube/labels-for.js';
import type { SourceOutline } from '../engine/cube/outline.js';
import { type BatchPlacement, type Refusal, refusalError } from '../engine/cube/place.js';
import type { Placement } from '../engine/cube/placement.js';
import type { PlanSource } from '../engine/cube/plan.js';
import { CloudOptimisedError } from '../errors/index.js';
import type { StoredArray } from '../model/data-type.js';
import type { Cube, JsonAttributes } from '../model/zarr/array.js';
import { attributesToJson } from '../model/zarr/attributes.js';
import { type AppendConfig, checkDimensions, groupAttributes, toCubeLayout } from './config/index.js';
import { type CubeState, coordinateOf } from './cube-state.js';
import type { SliceEvent } from './events.js';
import { LabelRules, meaningIn } from './label-rules.js';
import { labelRuns, labelsOfRuns } from './label-runs.js';
import { type Label, labelsIn } from './labels.js';
import { type LabelledSource, placeSlices, withoutRows } from './place-slices.js';
import type { SliceRef } from './slice-bench.js';
import type { SliceEntry } from './slice-ledger.js';
import type { Slice } from './slices/open-slice.js';

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

/** A slice cannot be done in one commit with those before it; alone it can. */
export class EndOfGroup extends Error {}

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
export class GroupDraft {
  readonly #state: CubeState;
  readonly #config: AppendConfig;
  readonly #slices: Draft[] = [];
  readonly #refs: SliceRef[] = [];
  readonly #sources: PlanSource[] = [];
  readonly #labels = new Map<number, readonly Label[]>();
  readonly #gone = new Set<Label>();
  readonly #rules: LabelRules;
  readonly #gaps: ReadonlySet<Label>;
  readonly #newGaps: Label[] = [];
  #fillsGaps = false;
  #cube: Cube | undefined;
  #grid: CubeState['grid'];

  constructor(state: CubeState, config: AppendConfig) {
    this.#state = state;
    this.#config = config;
    this.#cube = state.cube;
    this.#grid = state.grid;
    this.#rules = new LabelRules(state.labels, config);
    this.#gaps = new Set(labelsOfRuns(state.ledger.entry(GAPS)?.labels ?? []));
  }

  add(slice: Slice, outline: SourceOutline): void {
    const { cube, warnings } = this.#fit(outline);
    const labels = this.#labelsOf(outline, cube);
    if (this.#isKnown(slice, labels)) {
      this.#slices.push({ slice, labels: [], source: undefined, warnings: [] });
      return;
    }
    this.#checkStrict(outline, cube, labels);
    this.#checkGaps(labels);
    this.#fill(this.#rules.check({ uri: outline.uri, cube, labels }));
    this.#cube = { ...cube, attributes: this.#attributesAfter(outline) };
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
      direction: this.#rules.direction,
    });
  }

  /** Position in the group of the slice that a source is of, or was made for. */
  sliceOf(source: number): number {
    return this.#slices.findIndex((draft) => draft.source !== undefined && draft.source >= source);
  }

  refused(refusal: Refusal): CloudOptimisedError {
    const uri = this.#slices[this.sliceOf(refusal.source)]?.slice.name ?? '';
    const label = meaningIn(this.#cube, this.#config.appendDimension).text(refusal.label);
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

  /** Global attributes before expressions are evaluated; templates are not among them. */
  #attributesAfter({ attributes: slice }: SourceOutline): JsonAttributes {
    const { attributes, attributesUpdateMode, templates } = this.#config;
    const config = Object.fromEntries(Object.entries(attributes).filter(([name]) => !templates.has(name)));
    const target = this.#cube?.attributes;
    return groupAttributes(attributesUpdateMode, { target, slice: attributesToJson(slice), config });
  }

  #fit(outline: SourceOutline): { cube: Cube; warnings: readonly string[] } {
    const { appendDimension } = this.#config;
    if (!this.#cube) {
      const cube = designCube(outline, toCubeLayout(this.#config, outline, {}));
      this.#grid = gridOf(outline, cube, appendDimension);
      return { cube, warnings: [] };
    }
    checkDimensions(this.#config, outline);
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

  /** Steps that were filled for want of their slice are replaced by it, whatever holds for others. */
  #checkGaps(labels: readonly Label[]): void {
    const known = labels.filter((label) => this.#state.labels.has(label));
    const fills = known.length > 0 && known.every((label) => this.#gaps.has(label));
    if (this.#slices.length > 0 && (fills || this.#fillsGaps)) throw new EndOfGroup();
    this.#fillsGaps = fills;
  }

  /** Adds a source of labels alone for steps that are missing. */
  #fill(values: StoredArray | undefined): void {
    if (!values) return;
    const { appendDimension: dimension } = this.#config;
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
}

function refOf({ file, index }: Slice): SliceRef {
  return file ? { kind: 'file', uri: file.uri, version: file.version } : { kind: 'memory', slice: index };
}

function withoutGone(placement: Placement, { labels }: CubeState, gone: ReadonlySet<Label>): Placement {
  if (gone.size === 0) return placement;
  const rows = new Set(labels.all.flatMap((label, row) => (gone.has(label) ? [row] : [])));
  return withoutRows(placement, rows);
}
