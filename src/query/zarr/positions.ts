/** One dimension of a product: the indices wanted of it, and how far apart two neighbours lie in an array (0: it lacks the dimension). */
export interface Axis {
  readonly indices: ArrayLike<number>;
  readonly stride: number;
}

/** For each combination of the axes' indices, the last axis fastest, the position in the array. */
export function productPositions(axes: readonly Axis[]): Uint32Array {
  let positions = new Uint32Array(1);
  for (const { indices, stride } of axes) {
    const next = new Uint32Array(positions.length * indices.length);
    let at = 0;
    for (const position of positions)
      for (let index = 0; index < indices.length; index++) next[at++] = position + (indices[index] as number) * stride;
    positions = next;
  }
  return positions;
}

/** 0 up to (not including) `length`. */
export function upTo(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, at) => at);
}
