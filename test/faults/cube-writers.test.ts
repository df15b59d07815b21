import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PYTHON } from '../interop/python.js';
import { readCubeFolder } from '../support/cube-state.js';
import { runCli } from '../support/run-cli.js';

const APPENDS = 60;

let folder: string;
let slices: readonly string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-cube-writers-'));
  const input = join(folder, 'in');
  const generator = fileURLToPath(new URL('../fixtures/slices/generate.py', import.meta.url));
  execFileSync(PYTHON as string, [generator, input, String(2 * APPENDS)]);
  slices = readdirSync(input)
    .sort()
    .map((name) => join(input, name));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const target = () => join(folder, 'cube.zarr');

/** One command for each of its slices, one after the other. */
async function writer(mine: readonly string[]): Promise<void> {
  for (const slice of mine) {
    const options = ['--config', join(folder, 'append.json'), '--target', target(), '--insert', '--wait', '120'];
    const { status, stderr } = await runCli('cloud-optimised', ['append', ...options, '--workers', '1', slice]);
    if (status !== 0) throw new Error(`${slice}: ${stderr}`);
  }
}

/** Looks until the writers are done; each look must find a whole cube. */
async function pollUntil(done: Promise<unknown>): Promise<number> {
  let ended = false;
  const stop = () => {
    ended = true;
  };
  done.then(stop, stop);
  let polls = 0;
  for (; !ended; polls++) {
    const state = await readCubeFolder(target(), 3);
    const days = state?.days ?? [];
    expect(days).toEqual([...days].sort((a, b) => a - b));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return polls;
}

describe.skipIf(!PYTHON)('two writers', { timeout: 900_000 }, () => {
  it('A08 of 60 appends each, at the same time, lose nothing, and no reader sees a torn cube', async () => {
    const encoding = { chunks: [1, 4, 6] };
    const time = { encoding: { chunks: [1] } };
    writeFileSync(
      join(folder, 'append.json'),
      JSON.stringify({ variables: { time, chl: { encoding }, sst: { encoding } } }),
    );
    // Each has days of its own and appends in order; together they come as they may, so some are put between others.
    const writers = Promise.all([writer(slices.slice(0, APPENDS)), writer(slices.slice(APPENDS))]);
    const [polls] = await Promise.all([pollUntil(writers), writers]);
    const state = await readCubeFolder(target(), 3);
    expect(state?.days).toEqual(slices.map((_, day) => day));
    console.log(`two writers: ${polls} looks`);
  });
});
