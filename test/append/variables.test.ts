/** Which variables a cube has, how they are stored, and labels that slices do not have. */
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppendConfigObject } from '../../src/append/config/index.js';
import { dropVariables } from '../../src/append/slices/dataset-views.js';
import { memoryDataset } from '../../src/append/slices/memory-dataset.js';
import { startS3Server } from '../support/s3-server/server.mjs';
import { appendTo, eventsOf, FoundCube, slice, testFolder } from './fixture.js';

const SMALL = { y: 2, x: 3, chunks: [1, 2, 3], steps: 1 } as const;
const target = () => join(testFolder(), 'x.zarr');
const namesOf = async (cube: string) => (await FoundCube.at(cube)).names;
const zarray = (cube: string, name: string) => JSON.parse(readFileSync(join(cube, name, '.zarray'), 'utf8'));

describe('variables', () => {
  it('are those included: coordinates do not come by themselves', async () => {
    const cube = target();
    await appendTo(cube, [slice(SMALL), slice({ ...SMALL, index: 1 })], { included_variables: ['chl'] });
    expect(await namesOf(cube)).toEqual(['chl']);
    expect((await FoundCube.at(cube)).sizes).toEqual({ time: 2, y: 2, x: 3 });
  });

  it('are all but those excluded', async () => {
    const cube = target();
    await appendTo(cube, [slice(SMALL)], { excluded_variables: ['tsm', 'unknown'] });
    expect(await namesOf(cube)).toEqual(['chl', 'time', 'x', 'y']);
  });

  it('must be in the slice, or be configured', async () => {
    const { error } = await eventsOf(target(), [slice(SMALL)], { included_variables: ['c', 'chl', 'b'] });
    expect(error).toMatchObject({ code: 'CO_CUBE_VARIABLE', fields: { variable: "b', 'c" } });
  });

  it('of groups become arrays of groups, unless they have steps of their own', async () => {
    const cube = target();
    const inGroup = (index: number, dims: string[]) =>
      memoryDataset({
        name: `slice-${index}`,
        dims: { time: 1, 'deep/time': 1 },
        variables: {
          time: {
            dims: ['time'],
            values: BigInt64Array.of(BigInt(index)),
            attributes: { units: 'days since 2024-01-01' },
          },
          'deep/depth': { dims, values: Float32Array.of(index) },
        },
      });
    await appendTo(cube, [inGroup(0, ['time']), inGroup(1, ['time'])]);
    expect(await (await FoundCube.at(cube)).values('deep/depth')).toEqual([0, 1]);
    const own = [inGroup(2, ['deep/time'])];
    await expect(appendTo(target(), own)).rejects.toMatchObject({
      code: 'CO_CUBE_VARIABLE',
      fields: {
        variable: 'deep/depth',
        reason: expect.stringContaining("group 'deep' has a dimension 'time' of its own"),
      },
      message: expect.stringContaining('excluded_variables'),
    });
    await appendTo(cube, own, { excluded_variables: ['deep/depth'], variables: {} });
  });

  it('refuse a fill value that their type cannot hold', async () => {
    const config = { variables: { chl: { encoding: { dtype: 'uint8', fill_value: 256 } } } } as const;
    const { error } = await eventsOf(target(), [slice(SMALL)], config);
    expect(error).toMatchObject({ code: 'CO_CUBE_LAYOUT', fields: { array: 'chl' } });
  });

  it('that no slice has are made of fill values', async () => {
    const cube = target();
    const variables = {
      b: { dims: ['time', 'y', 'x'], encoding: { dtype: 'float32', fill_value: -1 }, attrs: { units: 'm' } },
    } as const;
    await appendTo(cube, [slice(SMALL), slice({ ...SMALL, index: 1 })], { variables });
    expect(await (await FoundCube.at(cube)).steps('b')).toEqual([-1, -1]);
  });

  it('that are rounded are told of once', async () => {
    const step = (time: number) =>
      memoryDataset({
        variables: {
          time: { dims: ['time'], values: Int32Array.of(time) },
          a: { dims: ['time'], values: Float32Array.of(0.5) },
        },
      });
    const encoding = { dtype: 'int16', scale_factor: 0.25, fill_value: -1 } as const;
    const { events, error } = await eventsOf(target(), [0, 1, 2, 3].map(step), { variables: { a: { encoding } } });
    expect(error).toBeUndefined();
    const warnings = events.flatMap((event) => (event.type === 'slice' ? event.warnings : []));
    expect(warnings).toEqual(["variable 'a' is 'float32' and is rounded to steps of 0.25"]);
  });

  it('A14 that a later slice lacks are filled, and told of', async () => {
    const cube = target();
    const { events } = await eventsOf(cube, [slice(SMALL), dropVariables(slice({ ...SMALL, index: 1 }), 'tsm')]);
    expect(await (await FoundCube.at(cube)).steps('tsm')).toEqual([0, -9999]);
    expect(events.filter(({ type }) => type === 'slice')).toMatchObject([
      { warnings: [] },
      { warnings: ["it has no variable 'tsm', which is filled with its fill value"] },
    ]);
  });

  it('are stored as configured, compressor objects too', async () => {
    const cube = target();
    const variables: AppendConfigObject['variables'] = {
      '*': { encoding: { compressor: { id: 'zlib', level: 9 } } },
      chl: {
        encoding: { dtype: 'int32', fill_value: -5, scale_factor: 0.1, add_offset: 0 },
        attrs: { long_name: 'c' },
      },
      x: { encoding: { compressor: null } },
    };
    await appendTo(cube, [slice({ ...SMALL, index: 2 })], { variables });
    expect(zarray(cube, 'chl')).toMatchObject({
      dtype: '<i4',
      fill_value: -5,
      compressor: { id: 'zlib', level: 9 },
      zarr_format: 2,
      order: 'C',
    });
    expect(zarray(cube, 'x').compressor).toBeNull();
    const found = await FoundCube.at(cube);
    expect(await found.steps('chl')).toEqual([4]);
    expect(JSON.parse(readFileSync(join(cube, 'chl/.zattrs'), 'utf8'))).toMatchObject({
      scale_factor: 0.1,
      long_name: 'c',
    });
  });

  it('are stored by default as zarr-python 2 stores them', async () => {
    const cube = target();
    await appendTo(cube, [slice(SMALL)]);
    const blosc = { id: 'blosc', cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 };
    expect(zarray(cube, 'chl')).toMatchObject({
      dtype: '<u2',
      fill_value: 9999,
      compressor: blosc,
      filters: null,
      chunks: [1, 2, 3],
    });
    expect(zarray(cube, 'time')).toMatchObject({ dtype: '<i8', fill_value: null, chunks: [1] });
    expect(zarray(cube, 'x')).toMatchObject({ dtype: '<f8', chunks: [3] });
  });

  it('keep the lengths that fixed_dims tells', async () => {
    const { error } = await eventsOf(target(), [slice(SMALL)], { fixed_dims: { x: 4 } });
    expect(error).toMatchObject({ code: 'CO_CUBE_DIMENSION', fields: { dimension: 'x', expected: 4, found: 3 } });
  });

  it('have as many labels as a chunk where strict_slices asks', async () => {
    const cube = target();
    const config: AppendConfigObject = { strict_slices: true };
    await appendTo(cube, [slice(SMALL)], config);
    const { error } = await eventsOf(cube, [slice({ ...SMALL, index: 1, steps: 2 })], config);
    expect(error).toMatchObject({ code: 'CO_CUBE_DIMENSION', fields: { expected: 1, found: 2 } });
  });
});

describe('labels that slices do not have', () => {
  const still = (attributes: Record<string, string>, name = 'memory') =>
    memoryDataset({
      name,
      variables: {
        y: { dims: ['y'], values: Float64Array.of(1, 2) },
        x: { dims: ['x'], values: Float64Array.of(1, 2, 3) },
        a: { dims: ['y', 'x'], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
      },
      attributes,
    });

  it('come from an attribute', async () => {
    const cube = target();
    const append_coords = { time: { from: '@global_attribute:date', units: 'hours since 2024-01-01' } };
    await appendTo(cube, [still({ date: '2024-01-01T06:00:00Z' }), still({ date: '2024-01-02' })], { append_coords });
    const found = await FoundCube.at(cube);
    expect(await found.values('time')).toEqual([6n, 24n]);
    expect(found.array('a').dimensions).toEqual(['time', 'y', 'x']);
    expect(found.array('x').dimensions).toEqual(['x']);
  });

  it('come from the file name', async () => {
    const folder = testFolder();
    const path = join(folder, 'sst_20240131_v2.zarr');
    await appendTo(join(folder, 's.zarr'), [slice(SMALL)]);
    renameSync(join(folder, 's.zarr'), path);
    const cube = join(folder, 'x.zarr');
    const append_coords = {
      t: { from: '@filename', pattern: '_(\\d{8})_', format: '%Y%m%d', units: 'days since 2024-01-01' },
    };
    await appendTo(cube, [path], { append_coords, excluded_variables: ['time'] });
    expect(await (await FoundCube.at(cube)).values('t')).toEqual([30n]);
    const { error } = await eventsOf(join(folder, 'y.zarr'), [join(folder, 'x.zarr')], {
      append_coords: { u: append_coords.t },
    });
    expect((error as Error).message).toContain("no 'u' can be derived");
  });
});

describe('slices and target in S3', () => {
  it('are reached by the options of s3fs', async () => {
    const server = await startS3Server({ buckets: ['cubes'] });
    try {
      const options = {
        key: server.accessKeyId,
        secret: server.secretAccessKey,
        client_kwargs: { endpoint_url: server.endpoint, region_name: 'us-east-1' },
      };
      const config = { slice_storage_options: options, target_storage_options: options } as AppendConfigObject;
      await appendTo('s3://cubes/slices/a.zarr', [slice(SMALL)], config);
      await appendTo('s3://cubes/slices/b.zarr', [slice({ ...SMALL, index: 1 })], config);
      const slices = ['s3://cubes/slices/a.zarr', 's3://cubes/slices/b.zarr'];
      expect(await appendTo('s3://cubes/x.zarr', slices, config)).toMatchObject({ files: { published: 2 }, length: 2 });
      expect(await appendTo('s3://cubes/x.zarr', slices, config)).toMatchObject({ files: { skipped: 2 }, length: 2 });
      expect(server.keys('cubes').filter((key) => key.startsWith('_ledger/x.zarr/journal'))).toEqual([]);
      expect(server.keys('cubes')).toContain('x.zarr/chl/1.0.0');
    } finally {
      await server.close();
    }
  });
});
