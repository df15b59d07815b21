/**
 * The part of an append that workers do: outlining slices, and writing objects from them.
 *
 * @module
 */
import type { Storage, StorageResolver } from '../contracts/storage.js';
import { type WriteChunksInput, type WriteChunksResult, writeChunks } from '../engine/cube/change-task.js';
import { fitDataset } from '../engine/cube/fit-dataset.js';
import { ObjectCoders } from '../engine/cube/object-codec.js';
import type { SourceOutline } from '../engine/cube/outline.js';
import { outlineDataset } from '../engine/cube/outline-dataset.js';
import { type OpenOptions, openDataset } from '../engine/open-dataset.js';
import { createObjectCoder } from '../formats/zarr/index.js';
import type { StoredArray } from '../model/data-type.js';
import type { Dataset } from '../model/dataset.js';
import type { Cube } from '../model/zarr/array.js';
import { KeptOpen, type SliceFile } from './kept-open.js';
import { labelsDataset } from './labels-dataset.js';
import { countOf, type PyramidPlan } from './levels/level-plan.js';
import { pyramidDataset } from './levels/pyramid-dataset.js';
import { type Tailoring, tailor } from './tailor.js';

/** How slices are read. Plain data. */
export interface SliceReading {
  readonly tailoring: Tailoring;
  /** How a pyramid is made of it; `undefined` for a cube without levels. */
  readonly pyramid: PyramidPlan | undefined;
  readonly opening: OpenOptions;
}

/** A source of a change. Plain data. */
export type SliceRef =
  /** A file or store that a worker opens. */
  | ({ readonly kind: 'file' } & SliceFile)
  /** A dataset of the main thread, by the position of its slice among those of the run. */
  | { readonly kind: 'memory'; readonly slice: number }
  /** Labels alone, of a coordinate: what is missing becomes fill. */
  | { readonly kind: 'labels'; readonly name: string; readonly values: StoredArray };

/** What units of work need besides their sources. Plain data. */
export interface WriteContext {
  /** Names the change; datasets are kept open for its units of work. */
  readonly change: string;
  readonly cube: Cube;
}

/** Does the work of one thread. */
export class SliceBench {
  readonly #reading: SliceReading;
  readonly #places: { readonly dataset: Storage; readonly ledger: Storage };
  readonly #coders = new ObjectCoders(createObjectCoder);
  readonly #kept: KeptOpen;
  #memory: ReadonlyMap<number, Dataset> = new Map();

  constructor(
    reading: SliceReading,
    resolver: StorageResolver,
    places: { readonly dataset: Storage; readonly ledger: Storage },
  ) {
    this.#reading = reading;
    this.#kept = new KeptOpen((uri) => openDataset(uri, resolver, reading.opening));
    this.#places = places;
  }

  /** Datasets of this thread that units of work may name, by position of the slice. */
  setMemory(datasets: ReadonlyMap<number, Dataset>): void {
    this.#memory = datasets;
  }

  /** Tells what a slice of a file is. @throws what opening and tailoring throws */
  async outline(file: SliceFile): Promise<SourceOutline> {
    const dataset = await this.#kept.look(file);
    try {
      return await this.outlineOf(dataset);
    } catch (error) {
      await this.#kept.drop(file);
      throw error;
    }
  }

  /** Tells what a dataset is. */
  outlineOf(dataset: Dataset): Promise<SourceOutline> {
    return outlineDataset(tailor(dataset, this.#reading.tailoring), this.#reading.tailoring.appendDimension);
  }

  /** Writes units of work. */
  async write(input: WriteChunksInput<SliceRef, WriteContext>): Promise<WriteChunksResult> {
    const { change, cube } = input.context;
    await this.#kept.begin(change);
    const open = async (source: number) => this.#fitted(input.sources.get(source) as SliceRef, cube);
    return writeChunks(input, { ...this.#places, coders: this.#coders, open });
  }

  /** Closes all datasets that it opened. */
  close(): Promise<void> {
    return this.#kept.close();
  }

  async #fitted(ref: SliceRef, cube: Cube): Promise<Dataset> {
    const { tailoring, pyramid } = this.#reading;
    const fitted =
      ref.kind === 'labels'
        ? labelsDataset(ref.name, tailoring.appendDimension, ref.values)
        : fitDataset(tailor(await this.#dataset(ref), tailoring), cube, tailoring.appendDimension);
    return pyramid ? pyramidDataset(fitted, cube, pyramid, countOf(pyramid, cube)) : fitted;
  }

  async #dataset(ref: Exclude<SliceRef, { kind: 'labels' }>): Promise<Dataset> {
    return ref.kind === 'memory' ? (this.#memory.get(ref.slice) as Dataset) : this.#kept.use(ref);
  }
}
