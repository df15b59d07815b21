import { sizeOf } from '../../model/dataset.js';
import { objectShape, type ZarrArray } from '../../model/zarr/array.js';
import { valueBytes } from './object-grid.js';
import type { ObjectBox } from './plan-array.js';

/** What decides how a box is cut. */
export interface CutOptions {
  readonly array: ZarrArray;
  /** Chunks that the values are read in; a chunk is decoded anew for each part that needs some of it. */
  readonly sourceChunks: readonly number[] | undefined;
  /** Bytes of values that a part should not exceed. */
  readonly budget: number;
}

/** Where cutting through chunks of the source costs much, parts may grow up to this. */
const LARGEST_PART = 64 << 20;
/** Reading this much more than there is does not matter. */
const BEARABLE = 1.25;
const OBJECTS_AT_MOST = 1024;

/** Cuts a box of objects into parts that are held in memory at once: along the first axes, so that reads are long, and between chunks of the source. */
export function cutBox({ from, to }: ObjectBox, options: CutOptions): ObjectBox[] {
  const steps = chooseSteps({ from, to }, options);
  return from.reduce<ObjectBox[]>(
    (boxes, first, axis) =>
      boxes.flatMap((box) => split(box, axis, { first, end: to[axis] ?? 0, step: steps[axis] ?? 1 })),
    [{ from, to }],
  );
}

function split(
  box: ObjectBox,
  axis: number,
  { first, end, step }: { first: number; end: number; step: number },
): ObjectBox[] {
  const count = Math.ceil((end - first) / step);
  return Array.from({ length: count }, (_, part) => ({
    from: box.from.with(axis, first + part * step),
    to: box.to.with(axis, Math.min(end, first + (part + 1) * step)),
  }));
}

/** One way to go along an axis. */
interface Step {
  /** Objects in a part. */
  readonly objects: number;
  /** Values read, over values there are. */
  readonly cost: number;
}

interface Choice {
  readonly steps: readonly number[];
  readonly objects: number;
  readonly cost: number;
}

function chooseSteps(box: ObjectBox, { array, sourceChunks, budget }: CutOptions): readonly number[] {
  const shape = objectShape(array);
  const steps = box.from.map((first, axis) =>
    stepsAlong((box.to[axis] ?? 0) - first, shape[axis] ?? 1, sourceChunks?.[axis] ?? 1),
  );
  const bytes = sizeOf(shape) * valueBytes(array);
  let best = choose(steps, budget / bytes);
  for (let more = 2 * budget; best.cost > BEARABLE && more <= LARGEST_PART; more *= 2) {
    const wider = choose(steps, more / bytes);
    if (wider.cost < best.cost) best = wider;
  }
  return best.steps;
}

/** Powers of two, the same in whole chunks of the source, and all. */
function stepsAlong(objects: number, length: number, chunk: number): Step[] {
  const aligned = chunk / gcd(chunk, length);
  const sizes = new Set([objects]);
  for (let size = 1; size < objects; size *= 2) sizes.add(size);
  for (let size = aligned; size < objects; size *= 2) sizes.add(size);
  const costOf = (size: number) => {
    const cuts = (size * length) % chunk === 0 ? 0 : Math.ceil(objects / size) - 1;
    return 1 + (cuts * chunk) / (objects * length);
  };
  return [...sizes].map((size) => ({ objects: size, cost: costOf(size) }));
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The cheapest way within `limit` objects; among these the largest parts, and among these the longest along the last axes. */
function choose(axes: readonly Step[][], limit: number): Choice {
  const most = Math.min(limit, OBJECTS_AT_MOST);
  let choices: Choice[] = [{ steps: [], objects: 1, cost: 1 }];
  for (const steps of axes) {
    choices = choices.flatMap((choice) =>
      steps
        .filter(({ objects }) => objects === 1 || choice.objects * objects <= most)
        .map(({ objects, cost }) => ({
          steps: [...choice.steps, objects],
          objects: choice.objects * objects,
          cost: choice.cost * cost,
        })),
    );
  }
  return choices.reduce((best, choice) => (isBetter(choice, best) ? choice : best));
}

function isBetter(a: Choice, b: Choice): boolean {
  if (Math.abs(a.cost - b.cost) > 1e-9) return a.cost < b.cost;
  if (a.objects !== b.objects) return a.objects > b.objects;
  return compareBackwards(a.steps, b.steps) > 0;
}

function compareBackwards(a: readonly number[], b: readonly number[]): number {
  const axis = a.findLastIndex((step, at) => step !== b[at]);
  return axis < 0 ? 0 : (a[axis] ?? 0) - (b[axis] ?? 0);
}
