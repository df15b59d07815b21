import { sizeOf } from '../../model/dataset.js';
import type { LabelledArray, ScopeValues } from './scope.js';
import type { Index, SliceIndex } from './syntax.js';
import { ExpressionFault } from './tokens.js';

/** Positions that an index takes along one dimension. */
interface Taken {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** The most values that an attribute may take over from an array. */
const MOST = 100_000;

/**
 * What indices take of an array, by Python's rules: positions from the end are negative, slices end before `stop` and are cut to what is
 * there. Dimensions without an index are taken whole.
 */
export function indexArray(array: LabelledArray, indices: readonly Index[], at: number): LabelledArray {
  const { dimensions, shape, data } = array;
  if (indices.length > shape.length)
    throw new ExpressionFault(at, `${indices.length} indices for ${shape.length} dimensions`);
  const taken = shape.map((length, axis) => takenOf(indices[axis], length, at));
  const keeps = (_: unknown, axis: number) => !isPosition(indices[axis]);
  const kept = taken.filter(keeps).map(({ count }) => count);
  const positions = positionsOf(shape, taken, at);
  return { dimensions: dimensions.filter(keeps), shape: kept, data: pick(data, positions) };
}

/** @throws ExpressionFault for more values than an attribute may have */
export function checkCount(count: number, at: number): void {
  if (count > MOST) throw new ExpressionFault(at, `${count} values are too many for an attribute`);
}

function takenOf(index: Index | undefined, length: number, at: number): Taken {
  if (index === undefined) return { first: 0, step: 1, count: length };
  if (!isPosition(index)) return sliceOf(index, length);
  const { position } = index;
  const first = position < 0 ? position + length : position;
  if (first < 0 || first >= length) throw new ExpressionFault(at, `there is no position ${position} among ${length}`);
  return { first, step: 1, count: 1 };
}

function isPosition(index: Index | undefined): index is { readonly position: number } {
  return index !== undefined && 'position' in index;
}

function sliceOf({ start, stop, step }: SliceIndex, length: number): Taken {
  const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
  const within = (place: number) => Math.min(Math.max(place < 0 ? place + length : place, least), most);
  const first = start === undefined ? (step > 0 ? least : most) : within(start);
  const end = stop === undefined ? (step > 0 ? most : least) : within(stop);
  return { first, step, count: Math.max(0, Math.ceil((end - first) / step)) };
}

/** Positions in the flat array. */
function positionsOf(shape: readonly number[], taken: readonly Taken[], at: number): number[] {
  const size = sizeOf(taken.map(({ count }) => count));
  checkCount(size, at);
  return taken.reduce<number[]>(
    (before, { first, step, count }, axis) => {
      const length = shape[axis] ?? 1;
      return before.flatMap((base) => Array.from({ length: count }, (_, n) => base * length + first + n * step));
    },
    [0],
  );
}

function pick(data: ScopeValues, positions: readonly number[]): ScopeValues {
  const values = positions.map((position) => data.values[position]);
  return { kind: data.kind, values } as ScopeValues;
}
