/**
 * Reading whole files and ranges of files.
 *
 * @module
 */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { unsetBytes } from '../codecs/codec.js';
import type { ByteRange } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { locateRange, shortRead } from './byte-range.js';
import { isAbsent, toLocalError } from './local-errors.js';

/** Linux reads and writes at most 2,147,479,552 bytes at a time. */
const LARGEST_STEP = 1 << 30;

/** Without it, opening a named pipe would wait for a writer for ever. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Version tag of a file: another file, another length or another time of change make another tag. */
export function etagOf(stats: BigIntStats): string {
  return [stats.ino, stats.size, stats.mtimeNs].map((value) => value.toString(16)).join('-');
}

async function readStep(file: FileHandle, target: Uint8Array, done: number, offset: number): Promise<number> {
  const step = Math.min(LARGEST_STEP, target.length - done);
  const { bytesRead } = await file.read(target, done, step, offset + done);
  return bytesRead;
}

async function readExactly(file: FileHandle, offset: number, length: number, path: string): Promise<Uint8Array> {
  const target = unsetBytes(length);
  let done = 0;
  while (done < length) {
    const got = await readStep(file, target, done, offset);
    if (got === 0) throw shortRead(path, offset, length, done);
    done += got;
  }
  return target;
}

function sizeOf(stats: Stats, path: string): number | undefined {
  if (stats.isDirectory()) return undefined;
  if (stats.isFile()) return stats.size;
  throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri: path, action: 'read', reason: 'it is not a regular file' });
}

async function readOpened(file: FileHandle, path: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  const size = sizeOf(await file.stat(), path);
  if (size === undefined) return undefined;
  const { offset, length } = locateRange(range ?? { offset: 0, length: size }, size, path);
  return await readExactly(file, offset, length, path);
}

/**
 * What is small is read at once: five hops to the thread pool and back take longer than the reading, and readers of scientific
 * formats ask for thousands of small ranges and chunks.
 */
const LARGEST_SYNCHRONOUS_READ = 1 << 20;

/** The bytes; `undefined` for a folder, and `tooMany` where they are to be read asynchronously. */
function readSynchronously(path: string, asked?: ByteRange): Uint8Array | typeof tooMany | undefined {
  const file = openSync(path, READ_FLAGS);
  try {
    const size = sizeOf(fstatSync(file), path);
    if (size === undefined) return undefined;
    const { offset, length } = locateRange(asked ?? { offset: 0, length: size }, size, path);
    if (length > LARGEST_SYNCHRONOUS_READ) return tooMany;
    const target = unsetBytes(length);
    const got = readSync(file, target, 0, length, offset);
    if (got !== length) throw shortRead(path, offset, length, got);
    return target;
  } finally {
    closeSync(file);
  }
}

const tooMany = Symbol('too many bytes');

async function readAsynchronously(path: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  const file = await open(path, READ_FLAGS);
  try {
    return await readOpened(file, path, range);
  } finally {
    await file.close();
  }
}

/**
 * The file, or exactly `range` of it; `undefined` where there is no file.
 *
 * @throws CO_STORAGE_SHORT_READ, CO_STORAGE_ACCESS_DENIED, CO_STORAGE_FAILED
 */
export async function readFileBytes(path: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  try {
    const bytes = readSynchronously(path, range);
    return bytes === tooMany ? await readAsynchronously(path, range) : bytes;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toLocalError(error, path, 'read');
  }
}
