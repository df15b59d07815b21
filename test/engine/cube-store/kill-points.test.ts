import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCoded } from '../../../src/errors/index.js';
import { DyingStorage, Killed, type Life } from './dying-storage.js';
import { contentOf, makers, type Place, type PlaceMaker } from './places.js';
import { type CubeKind, type Scenario, scenariosOf, storeIn } from './scenarios.js';

const KINDS: Readonly<Record<string, CubeKind>> = {
  'v3 consolidated': { format: 3, consolidated: true },
  'v2 consolidated': { format: 2, consolidated: true },
  'v3 not consolidated': { format: 3, consolidated: false },
  'v2 not consolidated': { format: 2, consolidated: false },
};

const V3: CubeKind = { format: 3, consolidated: true };

type Work = (folders: { dataset: Place['dataset']; ledger: Place['ledger'] }) => Promise<unknown>;

/** Does `work` until its process is killed at mutation number `left`. Whether it was. */
async function isKilled(place: Place, work: Work, left: number, after: boolean): Promise<boolean> {
  const life: Life = { left, after, dead: false };
  const dataset = new DyingStorage(place.dataset, life);
  const ledger = new DyingStorage(place.ledger, life);
  const error = await work({ dataset, ledger }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined && !(error instanceof Killed)) throw error;
  return error !== undefined;
}

const begin: Work = (folders) => storeIn(folders).begin();

interface States {
  /** All that may be found after a repair. */
  readonly allowed: readonly Record<string, string>[];
  readonly before: Record<string, string>;
  readonly after: Record<string, string>;
}

/** The states that a run leads from and to, and, when it replaces a cube, the one between. */
async function statesOf(make: () => Place, { prepare, run }: Scenario): Promise<States> {
  const place = make();
  await prepare(place);
  const before = await contentOf(place.parent);
  await run(place);
  const after = await contentOf(place.parent);
  const note = Object.entries(before).filter(([key]) => key.includes('notes/') || key.includes('batches/'));
  const forgotten = ['_ledger/x.zarr/batches/2.json', '{"forgotten":1}'];
  const cleared = Object.fromEntries([...note, forgotten]);
  return { before, after, allowed: [before, after, ...(after['_ledger/x.zarr/batches/3.json'] ? [cleared] : [])] };
}

const keysOf = (content: Record<string, string>) => Object.keys(content);

/** Where a run was killed, and more places like it. */
interface Killing {
  readonly point: number;
  readonly prepared: () => Promise<Place>;
}

/** Kills a run at each point; `repairs` is done each time, and must lead to a whole state. */
async function sweep(
  make: () => Place,
  scenario: Scenario,
  repairs: (place: Place, killed: Killing) => Promise<void>,
): Promise<number> {
  const { allowed } = await statesOf(make, scenario);
  const found = new Set<number>();
  let points = 0;
  for (let point = 1; ; point++) {
    for (const after of [false, true]) {
      const prepared = async () => {
        const place = make();
        await scenario.prepare(place);
        return { place, isKilled: await isKilled(place, scenario.run, point, after) };
      };
      const first = await prepared();
      if (!first.isKilled) {
        expect(found).toEqual(new Set(allowed.keys()));
        return points;
      }
      points++;
      await repairs(first.place, { point, prepared: async () => (await prepared()).place });
      const state = await contentOf(first.place.parent);
      const which = allowed.findIndex((one) => isDeepStrictEqual(one, state));
      if (which < 0)
        expect(state, `killed ${after ? 'after' : 'before'} mutation ${point}`).toEqual(nearest(allowed, state));
      found.add(which);
    }
  }
}

/** For the message of a failure. */
function nearest(allowed: readonly Record<string, string>[], state: Record<string, string>): Record<string, string> {
  const distance = (one: Record<string, string>) =>
    [...new Set([...keysOf(one), ...keysOf(state)])].filter((key) => one[key] !== state[key]).length;
  return [...allowed].sort((one, other) => distance(one) - distance(other))[0] ?? {};
}

describe.each(Object.keys(makers))('a cube in %s', (where) => {
  let maker: PlaceMaker;
  beforeAll(async () => {
    maker = (await makers[where]?.()) as PlaceMaker;
  });
  // Thousands of small files take their time on a busy disk.
  afterAll(() => maker.release(), 60_000);

  const kinds = Object.entries(KINDS).filter(([, { consolidated }]) => consolidated || where === 'memory');
  describe.each(kinds)('%s', (_name, kind) => {
    it.each(Object.entries(scenariosOf(kind)))(
      '%s: killed anywhere, the next run finds all or nothing',
      { timeout: 120_000 },
      async (_scenario, scenario) => {
        const points = await sweep(maker.make, scenario, async (place) => {
          await begin(place);
        });
        expect(points).toBeGreaterThan(24);
      },
    );
  });

  const twice = { memory: ['create', 'append', 'replace'], local: ['append'] }[where] ?? [];
  it.each(twice)('%s: killed anywhere, and the repair too, all or nothing', { timeout: 120_000 }, async (name) => {
    const stride = where === 'memory' ? 1 : 7;
    let repairs = 0;
    await sweep(maker.make, scenariosOf(V3)[name] as Scenario, async (place, { prepared, point }) => {
      await begin(place);
      if (point % stride !== 0) return;
      const settled = await contentOf(place.parent);
      repairs += await interruptRepairs(prepared, settled);
    });
    expect(repairs).toBeGreaterThan(20);
  });
});

/** Kills the repair at each of its points; the one after it must come to `settled`. How often. */
async function interruptRepairs(prepared: () => Promise<Place>, settled: Record<string, string>): Promise<number> {
  for (let point = 1, repairs = 0; ; point++) {
    for (const after of [false, true]) {
      const place = await prepared();
      if (!(await isKilled(place, begin, point, after))) return repairs;
      repairs++;
      await begin(place).catch(acceptForeign);
      expect(await contentOf(place.parent)).toEqual(settled);
    }
  }
}

/** Where a replaced cube has gone and its journal too, what is left are somebody else's files. */
function acceptForeign(error: unknown): void {
  if (!isCoded(error, 'CO_CUBE_NOT_ZARR')) throw error;
}
