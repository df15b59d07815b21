import { KERNEL } from './kernel.generated.js';

/** The functions of kernel.asc, which work on places in its memory. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  shuffle(source: number, target: number, count: number, size: number): void;
  unshuffle(source: number, target: number, count: number, size: number): void;
  bitShuffle(source: number, target: number, spare: number, count: number, size: number): void;
  bitUnshuffle(source: number, target: number, spare: number, count: number, size: number): void;
  lz4(source: number, length: number, target: number, table: number): number;
}

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

const PAGE = 65536;
/** The kernel's own data, if any, lie before it. */
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

/** Shuffles `count` items of what was put in; valid until the next call. For bits `count` must be a multiple of eight. */
export function runKernel(shuffling: Shuffling, count: number, size: number): Uint8Array {
  const target = START + room;
  if (shuffling === 'shuffle' || shuffling === 'unshuffle') exports[shuffling](START, target, count, size);
  else exports[shuffling](START, target, target + room, count, size);
  return memory.subarray(target, target + count * size);
}

/**
 * `bytes` as a block of LZ4, valid until the next call of this or of the others. What `runKernel` gave is not copied first, and stays
 * as it is.
 */
export function compressLz4(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > room) makeRoom(length);
  if (bytes.buffer !== memory.buffer) kernelInput(length).set(bytes);
  const source = bytes.buffer === memory.buffer ? bytes.byteOffset : START;
  const target = START + 2 * room;
  const encoded = exports.lz4(source, length, target, target + 2 * room);
  return memory.subarray(target, target + encoded);
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
