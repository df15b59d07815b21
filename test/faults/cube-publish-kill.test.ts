import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../support/cube-state.js';
import { gridFile, gridsConfig, seeCube, stepsOf } from '../support/grids.js';
import { eachState, type KillPoint, killAtEachPoint, type Scenario, type Site } from '../support/kill/scenario.js';
import { publish } from '../support/run-cli.js';
import { writeAt } from '../support/tracks.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-cube-publish-kill-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The days of each file, and what is added to their temperatures. */
type Sources = Readonly<Record<string, readonly [days: readonly number[], shift?: number]>>;

interface Case {
  readonly name: string;
  readonly before: Sources;
  readonly after: Sources;
  /** Whether readers see the one or the other all the while: not where steps are replaced in place. */
  readonly isAtomic: boolean;
}

// Chunks are of three days: what is added shares one with what was there.
const FIRST: Sources = { 'a.nc': [[1, 2, 4]], 'b.nc': [[5]] };
const CASES: readonly Case[] = [
  { name: 'create', before: {}, after: FIRST, isAtomic: true },
  { name: 'append', before: FIRST, after: { ...FIRST, 'c.nc': [[6, 7]] }, isAtomic: true },
  { name: 're-process', before: FIRST, after: { ...FIRST, 'a.nc': [[1, 3, 4], 50] }, isAtomic: false },
];

const cubeOf = (site: Site) => join(site.output, 'grids.zarr');
const argsOf = (site: Site) => [
  ...['--config', join(site.folder, 'grids.json'), '--input', site.input, '--output', site.output, '--workers', '1'],
];

/** Of one time, in whole seconds, unless their content is another: copies of a site keep no fractions. */
function writeSources(site: Site, sources: Sources): void {
  writeAt(site.folder, 'grids.json', JSON.stringify(gridsConfig({})));
  for (const [name, [days, shift = 0]] of Object.entries(sources)) {
    const time = 1_700_000_000 + shift;
    utimesSync(writeAt(site.input, name, gridFile(days, { shift })), time, time);
  }
}

async function run(site: Site): Promise<void> {
  const { status, stderr } = await publish(argsOf(site));
  if (status !== 0) throw new Error(`the next run ends with ${status}: ${stderr}`);
}

async function stepsIn(site: Site): Promise<readonly string[]> {
  return existsSync(join(cubeOf(site), 'zarr.json')) ? stepsOf(await seeCube(cubeOf(site))) : [];
}

function expected(sources: Sources): string[] {
  const steps = Object.entries(sources).flatMap(([file, [days, shift = 0]]) =>
    days.map((day) => [day, `${day}: ${file} ${day * 100 + 1 + shift}`] as const),
  );
  return steps.sort(([a], [b]) => a - b).map(([, step]) => step);
}

async function expectOneOf(site: Site, { before, after }: Case): Promise<void> {
  const seen = (await stepsIn(site)).join();
  if (seen !== expected(before).join() && seen !== expected(after).join()) throw new Error(`steps ${seen}`);
}

/** What a run leaves that nobody killed; documents of the ledger's batches have names by chance. */
function filesOf(site: Site): string[] {
  const ledger = filesBelow(join(site.output, '_ledger')).map((path) => path.replace(/(batches\/).*/, '$1…'));
  return [...filesBelow(cubeOf(site)), ...new Set(ledger)];
}

function scenarioOf(kind: Case, files: () => readonly string[]): Scenario {
  return {
    async prepare(site) {
      writeSources(site, kind.before);
      if (Object.keys(kind.before).length > 0) await run(site);
    },
    change: (site) => writeSources(site, kind.after),
    command: (site) => ['generic-cloud-optimised-creation', argsOf(site)],
    choose: (changes) => atMost(MOST, eachState(changes)),
    ...(kind.isAtomic && { poll: (site: Site) => expectOneOf(site, kind) }),
    async check(site) {
      if (kind.isAtomic) await expectOneOf(site, kind);
      await run(site);
      expect(await stepsIn(site)).toEqual(expected(kind.after));
      expect(filesOf(site)).toEqual(files());
    },
  };
}

/** The engine's transaction is killed everywhere in the sweeps over `append`; these are points all along this command. */
const MOST = 24;

function atMost(most: number, points: readonly KillPoint[]): KillPoint[] {
  const stride = Math.max(1, Math.ceil(points.length / most));
  return points.filter((_, at) => at % stride === 0 || at === points.length - 1);
}

/** A machine may be busy with other things. */
const TIMEOUT = { timeout: 900_000 };

describe('A01 A02 Z01 a process that publishes a cube, killed all along the way', TIMEOUT, () => {
  it.each(CASES)('$name: the next run completes it exactly once', async (kind) => {
    const plain = { folder: join(folder, 'plain'), input: join(folder, 'plain/in'), output: join(folder, 'plain/out') };
    mkdirSync(plain.input, { recursive: true });
    const { prepare } = scenarioOf(kind, () => []);
    await prepare(plain);
    writeSources(plain, kind.after);
    await run(plain);
    const files = filesOf(plain);
    const sweep = scenarioOf(kind, () => files);
    const { changes, points, killed, polls } = await killAtEachPoint(join(folder, 'sweep'), sweep);
    console.log(`${kind.name}: ${changes} changes, killed at ${killed} of ${points} points, ${polls} polls`);
    expect(changes).toBeGreaterThanOrEqual(20);
    expect(killed).toBe(points);
  });
});
