import { describe, expect, it } from 'vitest';
import { datasetNameFor, filterFor, findDates } from '../../src/scaffold/file-names.js';

describe('a filter for the files of a dataset', () => {
  it.each([
    [['2902093_prof.nc'], '/\\d{7}_prof\\.nc$', ['a/1234567_prof.nc'], ['a/1234567_traj.nc', 'x1234567_prof.nc']],
    [
      ['A_20240101T000000Z_B_1-hour.nc'],
      '/A_\\d{8}T\\d{6}Z_B_1-hour\\.nc$',
      ['s3://b/A_20250101T010000Z_B_1-hour.nc'],
      [],
    ],
    [['track_1.csv', 'track_22.csv'], '/track_\\d+\\.csv$', ['x/track_333.csv'], ['x/tracks_1.csv']],
    [['S_X1_a.nc', 'S_Y2Z_b.nc'], '/S_[^_/]+_[^_/]+\\.nc$', ['x/S_anything_c.nc'], ['x/S_a_b_c.nc', 'x/S_a_b.csv']],
    [['one.nc', 'one_two.nc'], '/one[^/]*\\.nc$', ['x/one_three.nc'], ['x/two.nc']],
    [['a+b (1).nc'], '/a\\+b \\(1\\)\\.nc$', ['x/a+b (1).nc'], ['x/aab (1).nc']],
  ] as const)('%j: %s', (names, filter, others, strangers) => {
    expect(filterFor(names)).toBe(filter);
    const pattern = new RegExp(filter);
    for (const name of names) expect(pattern.test(`s3://bucket/prefix/${name}`), name).toBe(true);
    for (const other of others) expect(pattern.test(`/${other}`), other).toBe(true);
    for (const stranger of strangers) expect(pattern.test(`/${stranger}`), stranger).toBe(false);
  });
});

describe('a name for the dataset', () => {
  it.each([
    [['IMOS_ACORN_V_20240101T000000Z_TURQ_FV01_1-hour-avg.nc'], 'imos_acorn_v_turq_fv01_1_hour_avg'],
    [['sst_2024-01-01.zarr', 'sst_2024-01-03.zarr'], 'sst'],
    [['A_x_1.nc', 'A_y_2.nc'], 'a'],
    [['Größe & Höhe.csv'], 'groe_hohe'],
    [['20240101.tif'], 'dataset'],
  ])('%j: %s', (names, name) => {
    expect(datasetNameFor(names)).toBe(name);
  });
});

describe('dates in names', () => {
  it.each([
    ['x_20240501_v1.tif', '%Y%m%d', Date.UTC(2024, 4, 1)],
    ['x_20240501T123456Z.tif', '%Y%m%d%H%M%S', Date.UTC(2024, 4, 1, 12, 34, 56)],
    ['x_2024-05-01.tif', '%Y%m%d', Date.UTC(2024, 4, 1)],
    ['x_202405010130.tif', '%Y%m%d%H%M', Date.UTC(2024, 4, 1, 1, 30)],
    ['x_202405.tif', '%Y%m', Date.UTC(2024, 4, 1)],
    ['x_2024.tif', '%Y', Date.UTC(2024, 0, 1)],
  ])('%s', (name, format, time) => {
    const found = findDates([name]);
    expect([found?.format, found?.times]).toEqual([format, [BigInt(time) * 1_000_000n]]);
    expect(new RegExp(found?.file_name ?? '').exec(name)?.slice(1).join('')).toMatch(/^\d+$/);
  });

  it('is not a number that only looks like one, nor one that only some have', () => {
    expect(findDates(['x_20241301.tif'])).toBeUndefined();
    expect(findDates(['x_123456789.tif'])).toBeUndefined();
    expect(findDates(['x_20240501.tif', 'y.tif'])).toBeUndefined();
  });
});
