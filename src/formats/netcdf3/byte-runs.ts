import type { Region } from '../../model/dataset.js';
import type { VariableLayout } from './layout.js';

/** Consecutive bytes of a file. */
export interface ByteRun {
  readonly offset: number;
  readonly length: number;
}

/** The bytes of a region in the order of its values, as runs that are as long as they can be. */
export function* runsOf(layout: VariableLayout, region: Region, elementBytes: number): Generator<ByteRun> {
  const strides = stridesOf(layout, elementBytes);
  const axis = firstWholeAxis(layout, region, strides, elementBytes);
  const length = region.count.slice(axis).reduce((product, count) => product * count, elementBytes);
  const first = region.start.reduce((sum, start, i) => sum + start * (strides[i] ?? 0), layout.variable.begin);
  if (region.count.includes(0)) return;
  yield* outerRuns(region.count.slice(0, axis), strides, first, length, 0);
}

function* outerRuns(
  count: readonly number[],
  strides: readonly number[],
  offset: number,
  length: number,
  axis: number,
): Generator<ByteRun> {
  if (axis === count.length) {
    yield { offset, length };
    return;
  }
  const stride = strides[axis] ?? 0;
  for (let i = 0; i < (count[axis] ?? 0); i++) yield* outerRuns(count, strides, offset + i * stride, length, axis + 1);
}

/** Bytes between neighbours along each dimension: dense within a slab, the layout's stride between slabs. */
function stridesOf({ shape, isRecord, stride }: VariableLayout, elementBytes: number): number[] {
  const strides = new Array<number>(shape.length).fill(elementBytes);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? elementBytes) * (shape[axis + 1] ?? 1);
  if (isRecord) strides[0] = stride;
  return strides;
}

/** From this axis on the region's values are consecutive bytes. */
function firstWholeAxis(
  { shape }: VariableLayout,
  { count }: Region,
  strides: readonly number[],
  elementBytes: number,
): number {
  let axis = shape.length;
  let dense = elementBytes;
  while (axis > 0 && strides[axis - 1] === dense) {
    axis--;
    dense *= shape[axis] ?? 1;
    if (count[axis] !== shape[axis]) break;
  }
  return axis;
}
