import { KERNEL } from './kernel.generated.js';

/** The functions of kernel.asc, which work on places in its memory. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  shuffle(source: number, target: number, count: number, size: number): void;
  unshuffle(source: number, target: number, count: number, size: number): void;
  bitShuffle(source: number, target: number, spare: number, count: number, size: number): void;
  bitUnshuffle(source: number, target: number, spare: number, count: number, size: number): void;
  lz4(source: number, length: number, target: number, table: number): number;
  inflate(source: number, length: number, target: number, targetLength: number): number;
  inflatePair(...both: [...Inflation, ...Inflation]): number;
}

/** What is inflated: `source`, its length, `target`, its length. */
type Inflation = [number, number, number, number];

/** What is used of it; the types of Node do not tell. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** What the kernel can do to items. */
export type Shuffling = 'shuffle' | 'unshuffle' | 'bitShuffle' | 'bitUnshuffle';

/** Bytes that `compressLz4` takes at most. */
export const LARGEST_BLOCK = 2 ** 20;
const LZ4_TABLE = 2 ** 15;

/** Bytes that `inflateInKernel` takes and gives at most. */
export const LARGEST_INFLATED = 2 ** 20;
/** Bytes around what is inflated that `inflate.asc` may touch. */
const INFLATE_MARGIN = 512;

const PAGE = 65536;
/** The kernel's own data lie before it, and the tables of inflate.asc. */
const START = PAGE;

const exports = instantiate();
let room = 0;
let memory = new Uint8Array(exports.memory.buffer);
makeRoom(PAGE);

/** Where to put `length` bytes that are to be shuffled; valid until the next call. */
export function kernelInput(length: number): Uint8Array {
  if (length > room) makeRoom(length);
  return memory.subarray(START, START + length);
}

/** Whether bytes are what one of these functions gave, which stays where it is. */
export function isInKernel({ buffer }: Uint8Array): boolean {
  return buffer === memory.buffer;
}

/**
 * Shuffles `count` items of what was put in; valid until the next call. For bits `count` must be a multiple of eight. Bytes are shuffled
 * from where `inflated`, one of those that were inflated last, lies: the other one stays as it is.
 */
export function runKernel(shuffling: Shuffling, count: number, size: number, inflated?: Uint8Array): Uint8Array {
  const source = inflated?.byteOffset ?? START;
  const target = START + room;
  if (shuffling === 'shuffle' || shuffling === 'unshuffle') exports[shuffling](source, target, count, size);
  else exports[shuffling](source, target, target + room, count, size);
  return memory.subarray(target, target + count * size);
}

/**
 * `bytes` as a block of LZ4, valid until the next call of this or of the others. What `runKernel` gave is not copied first, and stays
 * as it is.
 */
export function compressLz4(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > room) makeRoom(length);
  if (!isInKernel(bytes)) kernelInput(length).set(bytes);
  const source = isInKernel(bytes) ? bytes.byteOffset : START;
  const target = START + 2 * room;
  const encoded = exports.lz4(source, length, target, target + 2 * room);
  return memory.subarray(target, target + encoded);
}

/**
 * `bytes`, a stream of RFC 1950, decoded to `length` bytes, valid until the next call of any of these; `undefined` where it is not a
 * stream of exactly that length, or too large: Node's zlib tells what is wrong with it.
 */
export function inflateInKernel(bytes: Uint8Array, length: number): Uint8Array | undefined {
  if (!fitsInflate(bytes, length)) return undefined;
  const one = putInflation(bytes, length, 0);
  return exports.inflate(...one) ? inflated(one) : undefined;
}

/** Two streams at once, which takes much less time than one after the other: each as `inflateInKernel` gives it. */
export function inflatePairInKernel(
  [bytes, otherBytes]: readonly [Uint8Array, Uint8Array],
  [length, otherLength]: readonly [number, number],
): [Uint8Array | undefined, Uint8Array | undefined] {
  if (!fitsInflate(bytes, length) || !fitsInflate(otherBytes, otherLength)) return [undefined, undefined];
  makeInflateRoom(Math.max(bytes.length, length, otherBytes.length, otherLength));
  const one = putInflation(bytes, length, 0);
  const other = putInflation(otherBytes, otherLength, 2);
  const right = exports.inflatePair(...one, ...other);
  return [right & 1 ? inflated(one) : undefined, right & 2 ? inflated(other) : undefined];
}

function fitsInflate(bytes: Uint8Array, length: number): boolean {
  return bytes.length <= LARGEST_INFLATED && length <= LARGEST_INFLATED;
}

/** Puts a stream next to where it will be inflated, which is at the beginning of a room. */
function putInflation(bytes: Uint8Array, length: number, place: number): Inflation {
  makeInflateRoom(Math.max(bytes.length, length));
  const target = START + place * room;
  const source = target + room;
  memory.set(bytes, source);
  return [source, bytes.length, target, length];
}

function makeInflateRoom(length: number): void {
  if (length + INFLATE_MARGIN > room) makeRoom(length + INFLATE_MARGIN);
}

function inflated([, , target, length]: Inflation): Uint8Array {
  return memory.subarray(target, target + length);
}

/** Compiled at once, not asynchronously: it is that small. */
function instantiate(): KernelExports {
  const module = new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
  return new WebAssembly.Instance(module).exports as unknown as KernelExports;
}

/** Room for the input, the output, what lies between (twice, for a block of LZ4 may be longer than its content), and LZ4's table. */
function makeRoom(length: number): void {
  room = PAGE * Math.ceil(length / PAGE);
  const missing = Math.ceil((START + 4 * room + LZ4_TABLE - exports.memory.buffer.byteLength) / PAGE);
  if (missing > 0) exports.memory.grow(missing);
  memory = new Uint8Array(exports.memory.buffer);
}
