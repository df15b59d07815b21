import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CloudOptimisedError } from '../errors/index.js';
import { systemCode } from './local-errors.js';

/** Other processes may remove a folder between its making and its use so often. */
const TRIES = 10;

/**
 * Makes a folder and those above it. Not by Node's recursive mode, which never ends where a file system refuses new folders as
 * absent ones: below `/proc`.
 *
 * @throws CO_STORAGE_FAILED there, and system errors
 */
export function makeFolder(folder: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      mkdirSync(folder);
      return;
    } catch (error) {
      if (systemCode(error) === 'EEXIST' && isFolder(folder)) return;
      const above = dirname(folder);
      if (systemCode(error) !== 'ENOENT' || above === folder) throw error;
      if (attempt > TRIES) throw impossible(folder, error);
      makeFolder(above);
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function impossible(folder: string, cause: unknown): CloudOptimisedError {
  const reason = 'this file system lets no folder be made there';
  return new CloudOptimisedError('CO_STORAGE_FAILED', { uri: folder, action: 'write', reason }, { cause });
}
