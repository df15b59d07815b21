/**
 * Bit shuffle as C-Blosc 1 does it: the lowest bits of the first bytes of all values, then their second bits, and so on through all
 * bytes of a value. Only for a number of values that is a multiple of eight; other blocks, and what is left over, stay as they are.
 *
 * @module
 */

/** Shuffles the bits of `source` into `target`, which is as long. */
export function bitShuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  const count = countOf(source, itemSize);
  const row = count / 8;
  for (let byte = 0; byte < itemSize; byte++) {
    for (let group = 0; group < row; group++)
      spread(source, 8 * group * itemSize + byte, itemSize, target, 8 * byte * row + group, row);
  }
  target.set(source.subarray(count * itemSize), count * itemSize);
}

/** Undoes `bitShuffle`. */
export function bitUnshuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  const count = countOf(source, itemSize);
  const row = count / 8;
  for (let byte = 0; byte < itemSize; byte++) {
    for (let group = 0; group < row; group++)
      spread(source, 8 * byte * row + group, row, target, 8 * group * itemSize + byte, itemSize);
  }
  target.set(source.subarray(count * itemSize), count * itemSize);
}

/** How many items are shuffled. */
function countOf(source: Uint8Array, itemSize: number): number {
  const count = Math.floor(source.length / itemSize);
  return count % 8 === 0 ? count : 0;
}

/** Transposes eight by eight bits: bytes `step` apart in `source` become bytes `stride` apart in `target` (Hacker's Delight, 7-3). */
function spread(source: Uint8Array, from: number, step: number, target: Uint8Array, to: number, stride: number): void {
  let low = fourBytes(source, from, step);
  let high = fourBytes(source, from + 4 * step, step);
  low = swapBits(swapBits(low, 0x00aa00aa, 7), 0x0000cccc, 14);
  high = swapBits(swapBits(high, 0x00aa00aa, 7), 0x0000cccc, 14);
  const crossed = (low >>> 4) & 0x0f0f0f0f;
  const mixed = (crossed ^ high) & 0x0f0f0f0f;
  high ^= mixed;
  low ^= mixed << 4;
  putFourBytes(low, target, to, stride);
  putFourBytes(high, target, to + 4 * stride, stride);
}

function swapBits(word: number, mask: number, distance: number): number {
  const changed = (word ^ (word >>> distance)) & mask;
  return word ^ changed ^ (changed << distance);
}

function fourBytes(source: Uint8Array, at: number, step: number): number {
  const [a, b, c, d] = [source[at], source[at + step], source[at + 2 * step], source[at + 3 * step]] as number[] as [
    number,
    number,
    number,
    number,
  ];
  return a | (b << 8) | (c << 16) | (d << 24);
}

function putFourBytes(word: number, target: Uint8Array, at: number, stride: number): void {
  target[at] = word;
  target[at + stride] = word >>> 8;
  target[at + 2 * stride] = word >>> 16;
  target[at + 3 * stride] = word >>> 24;
}
