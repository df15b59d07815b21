/**
 * Runs the Python scripts of this folder. Set CLOUD_OPTIMISED_TEST_PYTHON to a Python that has the packages of requirements.txt.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The interpreter, where the environment names one. */
export const PYTHON = process.env.CLOUD_OPTIMISED_TEST_PYTHON;

/** What a script prints, parsed as JSON. @throws with what it tells on its standard error */
export function runPython(script: string, ...args: readonly string[]): Promise<unknown> {
  return runScript(PYTHON as string, script, ...args);
}

/** As `runPython`, with another interpreter. */
export async function runScript(python: string, script: string, ...args: readonly string[]): Promise<unknown> {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  const { stdout } = await promisify(execFile)(python, [path, ...args], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
}
