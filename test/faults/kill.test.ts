import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { datasetState } from '../support/dataset-state.js';
import {
  eachState,
  everywhere,
  type KillCount,
  killAtEachPoint,
  killBefore,
  type Scenario,
  type Site,
} from '../support/kill/scenario.js';
import { publish, runCli } from '../support/run-cli.js';
import { csvOf, expectedRows, type TrackRow, trackRows, writeAt, writeConfig } from '../support/tracks.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-kill-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Sources = Readonly<Record<string, readonly TrackRow[]>>;

const FIRST: Sources = { 'a.csv': trackRows(2020), 'b.csv': trackRows(2021, { value: 100 }) };
/** Other times, cells and numbers of rows: nothing of the first version stays where it was. */
const SECOND: Sources = { ...FIRST, 'a.csv': trackRows(2015, { rows: 5, cells: 3, value: 500 }) };

const rowsOf = (sources: Sources) =>
  Object.entries(sources)
    .flatMap(([file, rows]) => expectedRows(file, rows))
    .sort();
const argsOf = (site: Site, ...more: string[]) => [
  ...['--config', join(site.folder, 'tracks.json'), '--input', site.input, '--output', site.output],
  ...more,
];

/** Of one time, in whole seconds: copies of a site keep no fractions, and a file with another time has changed. */
const TIME = 1_700_000_000;

function writeSources(site: Site, sources: Sources): void {
  writeConfig(site.folder);
  for (const [file, rows] of Object.entries(sources)) {
    utimesSync(writeAt(site.input, file, csvOf(rows)), TIME, TIME);
  }
}

/** One run in the main thread, which must succeed. */
async function run(site: Site, ...more: string[]): Promise<void> {
  const { status, stderr } = await publish(argsOf(site, '--workers', '1', ...more));
  if (status !== 0) throw new Error(`the next run ends with ${status}: ${stderr}`);
}

/** Exactly these rows, exactly the files that the ledger knows, and nothing half done. */
async function expectExactly(site: Site, sources: Sources): Promise<void> {
  const state = await datasetState(site.output, 'tracks.parquet');
  expect(state.rows).toEqual(rowsOf(sources));
  expect(state.keys).toEqual(['_common_metadata', ...state.claimed]);
  expect(state.removals).toEqual([]);
  expect(state.unfinished).toEqual([]);
}

/** Every row of the dataset can be read at this very moment, in whichever version. */
async function expectNothingMissing(site: Site, ...versions: Sources[]): Promise<void> {
  const { rows } = await datasetState(site.output, 'tracks.parquet');
  const present = new Set(rows);
  for (const file of Object.keys(FIRST)) {
    const complete = versions.some((version) =>
      expectedRows(file, version[file] ?? []).every((row) => present.has(row)),
    );
    if (!complete) throw new Error(`no version of ${file} is complete: ${rows.join('\n')}`);
  }
}

function report(name: string, { changes, points, killed }: KillCount): void {
  console.log(`${name}: ${changes} changes, killed at ${killed} of ${points} points`);
}

const fresh = (workers: string): Omit<Scenario, 'check' | 'choose'> => ({
  prepare: async (site) => writeSources(site, FIRST),
  command: (site) => ['generic-cloud-optimised-creation', argsOf(site, '--workers', workers)],
});

/** A machine may be busy with other things. */
const TIMEOUT = { timeout: 900_000 };

describe('a process killed at each of its writes', TIMEOUT, () => {
  it.each(['1', '2'])('in a first run with %s workers leaves what the next run completes', async (workers) => {
    const count = await killAtEachPoint(folder, {
      ...fresh(workers),
      // Two threads make states between the end of a change of one and the next change of the other.
      choose: workers === '1' ? eachState : everywhere,
      async check(site) {
        await run(site);
        await expectExactly(site, FIRST);
      },
    });
    report(`first run, ${workers} workers`, count);
    const objects = 4 + 2 + 1 + 1;
    expect(count.changes).toBeGreaterThanOrEqual(objects);
    // Threads may find a folder that the other has just made, and then make two changes less.
    expect(count.killed).toBeGreaterThanOrEqual(count.points - (workers === '1' ? 0 : 8));
  });

  it('in a first run leaves no rows of a source that then changes', async () => {
    const count = await killAtEachPoint(folder, {
      ...fresh('1'),
      choose: eachState,
      async check(site) {
        writeSources(site, SECOND);
        await run(site);
        await expectExactly(site, SECOND);
      },
    });
    report('first run, source changes', count);
    expect(count.killed).toBe(count.points);
  });

  it('while it replaces all earlier versions never makes a row unreadable', async () => {
    const count = await killAtEachPoint(folder, {
      async prepare(site) {
        writeSources(site, FIRST);
        await run(site);
      },
      command: (site) => ['generic-cloud-optimised-creation', argsOf(site, '--workers', '1', '--force')],
      choose: eachState,
      async check(site) {
        await expectNothingMissing(site, FIRST);
        await run(site);
        await expectExactly(site, FIRST);
      },
    });
    report('--force', count);
    expect(count.killed).toBe(count.points);
  });

  it('while it replaces a source that moved to other partitions leaves the old or the new rows', async () => {
    const count = await killAtEachPoint(folder, {
      async prepare(site) {
        writeSources(site, FIRST);
        await run(site);
      },
      change: (site) => writeSources(site, SECOND),
      command: (site) => ['generic-cloud-optimised-creation', argsOf(site, '--workers', '1')],
      choose: eachState,
      async check(site) {
        await expectNothingMissing(site, FIRST, SECOND);
        await run(site);
        await expectExactly(site, SECOND);
      },
    });
    report('changed source', count);
    expect(count.killed).toBe(count.points);
  });

  it.each([
    ['before its commit', 46],
    ['among the removals after its commit', 52],
  ])('while it repairs what a run left that was killed %s', async (_, number) => {
    const count = await killAtEachPoint(folder, {
      async prepare(site) {
        writeSources(site, FIRST);
        await run(site);
        writeSources(site, SECOND);
        const args = argsOf(site, '--workers', '1', '--force');
        await killBefore(site, number, 'generic-cloud-optimised-creation', args);
      },
      command: (site) => ['generic-cloud-optimised-creation', argsOf(site, '--workers', '1')],
      choose: eachState,
      async check(site) {
        await expectNothingMissing(site, FIRST, SECOND);
        await run(site);
        await expectExactly(site, SECOND);
      },
    });
    report('repair', count);
    expect(count.killed).toBe(count.points);
  });

  it('in `rows delete` leaves the source whole or removed', async () => {
    const count = await killAtEachPoint(folder, {
      async prepare(site) {
        writeSources(site, FIRST);
        await run(site);
      },
      command: ({ folder: at, output }) => [
        'cloud-optimised',
        ['rows', 'delete', '--config', join(at, 'tracks.json'), '--output', output, 'a.csv'],
      ],
      choose: eachState,
      async check(site) {
        const config = join(site.folder, 'tracks.json');
        await runCli('cloud-optimised', ['rows', 'delete', '--config', config, '--output', site.output, 'a.csv']);
        await expectExactly(site, { 'b.csv': FIRST['b.csv'] ?? [] });
        await run(site);
        await expectExactly(site, FIRST);
      },
    });
    report('rows delete', count);
    expect(count.killed).toBe(count.points);
  });

  it('while it merges the documents of the ledger loses none of them', async () => {
    const names = Array.from({ length: 128 }, (_, i) => `${String(i).padStart(3, '0')}.csv`);
    const sources = Object.fromEntries(names.map((name, i) => [name, trackRows(2020, { rows: 1, value: i })]));
    const early = Object.fromEntries(Object.entries(sources).slice(0, -4));
    const batches = { run_settings: { batch_size: 4 } };
    const overwrite = ['--json-overwrite', JSON.stringify(batches)];
    const count = await killAtEachPoint(folder, {
      async prepare(site) {
        writeSources(site, early);
        await run(site, ...overwrite);
        expect(readdirSync(join(site.output, '_ledger/tracks.parquet/batches'))).toHaveLength(31);
      },
      change: (site) => writeSources(site, sources),
      command: (site) => ['generic-cloud-optimised-creation', argsOf(site, '--workers', '1', ...overwrite)],
      choose: (changes) => eachState(changes).filter(({ number }) => /batches\//.test(changes[number - 1] ?? '')),
      async check(site) {
        await run(site, ...overwrite);
        await expectExactly(site, sources);
      },
    });
    report('merging', count);
    expect(count.points).toBeGreaterThan(15);
    expect(count.killed).toBe(count.points);
  });
});
