import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CloudOptimisedError } from '../errors/index.js';

/**
 * Replaces a file in one step, and keeps its mode; whoever reads it meanwhile, or after the process was killed, finds the old or
 * the new text. A link is followed.
 *
 * @param expected what the file held when it was read; `undefined` where there was none
 * @throws CO_REGISTRY_NOT_WRITTEN where it holds something else by now
 */
export async function replaceFile(file: string, text: string, expected: string | undefined): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const temporary = join(dirname(target), `.~co-${basename(target)}-${process.pid}`);
  const { mode } = await stat(target).catch(() => ({ mode: 0o666 }));
  try {
    await writeWhole(temporary, text, mode & 0o7777);
    if ((await textOf(target)) !== expected)
      throw new CloudOptimisedError('CO_REGISTRY_NOT_WRITTEN', { file, reason: 'it changed meanwhile' });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error instanceof CloudOptimisedError ? error : notWritten(file, error);
  }
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'w', mode);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Text of a file, `undefined` where there is none. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function notWritten(file: string, error: unknown): CloudOptimisedError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CloudOptimisedError('CO_REGISTRY_NOT_WRITTEN', { file, reason }, { cause: error });
}
