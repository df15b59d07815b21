import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectedRows, type TrackRow, trackRows, tracksConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

/** Any user but root, whom the system refuses nothing. */
const NOBODY = 65534;

let place: Workplace;

beforeEach(() => {
  place = new Workplace();
});

afterEach(() => place.remove());

describe('as a user without rights', () => {
  beforeEach(() => {
    chmodSync(place.folder, 0o755);
    mkdirSync(place.output);
    chownSync(place.output, NOBODY, NOBODY);
  });

  it('a file that may not be read fails alone', async () => {
    chmodSync(place.source('secret.csv', trackRows(2020)), 0o000);
    place.source('good.csv', trackRows(2021));
    const { status, summary } = await place.publish([], { uid: NOBODY });
    expect([status, summary.files]).toEqual([1, { published: 1, skipped: 0, failed: 1 }]);
    expect(summary.failures[0]).toMatchObject({
      code: 'CO_STORAGE_ACCESS_DENIED',
      message: expect.stringContaining('/in/secret.csv'),
    });
    expect((await place.state()).rows).toEqual(expectedRows('good.csv', trackRows(2021)).sort());
  });

  it('a folder that may not be listed ends the run', async () => {
    place.source('good.csv', trackRows(2020));
    chmodSync(place.input, 0o000);
    const { status, stderr } = await place.attempt([], { uid: NOBODY });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_STORAGE_ACCESS_DENIED: .*\/in/)]);
  });

  it('an output that may not be written ends the run, and names it', async () => {
    place.source('good.csv', trackRows(2020));
    chmodSync(place.output, 0o555);
    const { status, stderr } = await place.attempt([], { uid: NOBODY });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^CO_STORAGE_ACCESS_DENIED: .*\/out\//)]);
  });
});

describe('on a disk that is full', () => {
  const FILES = Array.from({ length: 40 }, (_, i) => `${100 + i}.csv`);
  const rowsOf = (file: string): TrackRow[] => trackRows(2020, { rows: 3, cells: 1, value: Number(file.slice(0, 3)) });
  const ALL = FILES.flatMap((file) => expectedRows(file, rowsOf(file))).sort();
  const mount = (...options: string[]) => execFileSync('mount', [...options, 'tmpfs', place.output]);

  beforeEach(() => {
    place.remove();
    place = new Workplace(tracksConfig({ run_settings: { batch_size: 10 } }));
    for (const file of FILES) place.source(file, rowsOf(file));
    mkdirSync(place.output);
  });

  afterEach(() => execFileSync('umount', [place.output]));

  it.each([
    ['1', 120],
    ['2', 120],
    ['1', 60],
    ['1', 20],
  ])(
    'a run with %s workers and %d kB tells it, and a later one with space does the rest',
    async (workers, kilobytes) => {
      mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`);
      const run = await place.attempt(['--json', '--workers', workers]);
      expect(run.stdout + run.stderr).toContain('CO_STORAGE_FULL');
      expect([1, 2]).toContain(run.status);
      mount('-o', 'remount,size=20m');
      const { status } = await place.publish(['--workers', workers]);
      const { rows, keys, claimed, removals, unfinished } = await place.state();
      expect([status, rows]).toEqual([0, ALL]);
      expect([keys, removals, unfinished]).toEqual([['_common_metadata', ...claimed], [], []]);
    },
  );

  it('a re-run that replaces everything leaves the old rows until there is space', async () => {
    mount('-t', 'tmpfs', '-o', 'size=20m');
    await place.publish();
    const used = Number(execFileSync('df', ['--output=used', '-k', place.output]).toString().split('\n')[1]);
    mount('-o', `remount,size=${used + 40}k`);
    const run = await place.attempt(['--json', '--force']);
    expect([1, 2]).toContain(run.status);
    expect(run.stdout + run.stderr).toContain('CO_STORAGE_FULL');
    const { rows } = await place.state();
    expect([...new Set(rows)].sort()).toEqual(ALL);
    mount('-o', 'remount,size=20m');
    expect((await place.publish(['--force'])).status).toBe(0);
    expect((await place.state()).rows).toEqual(ALL);
  });
});
