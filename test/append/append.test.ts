/** The observable results of zappend's own tests of its API and processor. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cropDataset, dropVariables } from '../../src/append/slices/dataset-views.js';
import type { SliceContext } from '../../src/append/slices/slice-source.js';
import type { Dataset } from '../../src/model/dataset.js';
import { appendTo, eventsOf, FoundCube, slice, testFolder } from './fixture.js';

const target = () => join(testFolder(), 'x.zarr');

describe('append', () => {
  it('makes no target of no slices', async () => {
    const cube = target();
    const { files } = await appendTo(cube, []);
    expect(files).toEqual({ published: 0, skipped: 0, failed: 0 });
    expect(existsSync(cube)).toBe(false);
  });

  it('makes the target of one slice', async () => {
    const cube = target();
    const { files, created } = await appendTo(cube, [slice()]);
    expect([files.published, created]).toEqual([1, true]);
    const found = await FoundCube.at(cube);
    expect(found.sizes).toEqual({ time: 3, y: 50, x: 100 });
    expect(found.names).toEqual(['chl', 'time', 'tsm', 'x', 'y']);
    expect(found.attributes).toEqual({ Conventions: 'CF-1.8', title: 'Test 1-3' });
  });

  it('appends slices, whose attributes the target keeps from the first', async () => {
    const cube = target();
    const { files } = await appendTo(
      cube,
      [0, 3, 6].map((index) => slice({ index })),
    );
    expect(files.published).toBe(3);
    const found = await FoundCube.at(cube);
    expect(found.sizes).toEqual({ time: 9, y: 50, x: 100 });
    expect(found.attributes).toEqual({ Conventions: 'CF-1.8', title: 'Test 1-3' });
    expect(await found.values('time')).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
    expect(await found.steps('chl')).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6]);
    expect(await found.steps('tsm')).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6]);
  });

  it('appends slices from Zarr', async () => {
    const folder = testFolder();
    const paths = [0, 3, 6].map((index) => join(folder, `slice-${index}.zarr`));
    for (const [n, path] of paths.entries()) await appendTo(path, [slice({ index: n * 3 })]);
    const cube = join(folder, 'x.zarr');
    await appendTo(cube, paths);
    const found = await FoundCube.at(cube);
    expect(await found.steps('chl')).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6]);
    expect(found.array('chl').chunks).toEqual([1, 30, 50]);
  });

  it('refuses a target whose parent is not there', async () => {
    const parent = join(testFolder(), 'missing');
    await expect(appendTo(join(parent, 'x.zarr'), [slice()])).rejects.toMatchObject({ code: 'CO_TARGET_PARENT' });
    expect(existsSync(parent)).toBe(false);
  });

  it('makes a new target by force_new', async () => {
    const cube = target();
    await appendTo(
      cube,
      [0, 3, 6].map((index) => slice({ index })),
    );
    await appendTo(cube, [slice({ index: 2 })], { force_new: true });
    expect((await FoundCube.at(cube)).sizes.time).toBe(3);
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([2n, 3n, 4n]);
  });

  it('writes nothing in a dry run, and checks slices against each other', async () => {
    const cube = target();
    await appendTo(
      cube,
      [0, 3, 6].map((index) => slice({ index })),
    );
    const dry = await appendTo(cube, [slice({ index: 9 }), slice({ index: 12 })], { dry_run: true });
    expect(dry).toMatchObject({ dryRun: true, rows: 6, length: 15 });
    expect((await FoundCube.at(cube)).sizes.time).toBe(9);
    const other = join(testFolder(), 'y.zarr');
    const { error } = await eventsOf(other, [slice(), slice({ index: 3, y: 40 })], { dry_run: true });
    expect(error).toMatchObject({ code: 'CO_CUBE_DIMENSION', fields: { dimension: 'y', expected: 50, found: 40 } });
    expect(existsSync(join(other, '..', '_ledger'))).toBe(false);
  });

  it('A10 honours dry_run and force_new of a config file', async () => {
    const folder = testFolder();
    const cube = join(folder, 'x.zarr');
    const config = join(folder, 'dry.json');
    writeFileSync(config, '{"dry_run": true}');
    const { append } = await import('../../src/app/append-slices.js');
    const options = { workers: 1, overrides: { target_dir: cube } } as const;
    expect((await append([slice()], config, options)).dryRun).toBe(true);
    expect(existsSync(cube)).toBe(false);
    await append([slice()], {}, options);
    writeFileSync(config, '{"force_new": true}');
    await append([slice({ index: 9 })], config, options);
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([9n, 10n, 11n]);
  });

  it('A12 leaves the files of others alone where a create fails', async () => {
    const folder = testFolder();
    const cube = join(folder, 'x.zarr');
    mkdirSync(cube);
    writeFileSync(join(cube, 'notes.txt'), 'mine');
    await expect(appendTo(cube, [slice()])).rejects.toMatchObject({ code: 'CO_CUBE_NOT_ZARR' });
    expect(existsSync(join(cube, 'notes.txt'))).toBe(true);
  });
});

describe('slice sources', () => {
  const only = async (sources: Parameters<typeof appendTo>[3]) => {
    const cube = target();
    await appendTo(
      cube,
      [
        ['a', 0],
        ['b', 3],
      ],
      { slice_source: 'dropping' },
      sources,
    );
    const found = await FoundCube.at(cube);
    expect(found.names).toEqual(['chl', 'time', 'x', 'y']);
    expect(await found.steps('chl')).toEqual([0, 0, 0, 3, 3, 3]);
  };

  it('may be functions', () =>
    only({ sliceSources: { dropping: async (_: string, index: number) => dropVariables(slice({ index }), 'tsm') } }));

  it('may be classes with open and close', async () => {
    const calls: string[] = [];
    class Dropping {
      readonly #name: string;
      readonly #index: number;
      constructor(name: string, index: number) {
        this.#name = name;
        this.#index = index;
      }
      open(): Dataset {
        calls.push(`open ${this.#name}`);
        return dropVariables(slice({ index: this.#index }), 'tsm');
      }
      close(): void {
        calls.push(`close ${this.#name}`);
      }
    }
    await only({ sliceSources: { dropping: Dropping } });
    expect(calls).toEqual(['open a', 'close a', 'open b', 'close b']);
  });

  it('see the cube as it is when they are called', async () => {
    const seen: unknown[] = [];
    const source = async (index: number, ctx: SliceContext) => {
      seen.push([ctx.index, ctx.cube?.arrays.get('chl')?.shape[0], ctx.extra]);
      return slice({ index });
    };
    await appendTo(
      target(),
      [0, 3, 6] as never,
      { slice_source: 'made', extra: { a: 1 } },
      { sliceSources: { made: source } },
    );
    expect(seen).toEqual([
      [0, undefined, { a: 1 }],
      [1, 3, { a: 1 }],
      [2, 6, { a: 1 }],
    ]);
  });

  it('may crop, as zappend crops in its tests', async () => {
    const crop = async (index: number) => cropDataset(slice({ index }), { x: [5, 95], y: [5, 45] });
    const sources = { sliceSources: { crop } };
    const cube = target();
    await appendTo(cube, [0, 3, 6] as never, { slice_source: 'crop' }, sources);
    const found = await FoundCube.at(cube);
    expect(found.sizes).toEqual({ time: 9, y: 40, x: 90 });
    expect([found.array('x').chunks, found.array('y').chunks, found.array('time').chunks]).toEqual([[90], [40], [3]]);
  });

  it.each([
    [
      [1, null, null],
      [1, 40, 90],
    ],
    [
      [null, 25, 50],
      [3, 25, 50],
    ],
    [null, [3, 40, 90]],
  ])('with chunks %j gives %j', async (chunks, expected) => {
    const crop = async (index: number) => cropDataset(slice({ index }), { x: [5, 95], y: [5, 45] });
    const cube = target();
    const variables = { chl: { encoding: { chunks } }, tsm: { encoding: { chunks } } };
    await appendTo(cube, [0, 3] as never, { slice_source: 'crop', variables }, { sliceSources: { crop } });
    expect((await FoundCube.at(cube)).array('chl').chunks).toEqual(expected);
  });
});

async function* oneByOne(slices: readonly Dataset[]) {
  yield* slices;
}

describe('chunks along the append dimension', () => {
  it('are of the first slice, also of labels', async () => {
    const cube = target();
    await appendTo(
      cube,
      [0, 1].map((index) => slice({ index, steps: 1, y: 10, x: 20, chunks: [1, 5, 10] })),
    );
    const found = await FoundCube.at(cube);
    expect(found.sizes).toEqual({ time: 2, y: 10, x: 20 });
    expect([found.array('chl').chunks, found.array('time').chunks]).toEqual([[1, 5, 10], [1]]);
  });

  it('are as configured', async () => {
    const cube = target();
    const slices = Array.from({ length: 10 }, (_, index) =>
      slice({ index, steps: 1, y: 10, x: 20, chunks: [1, 5, 10] }),
    );
    await appendTo(cube, slices, { variables: { time: { encoding: { chunks: [10] } } } });
    const found = await FoundCube.at(cube);
    expect(found.array('time').chunks).toEqual([10]);
    expect(await found.steps('chl')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('need not be those of the slices', async () => {
    const cube = target();
    const slices = [0, 2].map((index) => slice({ index, steps: 2, y: 10, x: 20 }));
    const chunks = { encoding: { chunks: [3, 5, 10] } };
    await appendTo(cube, slices, { variables: { chl: chunks, tsm: chunks } });
    const found = await FoundCube.at(cube);
    expect(found.sizes.time).toBe(4);
    expect(await found.steps('chl')).toEqual([0, 0, 2, 2]);
  });

  it('A06 lose no cell where slices of 5 come into chunks of 3', async () => {
    const chunks = { encoding: { chunks: [3, 5, 10] } };
    for (let run = 0; run < 20; run++) {
      const cube = target();
      const slices = [0, 5, 10, 15].map((index) => slice({ index, steps: 5, y: 10, x: 20 }));
      // What comes one by one is committed one by one.
      await appendTo(cube, run % 2 === 0 ? slices : oneByOne(slices), { variables: { chl: chunks, tsm: chunks } });
      const expected = [0, 5, 10, 15].flatMap((index) => Array.from({ length: 5 }, () => index));
      expect(await (await FoundCube.at(cube)).steps('chl')).toEqual(expected);
    }
  });

  it('A05 may come to hold nothing but the fill value', async () => {
    const cube = target();
    const chunks = { encoding: { chunks: [4, 5, 10] } };
    const empty = (index: number) => {
      const made = slice({ index, steps: 2, y: 10, x: 20 });
      const chl = made.variables.get('chl');
      const filled = { ...chl, read: async () => new Uint16Array(400).fill(9999) } as NonNullable<typeof chl>;
      return { ...made, variables: new Map([...made.variables, ['chl', filled]]) };
    };
    const variables = { chl: chunks, tsm: chunks };
    await appendTo(cube, [slice({ steps: 2, y: 10, x: 20 })], { variables });
    await appendTo(cube, [empty(0)], { if_exists: 'replace' });
    await appendTo(cube, [empty(2)]);
    const found = await FoundCube.at(cube);
    expect(await found.steps('chl')).toEqual([9999, 9999, 9999, 9999]);
    expect(existsSync(join(cube, 'chl', '0.0.0'))).toBe(false);
    expect(await found.steps('tsm')).toEqual([0, 0, 2, 2]);
  });
});

describe('force_new', () => {
  it('leaves the old target where no slice is good', async () => {
    const cube = target();
    await appendTo(cube, [slice()]);
    const bad = slice({ index: 3 });
    // By then the objects of `chl` are written.
    const tsm = { ...bad.variables.get('tsm'), read: () => Promise.reject(new Error('broken')) } as never;
    const broken = { ...bad, variables: new Map([...bad.variables, ['tsm', tsm]]) };
    await expect(appendTo(cube, [broken], { force_new: true })).rejects.toThrow('broken');
    await expect(appendTo(cube, ['missing.nc'], { force_new: true })).rejects.toMatchObject({
      code: 'CO_STORAGE_NOT_FOUND',
    });
    const found = await FoundCube.at(cube);
    expect(await found.values('time')).toEqual([0n, 1n, 2n]);
    expect(await found.steps('chl')).toEqual([0, 0, 0]);
  });

  it('leaves nothing of the old target, whatever its format', async () => {
    const cube = target();
    await appendTo(
      cube,
      [0, 3, 6].map((index) => slice({ index })),
    );
    await appendTo(cube, [slice({ index: 1, steps: 1, y: 10, x: 20 })], { force_new: true, zarr_version: 3 });
    const found = await FoundCube.at(cube);
    expect(found.sizes).toEqual({ time: 1, y: 10, x: 20 });
    const files = readdirSync(cube, { recursive: true, encoding: 'utf8' });
    expect(
      files.filter((file) => /\.z(group|attrs|array|metadata)$|\/\d+(\.\d+)*$/.test(file) && !file.includes('/c/')),
    ).toEqual([]);
  });
});
