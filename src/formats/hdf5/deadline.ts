import { Script } from 'node:vm';

/** What `withinDeadline` throws. The work was cut off anywhere, not even its `finally` blocks ran. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

const HANDOVER = Symbol.for('cloud-optimised.hdf5.deadline');
const globals = globalThis as typeof globalThis & { [HANDOVER]?: (() => void) | undefined };
const runner = new Script(`globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(HANDOVER))})]()`);

/**
 * Runs `work`, which does not wait for anything, and cuts it off after `milliseconds`. The library can loop for ever over
 * a damaged file, and nothing else stops WebAssembly in its own thread.
 *
 * @throws DeadlineExceeded
 */
export function withinDeadline<T>(milliseconds: number, work: () => T): T {
  let result: { readonly value: T } | undefined;
  const outer = globals[HANDOVER];
  globals[HANDOVER] = () => {
    result = { value: work() };
  };
  try {
    runner.runInThisContext({ timeout: milliseconds });
  } catch (error) {
    throw isTimeout(error) ? new DeadlineExceeded(`not done within ${milliseconds} ms`) : error;
  } finally {
    globals[HANDOVER] = outer;
  }
  return (result as { readonly value: T }).value;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
