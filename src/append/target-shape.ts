/**
 * How what slices are appended to is stored: as one cube, or as a pyramid of cubes.
 *
 * @module
 */
import type { Companion } from '../contracts/cube-store.js';
import type { PlanSource } from '../engine/cube/plan.js';
import type { ZarrCubeStore } from '../engine/cube-store/zarr-cube-store.js';
import type { DatasetLock } from '../engine/lock/dataset-lock.js';
import type { Cube } from '../model/zarr/array.js';
import type { CubePlaces } from './cube-state.js';

/** The way between the cube that slices are of, and what is stored. */
export interface TargetShape {
  /** Where the arrays of the cube lie by their own names. */
  readonly places: CubePlaces;
  /** What transactions are made on. */
  store(lock?: DatasetLock): ZarrCubeStore;
  /** The cube that slices are of, in what is stored. */
  view(stored: Cube): Cube;
  /** What is stored for such a cube. */
  stored(view: Cube): Cube;
  /** A source, as the planning of what is stored sees it. */
  source(source: PlanSource, stored: Cube): PlanSource;
  /** Documents that tell readers of what is stored, beside those of the store itself. */
  companions(stored: Cube): readonly Companion[];
}

/** A cube that is stored as it is. */
export function plainShape(places: CubePlaces, store: TargetShape['store']): TargetShape {
  return {
    places,
    store,
    view: (stored) => stored,
    stored: (view) => view,
    source: (source) => source,
    companions: () => [],
  };
}
