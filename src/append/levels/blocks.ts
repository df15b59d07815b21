/** The cells that become one cell. */
export interface Block {
  /** Position of that cell in the outcome. */
  readonly at: number;
  /** Position of the block's first cell. */
  readonly first: number;
  /** Positions of all its cells, from the first. */
  readonly offsets: readonly number[];
}

/**
 * The blocks of an array, in the order of the outcome. Those at the far edges may be smaller. The object that is given changes from one to
 * the next.
 */
export function* blocksOf(shape: readonly number[], factors: readonly number[]): Generator<Block> {
  const axes = axesOf(shape, factors);
  const size = axes.reduce((product, { count }) => product * count, 1);
  const index = axes.map(() => 0);
  const offsetsAt = offsetsByEdges(axes);
  const block = { at: 0, first: 0, offsets: [] as readonly number[] };
  let edges = axes.reduce((mask, axis, at) => mask | edgeBit(axis, 0, at), 0);
  for (let at = 0; at < size; at++) {
    block.at = at;
    block.offsets = offsetsAt(edges);
    yield block;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const { count, stride } = axes[axis] as Axis;
      const next = ((index[axis] as number) + 1) % count;
      block.first += (next === 0 ? 1 - count : 1) * stride;
      index[axis] = next;
      edges = (edges & ~(1 << axis)) | edgeBit(axes[axis] as Axis, next, axis);
      if (next !== 0) break;
    }
  }
}

interface Axis {
  /** Blocks along it. */
  readonly count: number;
  /** Cells in a block, and in the last one. */
  readonly factor: number;
  readonly last: number;
  /** From one cell to the next, and from one block to the next. */
  readonly step: number;
  readonly stride: number;
}

function axesOf(shape: readonly number[], factors: readonly number[]): Axis[] {
  let step = 1;
  return shape
    .map((length, axis) => ({ length, factor: factors[axis] ?? 1 }))
    .toReversed()
    .map(({ length, factor }) => {
      const count = Math.ceil(length / factor);
      const axis = { count, factor, last: length - (count - 1) * factor, step, stride: step * factor };
      step *= length;
      return axis;
    })
    .toReversed();
}

/** The bit of an axis whose last block is at hand, and smaller than the others. */
function edgeBit({ count, factor, last }: Axis, place: number, axis: number): number {
  return place === count - 1 && last !== factor ? 1 << axis : 0;
}

/** The offsets of blocks at these edges. */
function offsetsByEdges(axes: readonly Axis[]): (edges: number) => readonly number[] {
  const known: (readonly number[])[] = [];
  return (edges) => {
    known[edges] ??= axes.reduce<number[]>(
      (before, { factor, last, step }, axis) =>
        before.flatMap((base) =>
          Array.from({ length: edges & (1 << axis) ? last : factor }, (_, n) => base + n * step),
        ),
      [0],
    );
    return known[edges];
  };
}
