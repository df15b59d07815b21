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

/** One command for each slice that it takes; gives the days that came too late, because the other writer was ahead. */
async function writer(queue: Iterator<readonly [number, string]>): Promise<number[]> {
  const late: number[] = [];
  for (let i = 0; i < APPENDS; i++) {
    const [day, slice] = queue.next().value as readonly [number, string];
    const options = ['--config', join(folder, 'append.json'), '--target', target(), '--wait', '120', '--workers', '1'];
    const { status, stderr } = await runCli('cloud-optimised', ['append', ...options, slice]);
    if (status === 0) continue;
    expect(stderr).toContain('CO_CUBE_LABEL');
    late.push(day);
  }
  return late;
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
    const queue = slices.entries();
    const writers = Promise.all([writer(queue), writer(queue)]);
    const [polls, late] = await Promise.all([pollUntil(writers), writers]);
    const state = await readCubeFolder(target(), 3);
    const refused = new Set(late.flat());
    expect(state?.days).toEqual([...slices.keys()].filter((day) => !refused.has(day)));
    expect(refused.size).toBeLessThan(APPENDS);
    console.log(`two writers: ${polls} looks, ${refused.size} of ${2 * APPENDS} came too late and were refused`);
  });
});
