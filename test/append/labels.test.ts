/** What becomes of labels: steps, duplicates, order, gaps. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppendConfigObject } from '../../src/append/config/index.js';
import { memoryDataset } from '../../src/append/slices/memory-dataset.js';
import { appendTo, eventsOf, FoundCube, slice, testFolder } from './fixture.js';

const SMALL = { y: 2, x: 3, chunks: [1, 2, 3], steps: 1 } as const;
const small = (index: number, steps = 1) => slice({ ...SMALL, index, steps });
const target = () => join(testFolder(), 'x.zarr');

/** Labels of a cube of these slices, or the code of what refuses them. */
async function labelsOf(indices: readonly number[], config: AppendConfigObject = {}): Promise<unknown> {
  const cube = target();
  const { error } = await eventsOf(
    cube,
    indices.map((index) => small(index)),
    config,
  );
  if (error) return (error as { code?: string }).code;
  return (await (await FoundCube.at(cube)).values('time')).map(Number);
}

describe('append_step', () => {
  it.each([
    ['1D', [0, 1, 2], [0, 1, 2]],
    ['-1D', [2, 1, 0], [2, 1, 0]],
    ['24h', [0, 1], [0, 1]],
    [86_400, [0, 1], [0, 1]],
    ['1W', [0, 7], [0, 7]],
    ['1M', [0, 31, 60], [0, 31, 60]],
    ['+', [0, 1, 5], [0, 1, 5]],
    ['-', [5, 1, 0], [5, 1, 0]],
    ['2D', [0, 1], 'CO_CUBE_LABEL'],
    ['1D', [0, 2], 'CO_CUBE_LABEL'],
    ['+', [1, 0], 'CO_CUBE_LABEL'],
    ['-', [0, 1], 'CO_CUBE_LABEL'],
    ['1M', [0, 30], 'CO_CUBE_LABEL'],
  ])('%s over %j gives %j', async (append_step, indices, expected) => {
    expect(await labelsOf(indices as number[], { append_step: append_step as string })).toEqual(expected);
  });

  it('looks at the labels within a slice too', async () => {
    const { error } = await eventsOf(target(), [slice({ ...SMALL, steps: 3, step: 2 })], { append_step: '1D' });
    expect(error).toMatchObject({ code: 'CO_CUBE_LABEL', fields: { label: '2024-01-03T00:00:00', fault: 'step' } });
  });

  it('counts numbers that are no times, and does not stumble over the bits of decimal fractions', async () => {
    const depth = (values: number[]) =>
      memoryDataset({ variables: { depth: { dims: ['depth'], values: Float64Array.from(values) } } });
    const cube = target();
    const config = { append_dim: 'depth', append_step: 0.1 };
    await appendTo(cube, [depth([0, 0.1]), depth([0.2, 0.3])], config);
    expect(await (await FoundCube.at(cube)).values('depth')).toEqual([0, 0.1, 0.2, 0.3]);
    await expect(appendTo(cube, [depth([0.5])], config)).rejects.toMatchObject({ code: 'CO_CUBE_LABEL' });
  });

  it('counts the days of the calendar at hand', async () => {
    const attributes = { units: 'days since 2023-12-30', calendar: '360_day' };
    const month = (days: number) =>
      memoryDataset({ variables: { time: { dims: ['time'], values: Int32Array.of(days), attributes } } });
    const cube = target();
    await appendTo(cube, [month(0), month(30), month(60)], { append_step: '1M' });
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([0, 30, 60]);
    await expect(appendTo(cube, [month(91)], { append_step: '1M' })).rejects.toMatchObject({ code: 'CO_CUBE_LABEL' });
    await appendTo(cube, [month(120)], { append_step: '1M', gaps: 'fill' });
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([0, 30, 60, 90, 120]);
  });

  it('has nothing to say of a dimension without a coordinate', async () => {
    const cube = target();
    const plain = () =>
      memoryDataset({ dims: { time: 2 }, variables: { a: { dims: ['time'], values: Float32Array.of(1, 2) } } });
    await appendTo(cube, [plain(), plain()], { append_step: '1D' });
    expect(await (await FoundCube.at(cube)).values('a')).toEqual([1, 2, 1, 2]);
  });
});

describe('labels out of order', () => {
  it('are refused', async () => {
    const { error, summary } = await eventsOf(target(), [small(0), small(2), small(1)]);
    expect(error).toMatchObject({
      code: 'CO_CUBE_LABEL',
      fields: { uri: 'slice-1', label: '2024-01-02T00:00:00', fault: 'late' },
    });
    expect(summary).toMatchObject({ files: { published: 2, failed: 1 }, length: 2, failures: [{ source: 'slice-1' }] });
  });

  it('do not turn round an axis of one label', async () => {
    expect(await labelsOf([1, 0])).toBe('CO_CUBE_LABEL');
    const cube = target();
    await appendTo(cube, [small(1)]);
    await appendTo(cube, [small(0)], { insert: true });
    await appendTo(cube, [small(2)], { insert: true });
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([0n, 1n, 2n]);
  });

  it('are on the grid of append_step where they are inserted', async () => {
    const config: AppendConfigObject = { insert: true, append_step: '2D', gaps: 'fill' };
    const cube = target();
    await appendTo(cube, [small(2), small(4)], config);
    await appendTo(cube, [small(-2)], config);
    await expect(appendTo(cube, [small(3)], config)).rejects.toMatchObject({ code: 'CO_CUBE_LABEL' });
    await expect(appendTo(cube, [small(-3)], config)).rejects.toMatchObject({ code: 'CO_CUBE_LABEL' });
    await appendTo(cube, [small(0)], config);
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([-2n, 0n, 2n, 4n]);
  });

  it('are put in their place where insert is set', async () => {
    expect(await labelsOf([0, 2, 1, -1], { insert: true })).toEqual([-1, 0, 1, 2]);
    const cube = target();
    await appendTo(cube, [small(0), small(2), small(1)], { insert: true });
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([0, 1, 2]);
  });
});

describe('labels that the cube has', () => {
  it('are refused', async () => {
    const { error } = await eventsOf(target(), [small(0), small(1), small(0)]);
    expect(error).toMatchObject({ code: 'CO_CUBE_LABEL', fields: { uri: 'slice-0', label: '2024-01-01T00:00:00' } });
  });

  it('are skipped, and the others of the slice appended', async () => {
    const cube = target();
    await appendTo(cube, [small(1), small(2)]);
    const { events } = await eventsOf(cube, [small(1, 3)], { if_exists: 'skip' });
    expect(events.filter(({ type }) => type === 'slice')).toMatchObject([
      { outcome: 'appended', labels: 1, rows: [[2, 3]] },
    ]);
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([1, 2, 1]);
  });

  it('are replaced', async () => {
    const cube = target();
    await appendTo(cube, [small(1), small(2)]);
    const { events } = await eventsOf(cube, [small(2), small(1, 2)], { if_exists: 'replace' });
    expect(events.filter(({ type }) => type === 'slice')).toMatchObject([
      { outcome: 'replaced' },
      { outcome: 'replaced' },
    ]);
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([1, 1]);
  });
});

describe('steps that are missing', () => {
  it('are an error', async () => {
    expect(await labelsOf([0, 3], { append_step: '1D' })).toBe('CO_CUBE_LABEL');
  });

  it('are filled, and may come later', async () => {
    const cube = target();
    const config: AppendConfigObject = { append_step: '1D', gaps: 'fill' };
    await appendTo(cube, [small(0), small(3)], config);
    const found = await FoundCube.at(cube);
    expect(await found.values('time')).toEqual([0n, 1n, 2n, 3n]);
    expect(await found.steps('chl')).toEqual([0, 9999, 9999, 3]);
    await appendTo(cube, [small(2), small(1)], config);
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([0, 1, 2, 3]);
    await expect(appendTo(cube, [small(2)], config)).rejects.toMatchObject({ code: 'CO_CUBE_LABEL' });
  });
});

describe('A15 slices that come again', () => {
  /** A cube of one slice from a Zarr store on disk. */
  async function cubeOf(index: number) {
    const folder = testFolder();
    const path = join(folder, 'slice.zarr');
    await appendTo(path, [small(index)]);
    const cube = join(folder, 'x.zarr');
    await appendTo(cube, [path]);
    const rewrite = async (...slices: Parameters<typeof appendTo>[1][]) => {
      await appendTo(path, slices[0] as never, { force_new: true });
    };
    return { cube, path, rewrite };
  }

  it('are skipped when they are the same', async () => {
    const { cube, path } = await cubeOf(0);
    const { summary, error } = await eventsOf(cube, [path]);
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ files: { published: 0, skipped: 1, failed: 0 }, length: 1 });
  });

  it('follow the policy when they have changed', async () => {
    const { cube, path, rewrite } = await cubeOf(0);
    const other = memoryDataset({
      dims: { y: 2, x: 3 },
      variables: {
        chl: {
          dims: ['time', 'y', 'x'],
          values: new Uint16Array(6).fill(7),
          attributes: { scale_factor: 0.2, add_offset: 0, _FillValue: Uint16Array.of(9999) },
        },
        tsm: {
          dims: ['time', 'y', 'x'],
          values: new Int16Array(6).fill(7),
          attributes: { scale_factor: 0.01, add_offset: -200, _FillValue: Int16Array.of(-9999) },
        },
        time: {
          dims: ['time'],
          values: BigInt64Array.of(0n),
          attributes: { units: 'days since 2024-01-01', calendar: 'proleptic_gregorian' },
        },
      },
    });
    await rewrite([other]);
    expect((await eventsOf(cube, [path])).error).toMatchObject({ code: 'CO_CUBE_LABEL' });
    expect((await eventsOf(cube, [path], { if_exists: 'skip' })).summary).toMatchObject({ files: { skipped: 1 } });
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([0]);
    await appendTo(cube, [path], { if_exists: 'replace' });
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([7]);
    expect((await eventsOf(cube, [path])).summary).toMatchObject({ files: { skipped: 1 } });
  });

  it('lose the labels that they no longer have', async () => {
    const folder = testFolder();
    const [path, cube] = [join(folder, 'slice.zarr'), join(folder, 'x.zarr')];
    await appendTo(path, [small(0, 3)]);
    await appendTo(cube, [path, small(5)]);
    await appendTo(path, [small(1, 2)], { force_new: true });
    await appendTo(cube, [path], { if_exists: 'replace' });
    const found = await FoundCube.at(cube);
    expect(await found.values('time')).toEqual([1n, 2n, 5n]);
    expect(await found.steps('chl')).toEqual([1, 1, 5]);
  });

  it('are no longer known when another slice took their labels', async () => {
    const { cube, path } = await cubeOf(0);
    await appendTo(cube, [small(0)], { if_exists: 'replace' });
    expect((await eventsOf(cube, [path])).error).toMatchObject({ code: 'CO_CUBE_LABEL' });
  });

  it('are new to a cube that was made anew beside an old ledger', async () => {
    const { cube, path } = await cubeOf(0);
    rmSync(cube, { recursive: true });
    expect((await eventsOf(cube, [path])).summary).toMatchObject({ files: { published: 1 }, created: true });
  });
});

describe('A09 labels in other units', () => {
  it('are converted exactly, or refused', async () => {
    const cube = target();
    const at = (hours: bigint) =>
      memoryDataset({
        variables: {
          time: { dims: ['time'], values: BigInt64Array.of(hours), attributes: { units: 'hours since 2024-01-01' } },
          a: { dims: ['time'], values: Float32Array.of(Number(hours)) },
        },
      });
    await appendTo(
      cube,
      [small(0)].map(() => dailyOf(0n)),
    );
    await appendTo(cube, [at(24n)]);
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([0n, 1n]);
    await expect(appendTo(cube, [at(30n)])).rejects.toMatchObject({ code: 'CO_CUBE_TIME' });
    expect(await (await FoundCube.at(cube)).values('time')).toEqual([0n, 1n]);
  });
});

function dailyOf(day: bigint) {
  return memoryDataset({
    variables: {
      time: { dims: ['time'], values: BigInt64Array.of(day), attributes: { units: 'days since 2024-01-01' } },
      a: { dims: ['time'], values: Float32Array.of(0) },
    },
  });
}

describe('a slice that fails', () => {
  it('leaves those before it, also where only its values tell', async () => {
    const cube = target();
    const tooLarge = memoryDataset({
      name: 'too-large',
      dims: { y: 2, x: 3 },
      variables: {
        chl: { dims: ['time', 'y', 'x'], values: Float64Array.of(0, 1, 2, 3, 4, 70_000) },
        time: {
          dims: ['time'],
          values: BigInt64Array.of(2n),
          attributes: { units: 'days since 2024-01-01', calendar: 'proleptic_gregorian' },
        },
      },
    });
    const { error, summary } = await eventsOf(cube, [small(0), small(1), tooLarge, small(3)]);
    expect(error).toMatchObject({ code: 'CO_CUBE_VALUE', fields: { uri: 'too-large', variable: 'chl' } });
    expect(summary).toMatchObject({ files: { published: 2, failed: 1 }, left: 1, length: 2 });
    expect(await (await FoundCube.at(cube)).steps('chl')).toEqual([0, 1]);
  });

  it('is named when it is no file', async () => {
    const folder = testFolder();
    const bad = join(folder, 'bad.nc');
    writeFileSync(bad, 'no NetCDF');
    const { error, summary } = await eventsOf(join(folder, 'x.zarr'), [bad]);
    expect(error).toMatchObject({ code: 'CO_FORMAT_MISMATCH' });
    expect(summary?.failures[0]?.source).toBe(bad);
  });
});
