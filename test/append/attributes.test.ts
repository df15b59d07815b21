/** zappend's results for attributes, and expressions in them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { append } from '../../src/app/append-slices.js';
import type { AppendConfigObject } from '../../src/append/config/index.js';
import { memoryDataset } from '../../src/append/slices/memory-dataset.js';
import { appendTo, FoundCube, slice, testFolder } from './fixture.js';

const SMALL = { y: 50, x: 100 } as const;
const plain = (attributes: Record<string, string>) =>
  memoryDataset({ dims: { time: 1 }, variables: { a: { dims: ['time'], values: Float32Array.of(1) } }, attributes });

describe('attrs_update_mode', () => {
  it.each([
    ['keep', { a: '1', b: '2' }, { a: '1', b: '2' }],
    ['replace', { a: '1', b: '2' }, { b: '3', c: '4' }],
    ['update', { a: '1', b: '2' }, { a: '1', b: '3', c: '4' }],
    ['ignore', {}, {}],
  ] as const)('%s', async (attrs_update_mode, first, second) => {
    const cube = join(testFolder(), 'x.zarr');
    const config: AppendConfigObject = { attrs_update_mode, attrs: { d: 5 } };
    await appendTo(cube, [plain({ a: '1', b: '2' })], config);
    expect(attributesIn(cube)).toEqual({ ...first, d: 5 });
    await appendTo(cube, [plain({ b: '3', c: '4' })], config);
    expect(attributesIn(cube)).toEqual({ ...second, d: 5 });
  });
});

describe('integers beyond 2^53 in attrs', () => {
  it('are written to the last digit', async () => {
    const folder = testFolder();
    const [cube, config] = [join(folder, 'x.zarr'), join(folder, 'append.json')];
    writeFileSync(
      config,
      '{"attrs": {"big": 12345678901234567890}, "variables": {"a": {"attrs": {"id": [9007199254740993]}}}}',
    );
    await append([plain({})], [config, { target_dir: cube }], { workers: 1, defaults: 'zappend' });
    expect(readFileSync(join(cube, '.zattrs'), 'utf8')).toContain('12345678901234567890');
    expect(readFileSync(join(cube, 'a', '.zattrs'), 'utf8')).toContain('9007199254740993');
  });
});

function attributesIn(cube: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(cube, '.zattrs'), 'utf8'));
}

describe('expressions', () => {
  const config: AppendConfigObject = {
    permit_eval: true,
    attrs: {
      title: 'HROC from {{ ds.time[0] }} to {{ ds.time[-1] }}',
      time_coverage_start: '{{ ds.time[0] }}',
      time_coverage_end: '{{ upper_bound(ds.time) }}',
      geospatial_lon_min: '{{ lower_bound(ds.x, "center") }}',
      x_first: '{{ ds.x[0] }}',
    },
  };

  it('tell the first and last label after one slice and after three', async () => {
    const cube = join(testFolder(), 'x.zarr');
    await appendTo(cube, [slice(SMALL)], config);
    expect(attributesIn(cube)).toMatchObject({
      title: 'HROC from 2024-01-01T00:00:00 to 2024-01-03T00:00:00',
      time_coverage_start: '2024-01-01T00:00:00',
      time_coverage_end: '2024-01-04T00:00:00',
      geospatial_lon_min: expect.closeTo(0, 12),
      x_first: 0.005,
    });
    await appendTo(cube, [slice({ ...SMALL, index: 3 }), slice({ ...SMALL, index: 6 })], config);
    expect(attributesIn(cube)).toMatchObject({ time_coverage_end: '2024-01-10T00:00:00' });
  });

  it('are written evaluated, and leave no template for readers', async () => {
    const cube = join(testFolder(), 'x.zarr');
    await appendTo(cube, [slice(SMALL), slice({ ...SMALL, index: 3 })], config);
    expect(readFileSync(join(cube, '.zmetadata'), 'utf8')).not.toContain('{{');
  });

  it('A11 in the attributes of a slice are text', async () => {
    const cube = join(testFolder(), 'x.zarr');
    await appendTo(cube, [plain({ title: '{{ ds.time[0] }}' })], { permit_eval: true, attrs: {} });
    expect(attributesIn(cube)).toEqual({ title: '{{ ds.time[0] }}' });
  });

  it('without permit_eval are text', async () => {
    const cube = join(testFolder(), 'x.zarr');
    await appendTo(cube, [slice(SMALL)], { attrs: { a: '{{ ds.time[0] }}' } });
    expect(attributesIn(cube).a).toBe('{{ ds.time[0] }}');
  });

  it('that name what is not there keep the slice out', async () => {
    const cube = join(testFolder(), 'x.zarr');
    const bad: AppendConfigObject = { permit_eval: true, attrs: { a: '{{ ds.nothing[0] }}' } };
    await expect(appendTo(cube, [slice(SMALL)], bad)).rejects.toMatchObject({ code: 'CO_EXPRESSION_INVALID' });
    await appendTo(cube, [slice(SMALL)]);
    expect((await FoundCube.at(cube)).sizes.time).toBe(3);
  });
});
