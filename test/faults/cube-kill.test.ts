import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, readCubeFolder, slicePath } from '../support/cube-state.js';
import { everywhere, killAtEachPoint, type Scenario, type Site } from '../support/kill/scenario.js';
import { runCli } from '../support/run-cli.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-cube-kill-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Sweep {
  readonly name: string;
  readonly format: 2 | 3;
  readonly config: object;
  /** Days that the cube has before, and those that the killed command appends. */
  readonly before: readonly number[];
  readonly appended: readonly number[];
  /** A group attribute that tells the last day. */
  readonly dynamic?: boolean;
}

const encodings = (encoding: object) => ({ variables: { chl: { encoding }, sst: { encoding } } });
const aligned = encodings({ chunks: [1, 2, 6] });
const partial = encodings({ chunks: [4, 4, 6] });
const sharded = encodings({ chunks: [1, 2, 3], shards: [4, 4, 6] });
const dynamic = { permit_eval: true, attrs: { last: '{{ ds.time[-1] }}' } };

const SWEEPS: readonly Sweep[] = [
  { name: 'create, v2', format: 2, config: aligned, before: [], appended: [0, 1, 2] },
  { name: 'create, v3', format: 3, config: aligned, before: [], appended: [0, 1, 2] },
  { name: 'aligned append, v2', format: 2, config: aligned, before: [0, 1], appended: [2] },
  { name: 'aligned append, v3', format: 3, config: aligned, before: [0, 1], appended: [2] },
  { name: 'partial chunk, v2', format: 2, config: partial, before: [0, 1, 2], appended: [3, 4] },
  { name: 'partial chunk, v3', format: 3, config: partial, before: [0, 1, 2], appended: [3, 4] },
  { name: 'sharded', format: 3, config: sharded, before: [0, 1, 2], appended: [3, 4] },
  {
    name: 'dynamic attributes, v2',
    format: 2,
    config: { ...partial, ...dynamic },
    before: [0],
    appended: [1],
    dynamic: true,
  },
  {
    name: 'dynamic attributes, v3',
    format: 3,
    config: { ...partial, ...dynamic },
    before: [0],
    appended: [1],
    dynamic: true,
  },
];

const cubeOf = (site: Site) => join(site.output, 'cube.zarr');
const ledgerOf = (site: Site) => join(site.output, '_ledger', 'cube.zarr');

function argsOf(site: Site, days: readonly number[]): string[] {
  const options = ['--config', join(site.folder, 'append.json'), '--target', cubeOf(site), '--workers', '1'];
  return ['append', ...options, ...days.map(slicePath)];
}

async function append(site: Site, days: readonly number[]): Promise<void> {
  const { status, stderr, stdout } = await runCli('cloud-optimised', argsOf(site, days));
  if (status !== 0) throw new Error(`the next run ends with ${status}: ${stderr}${stdout}`);
}

function lastDay(days: readonly number[]): string {
  return new Date(Date.UTC(2024, 0, 1 + Number(days.at(-1)))).toISOString().slice(0, 19);
}

/** Before or after, nothing else: not at any moment. */
async function expectOneOf(site: Site, { before, appended, format, dynamic: tells }: Sweep): Promise<void> {
  const state = await readCubeFolder(cubeOf(site), format);
  const seen = (state?.days ?? []).join();
  const after = [...before, ...appended].join();
  if (seen !== before.join() && seen !== after) throw new Error(`days ${seen}, neither ${before} nor ${after}`);
  if (state && tells) expect(state.attributes.last).toBe(lastDay(state.days));
}

/** All days once, and the very files that a run leaves which nobody killed. */
async function expectComplete(site: Site, { before, appended, format }: Sweep, files: readonly string[]) {
  const state = await readCubeFolder(cubeOf(site), format);
  expect(state?.days).toEqual([...before, ...appended]);
  expect(filesBelow(cubeOf(site))).toEqual(files);
  expect(filesBelow(ledgerOf(site)).filter((name) => !name.startsWith('batches/'))).toEqual([]);
}

function scenarioOf(sweep: Sweep, files: () => readonly string[]): Scenario {
  return {
    async prepare(site) {
      writeFileSync(join(site.folder, 'append.json'), JSON.stringify({ ...sweep.config, zarr_version: sweep.format }));
      if (sweep.before.length > 0) await append(site, sweep.before);
    },
    command: (site) => ['cloud-optimised', argsOf(site, sweep.appended)],
    choose: everywhere,
    poll: (site) => expectOneOf(site, sweep),
    async check(site) {
      await expectOneOf(site, sweep);
      await append(site, sweep.appended);
      await expectComplete(site, sweep, files());
    },
  };
}

/** The files of a cube that was made without a kill. */
async function filesOf(sweep: Sweep): Promise<readonly string[]> {
  const site = { folder: join(folder, 'plain'), input: '', output: join(folder, 'plain') };
  const { prepare } = scenarioOf(sweep, () => []);
  mkdirSync(site.folder);
  await prepare(site);
  await append(site, sweep.appended);
  expect(existsSync(cubeOf(site))).toBe(true);
  return filesBelow(cubeOf(site));
}

/** A machine may be busy with other things. */
const TIMEOUT = { timeout: 900_000 };

describe('A01 A02 Z01 a process killed before and after each of its changes to a cube', TIMEOUT, () => {
  it.each(SWEEPS)('$name: readers see all or nothing, and the next run completes it exactly once', async (sweep) => {
    const files = await filesOf(sweep);
    const count = await killAtEachPoint(
      join(folder, 'sweep'),
      scenarioOf(sweep, () => files),
    );
    const { changes, points, killed, polls } = count;
    console.log(`${sweep.name}: ${changes} changes, killed at ${killed} of ${points} points, ${polls} polls`);
    expect(changes).toBeGreaterThanOrEqual(6);
    expect(killed).toBe(points);
    expect(polls).toBeGreaterThanOrEqual(1000);
  });
});
