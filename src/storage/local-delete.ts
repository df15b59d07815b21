/**
 * Removing files, and the folders that this empties.
 *
 * @module
 */
import { rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsent, systemCode, toLocalError } from './local-errors.js';

const IN_FLIGHT = 64;

/** Folders are not objects: asked to delete one, there is nothing to do. */
async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isAbsent(error) && systemCode(error) !== 'EISDIR') throw toLocalError(error, path, 'delete');
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
