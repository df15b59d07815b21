import type { LedgerEntry } from '../../contracts/ledger.js';
import type { Storage } from '../../contracts/storage.js';
import { readGrid } from '../../engine/cube/grid.js';
import type { Placement } from '../../engine/cube/placement.js';
import type { Ledger } from '../../engine/ledger/ledger.js';
import { CloudOptimisedError } from '../../errors/index.js';
import { readArray, zarrReader } from '../../formats/zarr/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Cube } from '../../model/zarr/array.js';
import { emptyLike } from './gather.js';
import { digestOf } from './outline-source.js';

/** Where a cube lies. */
export interface CubePlace {
  /** Its address, for messages. */
  readonly uri: string;
  /** Its own folder. */
  readonly dataset: Storage;
}

/** What a run knows of the cube that it writes: read once, then kept up to date with each commit. */
export class CubeState {
  readonly #place: CubePlace;
  readonly #append: string;
  #cube: Cube | undefined;
  #labels: StoredArray = [];
  #grid: Promise<ReadonlyMap<string, StoredArray>> | undefined;
  #digests: Promise<ReadonlyMap<string, string>> | undefined;
  /** Which source brought a step, by its label. */
  readonly #owners = new Map<string, string>();

  private constructor(place: CubePlace, append: string) {
    this.#place = place;
    this.#append = append;
  }

  /** Reads the labels of what is there. */
  static async read(place: CubePlace, append: string, cube: Cube | undefined, ledger: Ledger): Promise<CubeState> {
    const state = new CubeState(place, append);
    state.#cube = cube;
    if (cube) state.#labels = await readLabels(place, append, cube);
    for (const entry of ledger.entries()) state.#own(entry);
    return state;
  }

  get cube(): Cube | undefined {
    return this.#cube;
  }

  /** Labels of the steps, as the cube stores them. */
  get labels(): StoredArray {
    return this.#labels;
  }

  /** Coordinates that do not vary along the append dimension. */
  grid(): Promise<ReadonlyMap<string, StoredArray>> {
    this.#grid ??= this.#cube ? readGrid(this.#place.dataset, this.#cube, this.#append) : Promise.resolve(new Map());
    return this.#grid;
  }

  /** Digests of the other arrays that do not vary along it; see `digestOf`. */
  digests(): Promise<ReadonlyMap<string, string>> {
    this.#digests ??= this.#readDigests();
    return this.#digests;
  }

  /** The source that brought a step; `undefined` where the ledger does not tell. */
  ownerOf(label: string): string | undefined {
    return this.#owners.get(label);
  }

  /** Takes over a commit. @param brought labels of the sources, by their position in the batch */
  committed(cube: Cube, { length, kept, pieces }: Placement, brought: readonly StoredArray[]): void {
    const before = this.#labels;
    const labels = emptyLike(brought[0] ?? before, length) as unknown[];
    for (const { from, to, count } of kept) for (let i = 0; i < count; i++) labels[to + i] = before[from + i];
    for (const { source, runs } of pieces)
      for (const { from, to, count } of runs)
        for (let i = 0; i < count; i++) labels[to + i] = brought[source]?.[from + i];
    this.#labels = labels as unknown as StoredArray;
    if (this.#cube?.arrays.size !== cube.arrays.size) [this.#grid, this.#digests] = [undefined, undefined];
    this.#cube = cube;
  }

  /** Takes over what the ledger now tells of sources. */
  recorded(entries: readonly LedgerEntry[], forgotten: readonly LedgerEntry[] = []): void {
    for (const { source, labels = [] } of forgotten)
      for (const label of labels) if (this.#owners.get(label) === source) this.#owners.delete(label);
    for (const entry of entries) this.#own(entry);
  }

  async #readDigests(): Promise<ReadonlyMap<string, string>> {
    const digests = new Map<string, string>();
    if (!this.#cube) return digests;
    const grid = await this.grid();
    const { uri } = this.#place;
    const dataset = await zarrReader.open({ uri, storage: this.#place.dataset, key: '' }, {});
    try {
      for (const variable of dataset.variables.values())
        if (!variable.dimensions.includes(this.#append) && !grid.has(variable.name))
          digests.set(variable.name, await digestOf(variable, uri));
    } finally {
      await dataset.close();
    }
    return digests;
  }

  #own({ source, labels = [] }: LedgerEntry): void {
    for (const label of labels) this.#owners.set(label, source);
  }
}

async function readLabels({ dataset, uri }: CubePlace, append: string, cube: Cube): Promise<StoredArray> {
  const array = cube.arrays.get(append);
  if (array?.dimensions.length === 1 && array.dimensions[0] === append) return readArray(dataset, append, array);
  const reason = `it has no coordinate '${append}', along which files are appended`;
  throw new CloudOptimisedError('CO_ZARR_METADATA', { uri, reason, unsupported: true });
}

/** A label as the ledger keeps it: the stored number or text, exactly. */
export function labelText(label: number | bigint | string): string {
  return Object.is(label, -0) ? '0' : String(label);
}

/** All labels as the ledger keeps them. */
export function labelTexts(labels: StoredArray): string[] {
  return Array.from(labels as ArrayLike<number | bigint | string>, labelText);
}
