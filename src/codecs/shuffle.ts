/**
 * The orders of bytes and of bits that compress better: first what is lowest in each item, then what is next in each, and so on.
 *
 * Bytes: as Blosc, numcodecs and HDF5 do it; what is left of an item at the end stays as it is. Bits: as C-Blosc 1 does it; the same
 * with the bits of each byte, lowest first, but only for a number of items that is a multiple of eight: others stay as they are.
 *
 * @module
 */
import { isInKernel, kernelInput, runKernel, type Shuffling } from './simd/kernel.js';

/** Bytes that go through the kernel at once: few enough for the processor's cache. */
const TILE = 2 ** 19;

/** Shuffles the bytes of `source` into `target`, which is as long. */
export function shuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  scatter('shuffle', source, target, itemsOf(source, itemSize, 1));
}

/** Undoes `shuffle`. What the kernel has inflated is unshuffled from where it lies, unless it is too much. */
export function unshuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  const items = itemsOf(source, itemSize, 1);
  if (isInKernel(source) && source.length <= TILE) {
    target.set(source.subarray(items.size * items.count), items.size * items.count);
    target.set(runKernel('unshuffle', items.count, items.size, source));
  } else gather('unshuffle', isInKernel(source) ? source.slice() : source, target, items);
}

/** Shuffles the bits of `source` into `target`, which is as long. */
export function bitShuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  scatter('bitShuffle', source, target, itemsOf(source, itemSize, 8));
}

/** Undoes `bitShuffle`. */
export function bitUnshuffle(source: Uint8Array, target: Uint8Array, itemSize: number): void {
  gather('bitUnshuffle', source, target, itemsOf(source, itemSize, 8));
}

/**
 * `bytes` shuffled, in memory that is valid until the next call: nothing is copied out. `undefined` where there is more than the kernel
 * takes at once.
 */
export function shuffledView(
  shuffling: 'shuffle' | 'bitShuffle',
  bytes: Uint8Array,
  itemSize: number,
): Uint8Array | undefined {
  const { size, count } = itemsOf(bytes, itemSize, shuffling === 'shuffle' ? 1 : 8);
  if (bytes.length > TILE || count * size < bytes.length) return;
  kernelInput(bytes.length).set(bytes);
  return runKernel(shuffling, count, size);
}

/** Items, and the rows that they are shuffled into: a byte of a row takes from `perByte` items. */
interface Items {
  readonly size: number;
  readonly count: number;
  readonly perByte: 1 | 8;
}

function itemsOf({ length }: Uint8Array, size: number, perByte: 1 | 8): Items {
  const count = Math.floor(length / size);
  return { size, count: count % perByte === 0 ? count : 0, perByte };
}

/** Items tile by tile, whose rows go to their places in the rows of all. */
function scatter(shuffling: Shuffling, source: Uint8Array, target: Uint8Array, items: Items): void {
  const { size, count } = items;
  forEachTile(items, (start, end) => {
    const input = source.subarray(start * size, end * size);
    kernelInput(input.length).set(input);
    const tile = runKernel(shuffling, end - start, size);
    if (end - start === count) target.set(tile);
    else forEachRow(items, start, end, (at, from, to) => target.set(tile.subarray(from, to), at));
  });
  target.set(source.subarray(size * count), size * count);
}

/** The reverse: pieces of all rows, which make up a tile. */
function gather(shuffling: Shuffling, source: Uint8Array, target: Uint8Array, items: Items): void {
  const { size, count } = items;
  forEachTile(items, (start, end) => {
    const input = kernelInput((end - start) * size);
    if (end - start === count) input.set(source.subarray(0, input.length));
    else forEachRow(items, start, end, (at, from, to) => input.set(source.subarray(at, at + to - from), from));
    target.set(runKernel(shuffling, end - start, size), start * size);
  });
  target.set(source.subarray(size * count), size * count);
}

function forEachTile({ size, count }: Items, visit: (start: number, end: number) => void): void {
  const step = Math.max(64, 64 * Math.floor(TILE / size / 64));
  for (let start = 0; start < count; start += step) visit(start, Math.min(count, start + step));
}

/** Where each row of a tile lies: `at` among the rows of all, and between `from` and `to` in the tile. */
function forEachRow(
  { size, count, perByte }: Items,
  start: number,
  end: number,
  visit: (at: number, from: number, to: number) => void,
): void {
  const width = (end - start) / perByte;
  for (let row = 0; row < size * perByte; row++) {
    visit((row * count + start) / perByte, row * width, (row + 1) * width);
  }
}
