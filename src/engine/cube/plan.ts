/**
 * Plans what a change of a cube touches: which objects are written, and by which units of work.
 *
 * @module
 */
import type { ObjectChanges } from '../../contracts/cube-store.js';
import { objectKey } from '../../formats/zarr/object-key.js';
import type { Cube } from '../../model/zarr/array.js';
import type { ChunkRun } from './chunk-run.js';
import { indicesOf, withLength } from './object-grid.js';
import type { Placement } from './placement.js';
import { type ArrayPlan, type PlanSource, planArray } from './plan-array.js';

import { cutBox } from './plan-boxes.js';
import { PlacedRows } from './plan-rows.js';

export type { PlanSource };

/** A change of a cube. */
export interface CubeRequest {
  /** The cube as it is; `undefined` where there is none. */
  readonly base: Cube | undefined;
  /** The cube as it will be; the length of the append dimension does not matter. */
  readonly next: Cube;
  readonly appendDimension: string;
  readonly placement: Placement;
  /** By position in the batch. */
  readonly sources: readonly PlanSource[];
  /** Bytes of values that a unit of work may hold; by default what suits the whole. */
  readonly runBytes?: number | undefined;
}

/** What a change of a cube does. */
export interface CubePlan {
  /** The cube as it will be, with its new shapes. */
  readonly next: Cube;
  readonly changes: ObjectChanges;
  /** Nothing of these depends on each other. */
  readonly runs: readonly ChunkRun[];
}

/** Bytes of values of a unit of work: small, because memory of this size is used again, while larger pieces are new pages each time. */
const RUN_BYTES = 4 << 20;

/**
 * Plans a change. An object is left alone where all its rows stay in place and it had no others, so that nothing is rewritten
 * when whole objects are appended, and a partial last object once. Arrays without the append dimension are written when they are new.
 *
 * @throws CO_UNEXPECTED where an array of the cube is to be laid out in another way
 */
export function planChanges({ base, next, appendDimension, placement, sources, runBytes }: CubeRequest): CubePlan {
  const cube = withLength(next, appendDimension, placement.length);
  const rows = new PlacedRows(placement);
  const plans = [...cube.arrays].map(([name, array]) => {
    const appendAxis = array.dimensions.indexOf(appendDimension);
    return planArray({ name, array, before: base?.arrays.get(name), appendAxis }, rows, sources);
  });
  const budget = runBytes ?? RUN_BYTES;
  return { next: cube, changes: changesOf(plans), runs: plans.flatMap((plan) => runsOf(plan, rows, budget)) };
}

function changesOf(plans: readonly ArrayPlan[]): ObjectChanges {
  const keys = (choose: (plan: ArrayPlan) => ArrayPlan['written']) =>
    plans.flatMap((plan) =>
      choose(plan).flatMap(({ from, to }) =>
        [...indicesOf(from, to)].map((index) => objectKey(plan.name, plan.array, index)),
      ),
    );
  return {
    created: keys(({ created }) => created),
    replaced: keys(({ replaced }) => replaced),
    removed: keys(({ removed }) => removed),
  };
}

function runsOf(plan: ArrayPlan, rows: PlacedRows, budget: number): ChunkRun[] {
  const { name, array, before, appendAxis } = plan;
  return plan.written
    .flatMap((box) => cutBox(box, { array, sourceChunks: plan.sourceChunks, budget }))
    .map(({ from, to }) => ({
      name,
      array,
      before,
      appendAxis,
      from,
      to,
      ...(appendAxis < 0 ? plan.whole : rows.inObjects(plan, from[appendAxis] ?? 0, to[appendAxis] ?? 0)),
    }));
}
