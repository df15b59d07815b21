import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { datasetState } from '../support/dataset-state.js';
import { type CliRun, publish, runCli } from '../support/run-cli.js';
import { type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';
import { csvOf, expectedRows, type TrackRow, trackRows, writeConfig } from '../support/tracks.js';

type Sources = Readonly<Record<string, readonly TrackRow[]>>;

const FIRST: Sources = { 'a.csv': trackRows(2020), 'b.csv': trackRows(2021, { value: 100 }) };
/** Other times, cells and numbers of rows: nothing of the first version stays where it was. */
const SECOND: Sources = { ...FIRST, 'a.csv': trackRows(2015, { rows: 5, cells: 3, value: 500 }) };
const rowsOf = (sources: Sources) =>
  Object.entries(sources)
    .flatMap(([file, rows]) => expectedRows(file, rows))
    .sort();

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-kill-s3-'));
  writeConfig(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A bucket, and a command that writes to it and is killed by it. */
class Store {
  server!: S3TestServer;
  /** Changes since the command began, and the one at which it is killed. */
  #changes = 0;
  #killAt: { moment: 'before' | 'after'; number: number } | undefined;
  #child: ChildProcess | undefined;

  async start(sources: Sources): Promise<void> {
    this.server = await startS3Server({
      buckets: ['in', 'out'],
      beforeMutation: () => this.#happens('before', ++this.#changes),
      afterMutation: () => this.#happens('after', this.#changes),
    });
    this.give(sources);
  }

  give(sources: Sources): void {
    for (const [file, rows] of Object.entries(sources)) this.server.put('in', `files/${file}`, csvOf(rows));
  }

  /** A run that succeeds; gives the number of its changes. */
  async run(...more: string[]): Promise<number> {
    this.#changes = 0;
    const { status, stderr } = await publish([...this.#args('1'), ...more], { env: this.#env });
    if (status !== 0) throw new Error(`the next run ends with ${status}: ${stderr}`);
    return this.#changes;
  }

  async killed(moment: 'before' | 'after', number: number, workers: string, ...more: string[]): Promise<CliRun> {
    this.#changes = 0;
    this.#killAt = { moment, number };
    const run = await runCli('generic-cloud-optimised-creation', [...this.#args(workers), ...more], {
      env: this.#env,
      started: (child) => {
        this.#child = child;
      },
    });
    this.#killAt = undefined;
    return run;
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  /** The process is surely gone before the server does, or tells, anything more. */
  async #happens(moment: 'before' | 'after', number: number): Promise<void> {
    const child = this.#child;
    if (!child || this.#killAt?.moment !== moment || this.#killAt.number !== number) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    if (moment === 'before') throw new Error('the request never arrived');
  }

  #args(workers: string): string[] {
    const config = join(folder, 'tracks.json');
    return ['--config', config, '--input', 's3://in/files/', '--output', 's3://out/data', '--workers', workers];
  }

  get #env() {
    const { endpoint, accessKeyId, secretAccessKey } = this.server;
    const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    return { ...credentials, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1' };
  }
}

/** The bucket's objects as files, to be read as a dataset. */
async function stateOf({ server }: Store) {
  const copy = mkdtempSync(join(folder, 'copy-'));
  for (const key of server.keys('out')) {
    const path = join(copy, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, server.get('out', key) as Uint8Array);
  }
  const state = await datasetState(join(copy, 'data'), 'tracks.parquet');
  rmSync(copy, { recursive: true });
  return state;
}

async function expectExactly(store: Store, sources: Sources): Promise<void> {
  const { rows, keys, claimed, removals, unfinished } = await stateOf(store);
  expect(rows).toEqual(rowsOf(sources));
  expect([keys, removals, unfinished]).toEqual([['_common_metadata', ...claimed], [], []]);
  expect(store.server.uploads('out')).toBe(0);
}

interface Killing {
  readonly name: string;
  readonly workers: string;
  readonly args?: readonly string[];
  readonly moments: readonly ('before' | 'after')[];
  /** Brings a new store to where the command begins. */
  prepare(store: Store): Promise<void>;
  check(store: Store): Promise<void>;
}

async function prepared({ prepare }: Killing): Promise<Store> {
  const store = new Store();
  await store.start(FIRST);
  await prepare(store);
  return store;
}

/** Kills at each change of the store, two processes at a time. */
async function killAtEachChange(killing: Killing): Promise<{ changes: number; killed: number }> {
  const { name, workers, args = [], moments, check } = killing;
  const counted = await prepared(killing);
  const changes = await counted.run(...args);
  await counted.close();
  const points = Array.from({ length: changes }, (_, i) => moments.map((moment) => ({ moment, number: i + 1 }))).flat();
  const queue = points.values();
  let killed = 0;
  const lane = async () => {
    for (const { moment, number } of queue) {
      const store = await prepared(killing);
      const { signal, status, stderr } = await store.killed(moment, number, workers, ...args);
      if (signal !== 'SIGKILL') throw new Error(`not killed ${moment} ${number}: ${status} ${stderr}`);
      killed++;
      await check(store).catch((error: Error) => {
        throw new Error(`after a kill ${moment} change ${number}: ${error.message}`, { cause: error });
      });
      await store.close();
    }
  };
  await Promise.all([lane(), lane()]);
  console.log(`${name}: ${changes} changes, killed at ${killed} of ${points.length} points`);
  return { changes, killed };
}

/** A machine may be busy with other things. */
const TIMEOUT = { timeout: 900_000 };

describe('a process that writes to S3, killed at each change', TIMEOUT, () => {
  it.each(['1', '2'])('in a first run with %s workers leaves what the next run completes', async (workers) => {
    const { changes, killed } = await killAtEachChange({
      name: `first run to S3, ${workers} workers`,
      workers,
      moments: ['before', 'after'],
      prepare: async () => {},
      async check(store) {
        await store.run();
        await expectExactly(store, FIRST);
      },
    });
    const objects = 4 + 2 + 1 + 1 + 1;
    expect(changes).toBeGreaterThanOrEqual(objects);
    expect(killed).toBe(changes * 2);
  });

  it('in a first run leaves no rows of a source that then changes', async () => {
    await killAtEachChange({
      name: 'first run to S3, source changes',
      workers: '1',
      moments: ['after'],
      prepare: async () => {},
      async check(store) {
        store.give(SECOND);
        await store.run();
        await expectExactly(store, SECOND);
      },
    });
  });

  it('while it replaces earlier versions never makes a row unreadable', async () => {
    await killAtEachChange({
      name: 'replacing in S3',
      workers: '1',
      args: ['--force'],
      moments: ['after'],
      async prepare(store) {
        await store.run();
        store.give(SECOND);
      },
      async check(store) {
        const present = new Set((await stateOf(store)).rows);
        const complete = [FIRST, SECOND].some((version) => rowsOf(version).every((row) => present.has(row)));
        expect(complete).toBe(true);
        await store.run();
        await expectExactly(store, SECOND);
      },
    });
  });
});
