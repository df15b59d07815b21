/**
 * Where the chunks of a dataset lie: HDF5 File Format Specification, IV.A.2.i "Data Layout Message" version 3, and III.A.1 "B-trees,
 * version 1", node type 1.
 *
 * @module
 */
import { sizeOf } from '../../../model/dataset.js';
import { type FileBytes, NotDirect } from '../file-bytes.js';
import type { HeaderMessage } from '../metadata/object-header.js';

/** Where the chunks of one dataset lie, by their number in the grid of chunks, row-major. */
export interface ChunkIndex {
  readonly chunk: readonly number[];
  readonly valueBytes: number;
  /** Chunks along each axis. */
  readonly grid: readonly number[];
  /** Offsets in the file; 0 for a chunk that is not there. */
  readonly offsets: Float64Array;
  /** Stored bytes; 0 for a chunk that some filter left alone, or that is not there. */
  readonly sizes: Uint32Array;
}

const LAYOUT = 8;
const CHUNKED = 2;
const MAX_CHUNKS = 1 << 22;
const MAX_LEVEL = 8;

/** Reads the index of a dataset of `shape`. @throws NotDirect for other layouts than chunks under a B-tree of version 1 */
export function readChunkIndex(
  file: FileBytes,
  messages: readonly HeaderMessage[],
  shape: readonly number[],
): ChunkIndex {
  const { chunk, valueBytes, root } = chunkedLayout(messages, shape.length);
  const grid = shape.map((length, axis) => Math.ceil(length / (chunk[axis] ?? 1)));
  const chunks = sizeOf(grid);
  if (chunks > MAX_CHUNKS) throw new NotDirect('many chunks');
  const index = { chunk, valueBytes, grid, offsets: new Float64Array(chunks), sizes: new Uint32Array(chunks) };
  if (root === undefined) return index;
  const level = file.read(root, 8).readUInt8(5);
  if (level > MAX_LEVEL) throw new NotDirect('a deep tree');
  readNode(file, index, root, level);
  return index;
}

function chunkedLayout(messages: readonly HeaderMessage[], rank: number) {
  const data = messages.find(({ type }) => type === LAYOUT)?.data;
  if (data?.[0] !== 3 || data[1] !== CHUNKED || data[2] !== rank + 1) throw new NotDirect('another layout');
  const chunk = Array.from({ length: rank }, (_, axis) => data.readUInt32LE(11 + 4 * axis));
  const valueBytes = data.readUInt32LE(11 + 4 * rank);
  if (chunk.includes(0) || valueBytes === 0) throw new NotDirect('chunks of no length');
  return { chunk, valueBytes, root: isUndefined(data, 3) ? undefined : addressAt(data, 3) };
}

/**
 * Each node must be one level lower than the one that leads to it, so no chain of nodes is endless. Keys must ascend, and begin
 * and end a node as they do in the one that leads to it: the library searches by them.
 *
 * @param bounds the keys to the node's left and right, in the one that leads to it
 */
function readNode(
  file: FileBytes,
  index: ChunkIndex,
  address: number,
  level: number,
  bounds?: readonly Buffer[],
): void {
  const head = file.read(address, 24);
  if (head.toString('latin1', 0, 4) !== 'TREE' || head[4] !== 1 || head[5] !== level)
    throw new NotDirect('no such node');
  const keyBytes = 8 + 8 * (index.chunk.length + 1);
  const entries = head.readUInt16LE(6);
  const bytes = file.read(address + 24, entries * (keyBytes + 8) + keyBytes);
  const keys = Array.from({ length: entries + 1 }, (_, entry) => {
    const start = entry * (keyBytes + 8);
    return bytes.subarray(start, start + keyBytes);
  });
  checkKeys(keys, bounds);
  for (const key of keys) checkCoordinates(key, index);
  for (let entry = 0; entry < entries; entry++) {
    const child = addressAt(bytes, entry * (keyBytes + 8) + keyBytes);
    if (level > 0) readNode(file, index, child, level - 1, keys.slice(entry, entry + 2));
    else addChunk(index, keys[entry] as Buffer, child);
  }
}

function checkKeys(keys: readonly Buffer[], bounds: readonly Buffer[] | undefined): void {
  const ascends = keys.every((key, i) => i === 0 || compareKeys(keys[i - 1] as Buffer, key) < 0);
  const [first, last] = [keys[0] as Buffer, keys.at(-1) as Buffer];
  const isBound = bounds?.every((bound, i) => compareKeys(bound, i === 0 ? first : last) === 0) ?? true;
  if (!ascends || !isBound) throw new NotDirect('keys out of order');
}

/** Every key is the place of a chunk, also the last, which only ends the node. */
function checkCoordinates(key: Buffer, { chunk, valueBytes }: ChunkIndex): void {
  const isPlace = [...chunk, valueBytes].every((step, axis) => addressAt(key, 8 + 8 * axis) % step === 0);
  if (!isPlace) throw new NotDirect('a chunk between others');
}

/** Compares the places of two chunks, the slowest dimension first. */
function compareKeys(one: Buffer, other: Buffer): number {
  for (let at = 8; at < one.length; at += 8) {
    const difference = one.readBigUInt64LE(at) - other.readBigUInt64LE(at);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

/** A key tells the stored bytes, which filters were left out, and the first element's place. */
function addChunk({ chunk, grid, offsets, sizes }: ChunkIndex, key: Buffer, offset: number): void {
  let number = 0;
  if (addressAt(key, key.length - 8) !== 0) throw new NotDirect('part of a value');
  for (let axis = 0; axis < chunk.length; axis++) {
    const at = addressAt(key, 8 + 8 * axis) / (chunk[axis] ?? 1);
    if (!Number.isInteger(at)) throw new NotDirect('a chunk between others');
    // Shrinking a dataset may leave chunks beyond its shape.
    if (at >= (grid[axis] ?? 0)) return;
    number = number * (grid[axis] ?? 1) + at;
  }
  if (offsets[number] !== 0) throw new NotDirect('a chunk that is there twice');
  offsets[number] = offset;
  sizes[number] = key.readUInt32LE(4) === 0 ? key.readUInt32LE(0) : 0;
}

/** An address or a length, 8 bytes. @throws NotDirect for one that is undefined or beyond 2^53 */
function addressAt(bytes: Buffer, offset: number): number {
  const value = Number(bytes.readBigUInt64LE(offset));
  if (!Number.isSafeInteger(value)) throw new NotDirect('an undefined address');
  return value;
}

/** Whether an address stands for none: no chunk was ever written. */
function isUndefined(bytes: Buffer, offset: number): boolean {
  return bytes.readBigInt64LE(offset) === -1n;
}
