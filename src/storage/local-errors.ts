/**
 * What the operating system's errors mean for a storage.
 *
 * @module
 */
import { CloudOptimisedError, isCoded } from '../errors/index.js';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const DENIED = new Set(['EACCES', 'EPERM', 'EROFS']);
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** The `code` of a caught system error (`'ENOENT'`), or `undefined`. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Whether a system error met in making a hard link says that this file system has none (FAT, some network disks). */
export function hasNoLinks(error: unknown): boolean {
  return WITHOUT_LINKS.has(systemCode(error) ?? '');
}

/** Whether a system error says that the file, or a folder on the way to it, is not there. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has(systemCode(error) ?? '');
}

/** The coded error for a system error met while doing `action` (`'read'`, `'write'`, …) on the file `path`. */
export function toLocalError(error: unknown, path: string, action: string): CloudOptimisedError {
  if (isCoded(error)) return error;
  const code = systemCode(error) ?? '';
  const cause = { cause: error };
  if (FULL.has(code)) return new CloudOptimisedError('CO_STORAGE_FULL', { uri: path }, cause);
  if (DENIED.has(code)) return new CloudOptimisedError('CO_STORAGE_ACCESS_DENIED', { uri: path, action }, cause);
  if (ABSENT.has(code)) return new CloudOptimisedError('CO_STORAGE_NOT_FOUND', { uri: path }, cause);
  const reason = error instanceof Error ? error.message : String(error);
  return new CloudOptimisedError('CO_STORAGE_FAILED', { uri: path, action, reason }, cause);
}
