/**
 * Reading whole files and ranges of files.
 *
 * @module
 */
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
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
  const target = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const got = await readStep(file, target, done, offset);
    if (got === 0) throw shortRead(path, offset, length, done);
    done += got;
  }
  return target;
}

async function sizeOf(file: FileHandle, path: string): Promise<number | undefined> {
  const stats = await file.stat();
  if (stats.isDirectory()) return undefined;
  if (stats.isFile()) return stats.size;
  throw new CloudOptimisedError('CO_STORAGE_FAILED', { uri: path, action: 'read', reason: 'it is not a regular file' });
}

async function readOpened(file: FileHandle, path: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  const size = await sizeOf(file, path);
  if (size === undefined) return undefined;
  const { offset, length } = locateRange(range ?? { offset: 0, length: size }, size, path);
  return await readExactly(file, offset, length, path);
}

/**
 * The file, or exactly `range` of it; `undefined` where there is no file.
 *
 * @throws CO_STORAGE_SHORT_READ, CO_STORAGE_ACCESS_DENIED, CO_STORAGE_FAILED
 */
export async function readFileBytes(path: string, range?: ByteRange): Promise<Uint8Array | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, READ_FLAGS);
    return await readOpened(file, path, range);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toLocalError(error, path, 'read');
  } finally {
    await file?.close();
  }
}
