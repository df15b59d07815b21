/**
 * How commands end: 0 all done; 1 ran, some inputs failed; 2 could not start; 130 interrupted.
 *
 * @module
 */
import { describeError, isCoded } from '../errors/index.js';

export const EXIT = { done: 0, someFailed: 1, couldNotStart: 2, interrupted: 130 } as const;

/** Runs a command, and ends the process's work with its exit status. Our errors are told in a line, defects with a stack. */
export async function runCommand(command: () => Promise<number>, { verbose = false } = {}): Promise<void> {
  process.stdout.on('error', survive);
  try {
    process.exitCode = await command();
  } catch (error) {
    const { code, message } = describeError(error);
    process.stderr.write(`${code}: ${message}\n`);
    if (verbose || !isCoded(error)) process.stderr.write(`${stackOf(error)}\n`);
    process.exitCode = isCoded(error, 'CO_INTERRUPTED') ? EXIT.interrupted : EXIT.couldNotStart;
  }
}

/** A reader that has gone (`| head`) does not end the work. */
function survive(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? `${error.stack}\ncaused by ${stackOf(error.cause)}` : (error.stack ?? '');
}
