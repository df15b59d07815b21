import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectedRows, trackRows, tracksConfig } from '../support/tracks.js';
import { Workplace } from '../support/workplace.js';

const FILES = Array.from({ length: 120 }, (_, i) => `${1000 + i}.csv`);
const rowsOf = (file: string) => trackRows(2020, { rows: 4, value: Number(file.slice(0, 4)) });
const ALL = FILES.flatMap((file) => expectedRows(file, rowsOf(file))).sort();

let place: Workplace;

beforeEach(() => {
  place = new Workplace(tracksConfig({ run_settings: { batch_size: 20 } }));
  for (const file of FILES) place.source(file, rowsOf(file));
});

afterEach(() => place.remove());

/** Calls `action` once the process has printed a line with this text. */
function whenItSays(text: string, action: (child: ChildProcess) => void) {
  return (child: ChildProcess) => {
    let said = '';
    child.stdout?.on('data', (piece: string) => {
      const before = said.includes(text);
      said += piece;
      if (!before && said.includes(text)) action(child);
    });
  };
}

async function expectConsistent(): Promise<readonly string[]> {
  const { rows, keys, claimed, removals, unfinished } = await place.state();
  expect([keys, removals, unfinished]).toEqual([['_common_metadata', ...claimed], [], []]);
  return rows;
}

describe('Ctrl-C', () => {
  it.each(['1', '2'])('commits what is finished, and leaves the rest to the next run (%s workers)', async (workers) => {
    const { status, summary } = await place.publish(['--workers', workers], {
      started: whenItSays('"type":"commit"', (child) => child.kill('SIGINT')),
    });
    expect(status).toBe(130);
    expect(summary.left).toBeGreaterThan(0);
    expect(summary.files.published + summary.left).toBe(FILES.length);
    expect(await expectConsistent()).toHaveLength(summary.files.published * 4);
    const next = await place.publish(['--workers', workers]);
    expect([next.status, next.summary.files]).toEqual([
      0,
      { published: summary.left, skipped: summary.files.published, failed: 0 },
    ]);
    expect(await expectConsistent()).toEqual(ALL);
  });

  it('a second time ends at once, and the next run repairs', async () => {
    const { status } = await place.attempt(['--json', '--workers', '2'], {
      started: whenItSays('"type":"source"', (child) => {
        child.kill('SIGINT');
        child.stderr?.once('data', () => child.kill('SIGINT'));
      }),
    });
    expect(status).toBe(130);
    expect(existsSync(join(place.output, '_ledger/tracks.parquet/lock.json'))).toBe(true);
    const next = await place.publish(['--workers', '2']);
    expect(next.status).toBe(0);
    expect(await expectConsistent()).toEqual(ALL);
  });

  it('a termination signal does the same', async () => {
    const { status, summary } = await place.publish([], {
      started: whenItSays('"type":"commit"', (child) => child.kill('SIGTERM')),
    });
    expect([status, summary.left > 0]).toEqual([130, true]);
    expect(await expectConsistent()).toHaveLength(summary.files.published * 4);
  });
});
