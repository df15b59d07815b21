import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliRun } from '../support/run-cli.js';
import { expectedRows, trackRows, tracksConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

const FILES = Array.from({ length: 60 }, (_, i) => `${1000 + i}.csv`);
const ALL = FILES.flatMap((file) => expectedRows(file, trackRows(2020))).sort();

let place: Workplace;

beforeEach(() => {
  place = new Workplace(tracksConfig({ run_settings: { batch_size: 10 } }));
  for (const file of FILES) place.source(file, trackRows(2020));
});

afterEach(() => place.remove());

async function expectComplete(): Promise<void> {
  const { rows, keys, claimed, unfinished } = await place.state();
  expect(rows).toEqual(ALL);
  expect([keys, unfinished]).toEqual([['_common_metadata', ...claimed], []]);
}

describe('two runs on one dataset', () => {
  it('the second one is refused with status 2, and the dataset stays right', async () => {
    let second: Promise<[CliRun, CliRun]> | undefined;
    const first = await place.publish([], {
      started: (child) =>
        child.stdout?.on('data', (piece: string) => {
          if (piece.includes('"type":"source"'))
            second ??= stopped(child, () => Promise.all([place.attempt(), place.rows('delete', '1000.csv')]));
        }),
    });
    expect(first.status).toBe(0);
    for (const refused of (await second) ?? [])
      expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/CO_LOCKED: .*process \d+ on /)]);
    expect(second).toBeDefined();
    await expectComplete();
  });

  it('the lock of a killed process is taken over at once', async () => {
    const killed = await place.attempt(['--json'], {
      started: (child) => child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), 200)),
    });
    expect(killed.signal).toBe('SIGKILL');
    const { status, ms } = await place.publish();
    expect(status).toBe(0);
    expect(ms).toBeLessThan(15_000);
    await expectComplete();
  });
});

/** Holds a process still while something happens, so that it surely has the lock all the time. */
async function stopped<T>(child: ChildProcess, action: () => Promise<T>): Promise<T> {
  child.kill('SIGSTOP');
  try {
    return await action();
  } finally {
    child.kill('SIGCONT');
  }
}
