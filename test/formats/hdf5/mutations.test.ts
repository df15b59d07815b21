import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isCoded } from '../../../src/errors/index.js';
import type { Dataset } from '../../../src/model/dataset.js';
import { openLocal } from './describe-dataset.js';
import { fixture } from './fixtures.js';

const ROUNDS = Number(process.env['CLOUD_OPTIMISED_TEST_MUTATIONS'] ?? 60);
const SECONDS_PER_FILE = 10;
const BYTES_PER_FILE = 1.5e9;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hdf5-mutations-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Mulberry32: the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Turns bits, sets bytes to extremes, overwrites runs, copies a piece over another. */
function mutate(bytes: Buffer, seed: number): Buffer {
  const random = seeded(seed);
  const mutant = Buffer.from(bytes);
  const place = () => 8 + Math.floor(random() * (mutant.length - 8));
  for (let n = 1 + Math.floor(random() * 12); n > 0; n--) {
    const [at, kind] = [place(), random()];
    if (kind < 0.4) mutant[at] = (mutant[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (kind < 0.6) mutant[at] = random() < 0.5 ? 0xff : 0;
    else if (kind < 0.8) mutant.fill(Math.floor(random() * 256), at, at + Math.floor(random() * 16));
    else mutant.copy(mutant, at, place(), place());
  }
  return mutant;
}

async function readAll(dataset: Dataset): Promise<void> {
  try {
    for (const variable of dataset.variables.values()) await coded(async () => void (await variable.read()));
  } finally {
    await dataset.close();
  }
}

/** Runs `work`, which may fail, but only with a code. */
async function coded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCoded(error)) throw error;
  }
}

it.each(['types.nc', 'groups.nc', 'filters.h5', 'latest.h5', 'plain.h5', 'unlimited.nc'])(
  'F07 %s mutated: coded errors, within bounded time and memory, no file left open',
  async (name) => {
    const bytes = await readFile(fixture(name));
    const open = (await readdir('/proc/self/fd').catch(() => [])).length;
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const path = join(folder, `${name}-${seed}`);
      await writeFile(path, mutate(bytes, seed));
      const start = performance.now();
      await coded(async () => readAll(await openLocal(path, { timeout: 2000 })));
      expect(performance.now() - start, `seed ${seed}: milliseconds`).toBeLessThan(SECONDS_PER_FILE * 1000);
      expect(process.memoryUsage.rss(), `seed ${seed}: bytes of memory`).toBeLessThan(BYTES_PER_FILE);
      await rm(path);
    }
    expect((await readdir('/proc/self/fd').catch(() => [])).length).toBeLessThanOrEqual(open + 2);
  },
  600_000,
);
