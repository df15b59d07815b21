/**
 * Which dimensions the datasets of a file have: by netCDF-4's dimension scales where there are any, else by names made
 * up as h5netcdf makes them up (`phony_dim_0`, one for each length and repetition within a group).
 *
 * @module
 */
import { CloudOptimisedError } from '../../errors/index.js';
import type { ScaleNotes } from './dimension-scale.js';
import type { Hdf5Objects } from './hdf5-objects.js';
import type { StoredDataset } from './object-tree.js';

/** A dataset with what its attributes say of dimensions. */
export interface NotedDataset extends StoredDataset {
  readonly notes: ScaleNotes;
}

/** A group with such datasets. */
export interface NotedGroup {
  readonly path: string;
  readonly datasets: readonly NotedDataset[];
}

/** Names of the dimensions of each dataset, by its path. */
export type DimensionNames = ReadonlyMap<string, readonly string[]>;

/** Names every axis of every dataset. @throws CO_FILE_CORRUPT where a scale is referred to that does not exist */
export function nameDimensions(objects: Hdf5Objects, groups: readonly NotedGroup[]): DimensionNames {
  const scales = new ScaleIndex(objects, groups);
  const phony = new PhonyDimensions();
  const named = new Map<string, readonly string[]>();
  for (const group of groups) {
    phony.enter(group);
    for (const dataset of group.datasets) {
      named.set(dataset.path, scales.dimensionsOf(dataset) ?? phony.dimensionsOf(dataset));
    }
  }
  return named;
}

/** A dimension's name: its scale's path, without netCDF's prefix for variables that share its name only. */
export function nameOf(path: string): string {
  return path.slice(1).replace(/(^|\/)_nc4_non_coord_([^/]*)$/, '$1$2');
}

class ScaleIndex {
  readonly #uri: string;
  readonly #byReference = new Map<string, string>();
  readonly #byId = new Map<number, string>();

  constructor(objects: Hdf5Objects, groups: readonly NotedGroup[]) {
    this.#uri = objects.uri;
    for (const { path, notes } of groups.flatMap((group) => group.datasets)) {
      if (!notes.isScale) continue;
      this.#byReference.set(objects.reference(path), path.slice(1));
      if (notes.dimensionId !== undefined) this.#byId.set(notes.dimensionId, path.slice(1));
    }
  }

  /** The dimensions that the file names; `undefined` where it names none. */
  dimensionsOf({ path, metadata, notes }: NotedDataset): readonly string[] | undefined {
    const rank = metadata.shape?.length ?? 0;
    if (rank === 0) return [];
    if (notes.isScale && notes.coordinateIds?.length === rank) {
      return notes.coordinateIds.map((id) => this.#found(path, this.#byId.get(id)));
    }
    const axes = notes.axisReferences;
    if (axes?.length === rank && axes.every((references) => references.length > 0)) {
      // Of several scales the last counts, as for netCDF-C.
      return axes.map((references) => this.#found(path, this.#byReference.get(references.at(-1) ?? '')));
    }
    return notes.isScale && rank === 1 ? [path.slice(1)] : undefined;
  }

  #found(path: string, name: string | undefined): string {
    if (name !== undefined) return name;
    const reason = `variable '${path}' refers to a dimension scale that is not in the file`;
    throw new CloudOptimisedError('CO_FILE_CORRUPT', { uri: this.#uri, reason });
  }
}

/** Names for axes without scales. Axes of one length share a name, except where one dataset has several of them. */
class PhonyDimensions {
  #count = 0;
  #prefix = '';
  #names = new Map<number, string[]>();

  /** Begins a group: its own dimensions come first for their length. */
  enter(group: NotedGroup): void {
    this.#prefix = group.path === '' ? '' : `${group.path}/`;
    this.#names = new Map();
    for (const { path, metadata, notes } of group.datasets) {
      const length = metadata.shape?.[0];
      if (notes.isScale && metadata.shape?.length === 1 && length !== undefined) this.#of(length).push(path.slice(1));
    }
  }

  dimensionsOf({ metadata }: NotedDataset): readonly string[] {
    const used = new Map<number, number>();
    return (metadata.shape ?? []).map((length) => {
      const nth = used.get(length) ?? 0;
      used.set(length, nth + 1);
      const names = this.#of(length);
      names[nth] ??= `${this.#prefix}phony_dim_${this.#count++}`;
      return names[nth] ?? '';
    });
  }

  #of(length: number): string[] {
    const names = this.#names.get(length) ?? [];
    this.#names.set(length, names);
    return names;
  }
}
