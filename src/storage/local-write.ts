/**
 * Writing files whole or not at all: a temporary file in the same folder, then one rename or link.
 *
 * Its steps are synchronous: each way through the thread pool costs more than the step, and a chunk has six of them. Workers,
 * which write nearly everything, have nothing else to do meanwhile.
 *
 * @module
 */
import {
  type BigIntStats,
  closeSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { link, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PutOptions } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { hasNoLinks, isAbsent, systemCode } from './local-errors.js';
import { makeFolder } from './local-folder.js';
import { withFileLock } from './local-lock.js';
import { etagOf } from './local-read.js';
import { temporaryPath } from './local-temporary.js';

const LARGEST_STEP = 1 << 30;
const FOLDER_TRIES = 10;

function writeAll(file: number, data: Uint8Array): void {
  for (let done = 0; done < data.length; ) {
    done += writeSync(file, data, done, Math.min(LARGEST_STEP, data.length - done));
  }
}

/**
 * The file system's clock ticks every few milliseconds, and inodes are used again at once: two versions of a file could
 * bear the same etag. So the time of change gets random microseconds.
 */
function stampTime(file: number): void {
  const seconds = (Date.now() + Math.random()) / 1000;
  futimesSync(file, seconds, seconds);
}

/** A folder may vanish between making and using it, when another process deletes what was last in it: try again. */
function openTemporary(folder: string): { file: number; path: string } {
  for (let attempt = 1; ; attempt++) {
    const path = temporaryPath(folder);
    try {
      return { path, file: openSync(path, 'wx', 0o666) };
    } catch (error) {
      if (!(systemCode(error) === 'ENOENT' && attempt < FOLDER_TRIES)) throw error;
      makeFolder(folder);
    }
  }
}

function fillTemporary(file: number, data: Uint8Array, fsync: boolean): BigIntStats {
  try {
    writeAll(file, data);
    stampTime(file);
    if (fsync) fsyncSync(file);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function conditionFailed(path: string, condition: string, cause?: unknown): CloudOptimisedError {
  return new CloudOptimisedError('CO_STORAGE_PRECONDITION', { uri: path, condition }, { cause });
}

async function currentEtag(path: string): Promise<string | undefined> {
  try {
    return etagOf(await stat(path, { bigint: true }));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** On file systems without links, atomic against other puts with a condition. */
async function renameIfAbsent(temporary: string, path: string): Promise<void> {
  await withFileLock(path, async () => {
    if ((await currentEtag(path)) !== undefined) throw conditionFailed(path, 'absent');
    await rename(temporary, path);
  });
}

async function linkIfAbsent(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (hasNoLinks(error)) return await renameIfAbsent(temporary, path);
    throw systemCode(error) === 'EEXIST' ? conditionFailed(path, 'absent', error) : error;
  }
  await unlink(temporary);
}

async function renameIfMatch(temporary: string, path: string, etag: string): Promise<void> {
  await withFileLock(path, async () => {
    if ((await currentEtag(path)) !== etag) throw conditionFailed(path, etag);
    await rename(temporary, path);
  });
}

async function publish(temporary: string, path: string, options: PutOptions): Promise<void> {
  if (options.ifAbsent === true) return await linkIfAbsent(temporary, path);
  if (options.ifMatch !== undefined) return await renameIfMatch(temporary, path, options.ifMatch);
  renameSync(temporary, path);
}

/**
 * Writes `path` with `data` at one instant; readers see the old or the new file, never a part. Makes missing folders.
 * With `fsync`, the bytes and the name are on the disk when it returns.
 *
 * @throws CO_STORAGE_PRECONDITION and system errors
 */
export async function writeFileWhole(
  path: string,
  data: Uint8Array,
  options: PutOptions & { fsync: boolean },
): Promise<BigIntStats> {
  const folder = dirname(path);
  const temporary = openTemporary(folder);
  try {
    const stats = fillTemporary(temporary.file, data, options.fsync);
    await publish(temporary.path, path, options);
    if (options.fsync) await syncFolder(folder);
    return stats;
  } catch (error) {
    await unlink(temporary.path).catch(() => undefined);
    throw error;
  }
}
