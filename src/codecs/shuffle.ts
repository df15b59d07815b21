/**
 * Byte shuffle: the first bytes of all values, then the second ones, and so on; what is left of a value at the end stays as it is (the
 * order of Blosc, numcodecs and HDF5). Values of 2, 4 and 8 bytes go by words of 32 bits, four values at a time; the halves of
 * longer words follow from little-endian order, which is the only one that Node knows.
 *
 * @module
 */

/** Shuffles `source` into `target`, which is as long. The two do not overlap. */
export function shuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  const count = Math.floor(source.length / itemSize);
  const packed = PACKED.get(itemSize);
  if (packed && count % 4 === 0 && isAligned(source) && isAligned(target))
    packed.shuffle(words(source), words(target), count);
  else shuffleBytes(source, target, itemSize, count);
  copyRest(source, target, itemSize * count);
}

/** Undoes `shuffle`. */
export function unshuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  const count = Math.floor(source.length / itemSize);
  const packed = PACKED.get(itemSize);
  if (packed && count % 4 === 0 && isAligned(source) && isAligned(target))
    packed.unshuffle(words(source), words(target), count);
  else unshuffleBytes(source, target, itemSize, count);
  copyRest(source, target, itemSize * count);
}

interface PackedShuffle {
  shuffle(source: Uint32Array, target: Uint32Array, count: number): void;
  unshuffle(source: Uint32Array, target: Uint32Array, count: number): void;
}

const PACKED: ReadonlyMap<number, PackedShuffle> = new Map([
  [2, { shuffle: shuffle2, unshuffle: unshuffle2 }],
  [4, { shuffle: (s, t, n) => shuffle4(s, t, n, 0, 1), unshuffle: (s, t, n) => unshuffle4(s, t, n, 0, 1) }],
  [8, { shuffle: shuffle8, unshuffle: unshuffle8 }],
]);

function isAligned({ byteOffset }: Uint8Array): boolean {
  return byteOffset % 4 === 0;
}

function words({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length >>> 2);
}

function copyRest(source: Uint8Array, target: Uint8Array, start: number): void {
  for (let at = start; at < source.length; at++) target[at] = source[at] as number;
}

function shuffleBytes(source: Uint8Array, target: Uint8Array, itemSize: number, count: number): void {
  for (let byte = 0, to = 0; byte < itemSize; byte++) {
    for (let item = 0, from = byte; item < count; item++, from += itemSize) target[to++] = source[from] as number;
  }
}

function unshuffleBytes(source: Uint8Array, target: Uint8Array, itemSize: number, count: number): void {
  for (let byte = 0, from = 0; byte < itemSize; byte++) {
    for (let item = 0, to = byte; item < count; item++, to += itemSize) target[to] = source[from++] as number;
  }
}

/** Four words become one word of each of their bytes. Words lie `step` apart from `start` on; there are `count` of them. */
function shuffle4(source: Uint32Array, target: Uint32Array, count: number, start: number, step: number): void {
  const plane = count >>> 2;
  const first = 4 * start * plane;
  for (let to = 0, from = start; to < plane; to++, from += 4 * step) {
    const a = source[from] as number;
    const b = source[from + step] as number;
    const c = source[from + 2 * step] as number;
    const d = source[from + 3 * step] as number;
    target[first + to] = (a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24);
    target[first + plane + to] = ((a >>> 8) & 255) | (b & 0xff00) | ((c & 0xff00) << 8) | ((d & 0xff00) << 16);
    target[first + 2 * plane + to] = ((a >>> 16) & 255) | ((b >>> 8) & 0xff00) | (c & 0xff0000) | ((d & 0xff0000) << 8);
    target[first + 3 * plane + to] = (a >>> 24) | ((b >>> 16) & 0xff00) | ((c >>> 8) & 0xff0000) | (d & 0xff000000);
  }
}

/** The transposition of four by four bytes is its own reverse; only reading and writing change places. */
function unshuffle4(source: Uint32Array, target: Uint32Array, count: number, start: number, step: number): void {
  const plane = count >>> 2;
  const first = 4 * start * plane;
  for (let from = 0, to = start; from < plane; from++, to += 4 * step) {
    const a = source[first + from] as number;
    const b = source[first + plane + from] as number;
    const c = source[first + 2 * plane + from] as number;
    const d = source[first + 3 * plane + from] as number;
    target[to] = (a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24);
    target[to + step] = ((a >>> 8) & 255) | (b & 0xff00) | ((c & 0xff00) << 8) | ((d & 0xff00) << 16);
    target[to + 2 * step] = ((a >>> 16) & 255) | ((b >>> 8) & 0xff00) | (c & 0xff0000) | ((d & 0xff0000) << 8);
    target[to + 3 * step] = (a >>> 24) | ((b >>> 16) & 0xff00) | ((c >>> 8) & 0xff0000) | (d & 0xff000000);
  }
}

function shuffle8(source: Uint32Array, target: Uint32Array, count: number): void {
  shuffle4(source, target, count, 0, 2);
  shuffle4(source, target, count, 1, 2);
}

function unshuffle8(source: Uint32Array, target: Uint32Array, count: number): void {
  unshuffle4(source, target, count, 0, 2);
  unshuffle4(source, target, count, 1, 2);
}

/** Two words, of two values each. */
function shuffle2(source: Uint32Array, target: Uint32Array, count: number): void {
  const plane = count >>> 2;
  for (let to = 0, from = 0; to < plane; to++, from += 2) {
    const a = source[from] as number;
    const b = source[from + 1] as number;
    target[to] = (a & 255) | ((a >>> 8) & 0xff00) | ((b & 255) << 16) | ((b & 0xff0000) << 8);
    target[plane + to] = ((a >>> 8) & 255) | ((a >>> 16) & 0xff00) | ((b & 0xff00) << 8) | (b & 0xff000000);
  }
}

function unshuffle2(source: Uint32Array, target: Uint32Array, count: number): void {
  const plane = count >>> 2;
  for (let from = 0, to = 0; from < plane; from++, to += 2) {
    const low = source[from] as number;
    const high = source[plane + from] as number;
    target[to] = (low & 255) | ((high & 255) << 8) | ((low & 0xff00) << 8) | ((high & 0xff00) << 16);
    target[to + 1] = ((low >>> 16) & 255) | ((high >>> 8) & 0xff00) | ((low >>> 8) & 0xff0000) | (high & 0xff000000);
  }
}
