import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CubeState, readCubeState, slicePath } from '../support/cube-state.js';
import { expectBeforeOrAfter, LEDGER, SWEEPS, type Sweep } from '../support/cube-sweeps.js';
import { type CliRun, runCli } from '../support/run-cli.js';
import { type S3TestServer, startS3Server } from '../support/s3-server/server.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'co-cube-kill-s3-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Moment = 'before' | 'after';

/** A bucket that a command appends to, read before and after each of its changes. */
class Store {
  readonly #sweep: Sweep;
  readonly #config: string;
  server!: S3TestServer;
  changes = 0;
  polls = 0;
  #watched = false;
  #seen: Error | undefined;
  #killAt: { moment: Moment; number: number } | undefined;
  #child: ChildProcess | undefined;

  constructor(sweep: Sweep) {
    this.#sweep = sweep;
    this.#config = join(mkdtempSync(join(folder, 'store-')), 'append.json');
    writeFileSync(this.#config, JSON.stringify({ ...sweep.config, zarr_version: sweep.format }));
  }

  async start(): Promise<void> {
    this.server = await startS3Server({
      buckets: ['out'],
      beforeMutation: () => this.#happens('before', ++this.changes),
      afterMutation: () => this.#happens('after', this.changes),
    });
    if (this.#sweep.before.length > 0) await this.append(this.#sweep.before);
  }

  read(): Promise<CubeState | undefined> {
    return readCubeState(async (key) => this.server.get('out', `data/cube.zarr/${key}`), this.#sweep.format);
  }

  /** An append that succeeds. */
  async append(days: readonly number[]): Promise<void> {
    this.changes = 0;
    const { status, stderr } = await this.#run(days);
    if (status !== 0) throw new Error(`the run ends with ${status}: ${stderr}`);
  }

  /** An append that readers watch, killed at a change or not at all. */
  async watched(killAt?: { moment: Moment; number: number }): Promise<CliRun> {
    this.changes = 0;
    this.#killAt = killAt;
    this.#watched = true;
    const running = this.#run(this.#sweep.appended);
    const [run] = await Promise.all([running, this.#lookUntil(running)]);
    this.#watched = false;
    this.#killAt = undefined;
    this.#child = undefined;
    if (this.#seen) throw this.#seen;
    return run;
  }

  #run(days: readonly number[]): Promise<CliRun> {
    const target = ['--config', this.#config, '--target', 's3://out/data/cube.zarr', '--workers', '1'];
    return runCli('cloud-optimised', ['append', ...target, ...days.map(slicePath)], {
      env: this.#env,
      started: (child) => {
        this.#child = child;
      },
    });
  }

  /** Looks as a reader does, and kills; the process is surely gone before the server does, or tells, anything more. */
  async #happens(moment: Moment, number: number): Promise<void> {
    if (this.#watched) await this.#look(`${moment} change ${number}`);
    const child = this.#child;
    if (!child || this.#killAt?.moment !== moment || this.#killAt.number !== number) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    if (moment === 'before') throw new Error('the request never arrived');
  }

  /** Looks again and again between the changes, too. */
  async #lookUntil(end: Promise<unknown>): Promise<void> {
    let ended = false;
    const stop = () => {
      ended = true;
    };
    end.then(stop, stop);
    while (!ended) {
      await this.#look('in between');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async #look(when: string): Promise<void> {
    this.polls++;
    try {
      expectBeforeOrAfter(this.#sweep, await this.read());
    } catch (error) {
      this.#seen ??= new Error(`a reader, ${when}: ${(error as Error).message}`, { cause: error });
    }
  }

  get #env() {
    const { endpoint, accessKeyId, secretAccessKey } = this.server;
    const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    return { ...credentials, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1' };
  }
}

async function storeOf(sweep: Sweep): Promise<Store> {
  const store = new Store(sweep);
  await store.start();
  return store;
}

/** All days once, and the very objects that a run leaves which nobody killed. */
async function expectComplete(store: Store, { before, appended }: Sweep, keys: readonly string[]): Promise<void> {
  expect((await store.read())?.days).toEqual([...before, ...appended]);
  const all = store.server.keys('out');
  expect(all.filter((key) => key.startsWith('data/cube.zarr/'))).toEqual(keys);
  const ledger = 'data/_ledger/cube.zarr/';
  expect(all.flatMap((key) => (key.startsWith(ledger) ? [key.slice(ledger.length)] : []))).toEqual(LEDGER);
  expect(store.server.uploads('out')).toBe(0);
}

/** A machine may be busy with other things. */
const TIMEOUT = { timeout: 900_000 };

describe('A01 A02 Z01 a process killed before and after each of its changes to a cube on S3', TIMEOUT, () => {
  it.each(SWEEPS)('$name: readers see all or nothing, and the next run completes it exactly once', async (sweep) => {
    const plain = await storeOf(sweep);
    const { status, stderr } = await plain.watched();
    if (status !== 0) throw new Error(`the command fails without being killed: ${stderr}`);
    const changes = plain.changes;
    const keys = plain.server.keys('out').filter((key) => key.startsWith('data/cube.zarr/'));
    let polls = plain.polls;
    await plain.server.close();
    const points = Array.from({ length: changes }, (_, i) => i + 1).flatMap((number) =>
      (['before', 'after'] as const).map((moment) => ({ moment, number })),
    );
    const queue = points.values();
    const lane = async () => {
      for (const point of queue) {
        const store = await storeOf(sweep);
        const { signal } = await store.watched(point);
        expect(signal).toBe('SIGKILL');
        polls += store.polls;
        expectBeforeOrAfter(sweep, await store.read());
        await store.append(sweep.appended);
        await expectComplete(store, sweep, keys);
        await store.server.close();
      }
    };
    await Promise.all([lane(), lane()]);
    console.log(`${sweep.name}, S3: ${changes} changes, killed at all ${points.length} points, ${polls} looks`);
    expect(changes).toBeGreaterThanOrEqual(6);
    expect(polls).toBeGreaterThanOrEqual(1000);
  });
});
