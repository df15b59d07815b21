import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Content, contentOf, filesBelow, readCubeFolder, slicePath } from '../support/cube-state.js';
import { expectBeforeOrAfter, LEDGER, SWEEPS, type Sweep } from '../support/cube-sweeps.js';
import {
  eachState,
  everywhere,
  type KillPoint,
  killAtEachPoint,
  type Scenario,
  type Site,
} from '../support/kill/scenario.js';
import { runCli } from '../support/run-cli.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-cube-kill-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

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

async function expectOneOf(site: Site, sweep: Sweep): Promise<void> {
  expectBeforeOrAfter(sweep, await readCubeFolder(cubeOf(site), sweep.format));
}

/** All days once, and the very bytes that a run leaves which nobody killed. */
async function expectComplete(site: Site, { before, appended, format }: Sweep, complete: Content) {
  const state = await readCubeFolder(cubeOf(site), format);
  expect(state?.days).toEqual([...before, ...appended]);
  expect(contentOf(cubeOf(site))).toEqual(complete);
  expect(filesBelow(ledgerOf(site))).toEqual(LEDGER);
}

/** Repairs without appending anything, which would hide what is left. All is as it was before, or as it is to be after. */
async function expectRepaired(site: Site, before: Content, complete: Content): Promise<void> {
  const { status, stderr, stdout } = await runCli('cloud-optimised', ['recover', cubeOf(site)]);
  const told = `${stdout}${stderr}`;
  // Where nothing of the cube and its ledger came about there is nothing to recover.
  if (status !== 0 && !told.includes('CO_STORAGE_NOT_FOUND')) throw new Error(`recover ends with ${status}: ${told}`);
  const found = contentOf(cubeOf(site));
  expect(found).toEqual(isDeepStrictEqual(found, before) ? before : complete);
}

/** The recovery is looked at by itself after every third kill. */
const isLookedAt = ({ number }: KillPoint) => number % 3 === 0;

function scenarioOf(sweep: Sweep, complete: () => Content): Scenario {
  let before: Content = {};
  return {
    async prepare(site) {
      writeFileSync(join(site.folder, 'append.json'), JSON.stringify({ ...sweep.config, zarr_version: sweep.format }));
      if (sweep.before.length > 0) await append(site, sweep.before);
      before = contentOf(cubeOf(site));
    },
    command: (site) => ['cloud-optimised', argsOf(site, sweep.appended)],
    // One worker writes one object after the other, so the state after a change is that before the next.
    choose: /partial/.test(sweep.name) ? everywhere : eachState,
    poll: (site) => expectOneOf(site, sweep),
    async check(site, point) {
      await expectOneOf(site, sweep);
      if (isLookedAt(point)) await expectRepaired(site, before, complete());
      await append(site, sweep.appended);
      await expectComplete(site, sweep, complete());
    },
  };
}

/** A cube that was made without a kill. */
async function completeOf(sweep: Sweep): Promise<Content> {
  const site = { folder: join(folder, 'plain'), input: '', output: join(folder, 'plain') };
  const { prepare } = scenarioOf(sweep, () => ({}));
  mkdirSync(site.folder);
  await prepare(site);
  await append(site, sweep.appended);
  expect(existsSync(cubeOf(site))).toBe(true);
  return contentOf(cubeOf(site));
}

/** A machine may be busy with other things. */
const TIMEOUT = { timeout: 900_000 };

describe('A01 A02 A03 Z01 a process killed before and after each of its changes to a cube', TIMEOUT, () => {
  it.each(SWEEPS)('$name: readers see all or nothing, and the next run completes it exactly once', async (sweep) => {
    const complete = await completeOf(sweep);
    const count = await killAtEachPoint(
      join(folder, 'sweep'),
      scenarioOf(sweep, () => complete),
    );
    const { changes, points, killed, polls } = count;
    console.log(`${sweep.name}: ${changes} changes, killed at ${killed} of ${points} points, ${polls} polls`);
    expect(changes).toBeGreaterThanOrEqual(6);
    expect(killed).toBe(points);
    expect(polls).toBeGreaterThanOrEqual(1000);
  });
});
