/**
 * Removing files, and the folders that this empties.
 *
 * @module
 */
import { readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RESERVED_NAME_PREFIX } from './key.js';
import { isAbsent, systemCode, toLocalError } from './local-errors.js';
import { breakDeadLock } from './local-lock.js';

const IN_FLIGHT = 64;

/** What there cannot be need not be deleted: folders are no objects, and no file has a name that is too long. */
const NO_OBJECT = new Set(['EISDIR', 'ENAMETOOLONG']);

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isAbsent(error) && !NO_OBJECT.has(systemCode(error) ?? '')) throw toLocalError(error, path, 'delete');
  }
}

async function isRemoved(folder: string): Promise<boolean> {
  return await rmdir(folder).then(
    () => true,
    () => false,
  );
}

/** Removes `folder` and those above it, below `root`, while they are empty. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let at = folder; at.length > root.length && at.startsWith(root); at = dirname(at)) {
    if (!(await isRemoved(at))) return;
  }
}

/** Removes the files; those that are not there are no error. @throws CO_STORAGE_ACCESS_DENIED, CO_STORAGE_FAILED */
export async function deleteFiles(paths: readonly string[]): Promise<void> {
  for (let start = 0; start < paths.length; start += IN_FLIGHT) {
    const outcomes = await Promise.allSettled(paths.slice(start, start + IN_FLIGHT).map(removeFile));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** Removes the folders of `paths`, and those above them, where they are empty now; never `root` itself. */
export async function removeEmptyFolders(paths: readonly string[], root: string): Promise<void> {
  const folders = [...new Set(paths.map((path) => dirname(path)))].sort((a, b) => b.length - a.length);
  for (const folder of folders) await removeEmpty(folder, root);
}

/** Removes the temporary files that processes which have died left in the folders of `paths`. */
export async function removeLeftovers(paths: readonly string[]): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const names = await readdir(folder).catch(() => []);
    await deleteFiles(names.filter(isLeftover).map((name) => join(folder, name)));
    for (const name of names.filter(isLock)) await breakDeadLock(join(folder, name));
  }
}

function isLock(name: string): boolean {
  return name.startsWith(`${RESERVED_NAME_PREFIX}lock-`) && !name.endsWith('-break');
}

/** A temporary file is named after the process that writes it; see `temporaryPath`. */
function isLeftover(name: string): boolean {
  if (!name.startsWith(RESERVED_NAME_PREFIX) || name.startsWith(`${RESERVED_NAME_PREFIX}lock-`)) return false;
  const pid = Number.parseInt(name.slice(RESERVED_NAME_PREFIX.length).split('-')[0] ?? '', 36);
  try {
    return Number.isNaN(pid) || !process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'ESRCH';
  }
}
