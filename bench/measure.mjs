/**
 * Runs commands as whole processes and tells what they took, alternately, so that a noisy machine disturbs all alike.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ seconds: number, cpu: number, megabytes: number, output: string }} Sample */

/**
 * One run under GNU time.
 *
 * @param {string[]} command
 * @returns {Promise<Sample>} wall seconds, CPU seconds, peak memory of the process in MB
 */
export async function once(command, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const report = join(folder, 'time');
  try {
    const output = await run(['/usr/bin/time', '-o', report, '-f', '%e %U %S %M', ...command], env);
    const [seconds, user, system, kilobytes] = readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .at(-1)
      .split(' ')
      .map(Number);
    return { seconds, cpu: user + system, megabytes: kilobytes / 1024, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Median of `runs` runs of each command, taken in turns after one run that counts for nothing.
 *
 * @param {Record<string, { command: string[], before?: () => void, env?: object }>} contestants
 * @returns {Promise<Record<string, Sample>>}
 */
export async function inTurns(contestants, runs = 5) {
  const samples = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round <= runs; round++) {
    for (const [name, { command, before, env }] of Object.entries(contestants)) {
      before?.();
      const sample = await once(command, env);
      if (round > 0) samples[name].push(sample);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, all]) => [name, medianOf(all)]));
}

function medianOf(samples) {
  const middle = (key) => samples.map((sample) => sample[key]).sort((a, b) => a - b)[Math.floor(samples.length / 2)];
  return {
    seconds: middle('seconds'),
    cpu: middle('cpu'),
    megabytes: Math.max(...samples.map(({ megabytes }) => megabytes)),
    output: samples.at(-1).output,
  };
}

/** A line for the terminal. */
export function lineOf(name, { seconds, cpu, megabytes }, rows) {
  const rate = rows ? `  ${Math.round(rows / seconds).toLocaleString('en')} rows/s` : '';
  return `  ${name.padEnd(28)} ${seconds.toFixed(2)} s  (CPU ${cpu.toFixed(2)} s)  ${megabytes.toFixed(0)} MB${rate}`;
}

function run([file, ...args], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (errors += data));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${file} ${args.join(' ')} ended with ${code}: ${errors}${output}`)),
    );
  });
}
