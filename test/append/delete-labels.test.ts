import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteLabels } from '../../src/app/append-slices.js';
import { appendTo, eventsOf, FoundCube, slice, testFolder } from './fixture.js';

const SMALL = { y: 2, x: 3, steps: 1, chunks: [1, 2, 3] } as const;
const CHUNKS = { encoding: { chunks: [4, 2, 3] } };
const VARIABLES = { chl: CHUNKS, tsm: CHUNKS, time: { encoding: { chunks: [4] } } };

async function cubeOf(count: number): Promise<string> {
  const cube = join(testFolder(), 'x.zarr');
  const slices = Array.from({ length: count }, (_, index) => slice({ ...SMALL, index }));
  await appendTo(cube, slices, { variables: VARIABLES });
  return cube;
}

const remove = (cube: string, labels: string[], more = {}) =>
  deleteLabels(labels, { target_dir: cube, ...more }, { workers: 1 });

describe('deleteLabels', () => {
  it.each([
    ['the first', ['2024-01-01'], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['the last', ['2024-01-10'], [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['some', ['2024-01-03T00:00', '2024-01-08'], [0, 1, 3, 4, 5, 6, 8, 9]],
    ['a range', ['2024-01-02/2024-01-07'], [0, 7, 8, 9]],
    ['all', ['2024-01-01/2024-12-31'], []],
  ])('takes out %s', async (_, labels, left) => {
    const cube = await cubeOf(10);
    const deleted = await remove(cube, labels);
    expect(deleted).toMatchObject({ length: left.length });
    expect(deleted.labels).toHaveLength(10 - left.length);
    const found = await FoundCube.at(cube);
    expect(await found.values('time')).toEqual(left.map(BigInt));
    if (left.length > 0) expect(await found.steps('chl')).toEqual(left);
  });

  it('tells in a dry run what would go', async () => {
    const cube = await cubeOf(3);
    const deleted = await remove(cube, ['2024-01-02'], { dry_run: true });
    expect(deleted.labels).toEqual(['2024-01-02T00:00:00']);
    expect((await FoundCube.at(cube)).sizes.time).toBe(3);
  });

  it('refuses labels that are not there, and cubes that are not', async () => {
    const cube = await cubeOf(3);
    await expect(remove(cube, ['2024-01-02', '2025-01-01'])).rejects.toMatchObject({ code: 'CO_CUBE_LABEL' });
    expect((await FoundCube.at(cube)).sizes.time).toBe(3);
    await expect(remove(join(testFolder(), 'y.zarr'), ['1'])).rejects.toMatchObject({ code: 'CO_TARGET_MISSING' });
  });

  it('lets the slice come again', async () => {
    const folder = testFolder();
    const [path, cube] = [join(folder, 's.zarr'), join(folder, 'x.zarr')];
    await appendTo(path, [slice({ ...SMALL, index: 4 })]);
    await appendTo(cube, [slice({ ...SMALL, index: 1 }), path]);
    await remove(cube, ['2024-01-05']);
    expect((await eventsOf(cube, [path])).summary).toMatchObject({ files: { published: 1, skipped: 0 }, length: 2 });
  });
});
