import type { Region } from '../../model/dataset.js';
import { sizeOf } from '../../model/dataset.js';

/**
 * Cuts a region into boxes of at most `limit` values, along the borders of chunks: a chunk is decoded once for each box
 * that touches it. A box is larger than `limit` only where one chunk is.
 */
export function* cutRegion(region: Region, chunk: readonly number[] | null, limit: number): Generator<Region> {
  const step = boxShape(region.count, chunk ?? region.count.map(() => 1), limit);
  yield* boxesFrom(region, step, 0, [], []);
}

/** The largest multiple of the chunk that fits, the slowest dimensions cut first. */
function boxShape(count: readonly number[], chunk: readonly number[], limit: number): number[] {
  const shape = [...count];
  for (let axis = 0; axis < shape.length && sizeOf(shape) > limit; axis++) {
    const edge = chunk[axis] ?? 1;
    const others = sizeOf(shape) / (shape[axis] ?? 1);
    shape[axis] = Math.min(shape[axis] ?? 1, Math.max(edge, Math.floor(limit / others / edge) * edge));
  }
  return shape;
}

function* boxesFrom(
  region: Region,
  step: readonly number[],
  axis: number,
  start: readonly number[],
  count: readonly number[],
): Generator<Region> {
  if (axis === step.length) {
    yield { start, count };
    return;
  }
  const first = region.start[axis] ?? 0;
  const end = first + (region.count[axis] ?? 0);
  const width = step[axis] ?? 1;
  const whole = width >= end - first;
  for (let at = first, next: number; at < end; at = next) {
    next = whole ? end : Math.min(end, (Math.floor(at / width) + 1) * width);
    yield* boxesFrom(region, step, axis + 1, [...start, at], [...count, next - at]);
  }
}

/**
 * Copies the bytes of `box`, row-major, to their place in those of `region`, of which it is a part.
 *
 * @param size bytes of one value
 */
export function placeBox(source: Uint8Array, box: Region, target: Uint8Array, region: Region, size: number): void {
  const runAxis = firstContiguousAxis(box, region);
  const run = sizeOf(box.count.slice(runAxis)) * size;
  const runs = sizeOf(box.count.slice(0, runAxis));
  const strides = strideBytes(region.count, size);
  for (let i = 0; i < runs; i++) {
    const to = offsetOfRun(i, runAxis, box, region, strides);
    target.set(source.subarray(i * run, (i + 1) * run), to);
  }
}

/** From this axis on, one step of the axis before is one piece of memory on both sides. */
function firstContiguousAxis(box: Region, region: Region): number {
  let axis = box.count.length - 1;
  while (axis > 0 && box.count[axis] === region.count[axis]) axis--;
  return Math.max(axis, 0);
}

function strideBytes(count: readonly number[], size: number): number[] {
  const strides = new Array<number>(count.length).fill(size);
  for (let axis = count.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? size) * (count[axis + 1] ?? 1);
  return strides;
}

function offsetOfRun(index: number, runAxis: number, box: Region, region: Region, strides: readonly number[]): number {
  let rest = index;
  let offset = 0;
  for (let axis = box.count.length - 1; axis >= 0; axis--) {
    let at = (box.start[axis] ?? 0) - (region.start[axis] ?? 0);
    if (axis < runAxis) {
      const length = box.count[axis] ?? 1;
      at += rest % length;
      rest = Math.floor(rest / length);
    }
    offset += at * (strides[axis] ?? 0);
  }
  return offset;
}
