/**
 * The same configs and slices through zappend itself and through the command of its name, compared by the xarray that zappend runs with
 * and by today's. Set CLOUD_OPTIMISED_TEST_ZAPPEND to a Python that has the packages of requirements-zappend.txt.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../support/run-cli.js';
import { PYTHON, runPython, runScript } from './python.js';

const ZAPPEND = process.env.CLOUD_OPTIMISED_TEST_ZAPPEND;

/** Slices that `make_slices.py` makes, by the name of their folder. */
const SLICES = {
  single: { count: 9 },
  threes: { count: 3, steps: 3 },
  floats: { count: 9, kind: 'float' },
  'floats of threes': { count: 3, steps: 3, kind: 'float' },
} as const;

interface Case {
  readonly title: string;
  readonly config: object;
  /** Default: both forms of nine steps. */
  readonly slices?: readonly (keyof typeof SLICES)[];
  /** Which of the slices, in this order. Default: all. */
  readonly order?: readonly number[];
  /** Default: NetCDF and Zarr. zappend itself takes Zarr for `.levels`, which it cannot read. */
  readonly formats?: readonly ('nc' | 'zarr' | 'zarr.zip' | 'levels')[];
}

const FLOATS = ['floats', 'floats of threes'] as const;
const packing = (dtype: string, chunks: unknown) => ({
  dtype,
  chunks,
  scale_factor: 0.25,
  add_offset: -8.5,
  fill_value: -1,
});

const CASES: readonly Case[] = [
  { title: 'nothing configured', config: {}, formats: ['nc', 'zarr', 'zarr.zip', 'levels'] },
  { title: 'nothing configured, floats', config: {}, slices: FLOATS },
  {
    title: 'packed variables with chunks',
    config: {
      variables: {
        time: { encoding: { chunks: [10], units: 'hours since 2000-01-01', dtype: 'int32' } },
        chl: { encoding: { ...packing('uint16', [1, 25, null]), fill_value: 65535, add_offset: -0.5 } },
        tsm: { encoding: packing('int32', [1, null, 40]), attrs: { long_name: 'Suspended matter', flags: [1, 2.5] } },
        y: { encoding: { dtype: 'float32', chunks: null } },
        x: { attrs: { axis: 'X' } },
      },
    },
    slices: FLOATS,
  },
  {
    title: 'chunks that slices do not fill',
    config: { variables: { '*': {}, chl: { encoding: { chunks: [4, 30, 50] } }, time: { encoding: { chunks: [4] } } } },
    slices: ['single'],
  },
  {
    title: 'other floats, fill values and codecs',
    config: {
      variables: {
        chl: { encoding: { dtype: 'float64', fill_value: -1, compressor: null } },
        tsm: { encoding: { fill_value: 'NaN', filters: null, compressor: [] } },
      },
    },
    slices: FLOATS,
  },
  {
    title: 'settings of the encoding among the attributes',
    config: {
      variables: {
        chl: {
          attrs: { scale_factor: 0.25, add_offset: -0.5, units: 'g m-3' },
          encoding: { dtype: 'uint16', fill_value: 65535 },
        },
      },
    },
    slices: ['floats'],
  },
  {
    // zappend itself fails from the third slice on.
    title: 'a variable that the slices lack',
    config: { variables: { depth: { dims: ['time', 'y', 'x'], encoding: { dtype: 'int16', fill_value: -999 } } } },
    order: [0, 1],
  },
  { title: 'steps of a day', config: { append_step: '1D' } },
  { title: 'steps of minus a day', config: { append_step: '-1D' }, slices: ['single'], order: [8, 7, 6, 5] },
  { title: 'steps that grow', config: { append_step: '+' }, slices: ['single'], order: [0, 2, 3, 8] },
  { title: 'labels that fall', config: { append_step: '-' }, slices: ['single'], order: [8, 5, 0] },
  { title: 'included variables', config: { included_variables: ['time', 'y', 'x', 'chl'] } },
  { title: 'included variables without coordinates', config: { included_variables: ['chl', 'time'] } },
  { title: 'excluded variables', config: { excluded_variables: ['tsm', 'nothing'] } },
  { title: 'fixed dimensions', config: { fixed_dims: { y: 50, x: 100 } } },
  ...(['keep', 'replace', 'update', 'ignore'] as const).map((mode) => ({
    title: `attributes by ${mode}`,
    config: {
      attrs_update_mode: mode,
      attrs: { title: 'Configured', count: 3, ratio: 0.5, parts: { of: ['a', 1, null] } },
    },
  })),
  ...(['keep', 'replace', 'update', 'ignore'] as const).map((mode) => ({
    title: `attributes by ${mode}, none configured`,
    config: { attrs_update_mode: mode },
    slices: ['single'] as const,
  })),
  {
    // zappend itself fails with the list among the attributes of NetCDF slices.
    title: 'expressions in attributes',
    config: {
      permit_eval: true,
      attrs: {
        time_coverage_start: '{{ ds.time[0] }}',
        time_coverage_end: "{{ ds['time'][-1] }}",
        time_end_bound: '{{ upper_bound(ds.time) }}',
        geospatial_lon_min: "{{ lower_bound(ds.x, 'center') }}",
        geospatial_lon_max: "{{ upper_bound(ds.x, 'center') }}",
        geospatial_lat_min: '{{ ds.y.min() }}',
        geospatial_lat_max: '{{ ds.y[-1].values }}',
        some: '{{ ds.x[10:20:3] }}',
        largest: '{{ ds.chl.max() }}',
        steps: '{{ ds.time.size }}',
        version_of_slice: "v{{ ds.attrs['version'] }}",
        text: 'from {{ ds.time[0] }} to {{ ds.time[-1] }}, {{ ds.y.min() }}',
        plain: 'no expression',
      },
    },
    formats: ['zarr'],
  },
  {
    title: 'expressions beside replaced attributes',
    config: { permit_eval: true, attrs_update_mode: 'replace', attrs: { steps: '{{ ds.time.size }}' } },
    slices: ['single'],
    formats: ['zarr'],
  },
  { title: 'texts that look like expressions', config: { attrs: { text: '{{ ds.time[0] }}' } }, slices: ['single'] },
];

/** One append, by both. */
interface Run {
  readonly name: string;
  readonly theirs: string;
  readonly ours: string;
  readonly config: string;
  readonly slices: readonly string[];
}

interface Compared {
  readonly differences: readonly string[];
  readonly sizes: Readonly<Record<string, number>>;
  readonly distinct: Readonly<Record<string, number>>;
}

const folder = mkdtempSync(join(tmpdir(), 'co-interop-zappend-'));
const RUNS = CASES.flatMap(runsOf);

function runsOf({ title, config, slices = ['single', 'threes'], order, formats = ['nc', 'zarr'] }: Case): Run[] {
  return slices.flatMap((from) =>
    formats.map((format) => {
      const name = `${title}: ${from}, ${format}`;
      const at = join(folder, name.replaceAll(/\W+/g, '-'));
      const indices = order ?? [...Array(SLICES[from].count).keys()];
      const paths = indices.map((index) => join(folder, from, `${index}.${format}`));
      mkdirSync(at);
      writeFileSync(join(at, 'config.json'), JSON.stringify(config));
      const [theirs, ours] = [join(at, 'theirs.zarr'), join(at, 'ours.zarr')];
      return { name, theirs, ours, config: join(at, 'config.json'), slices: paths };
    }),
  );
}

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe.skipIf(!ZAPPEND || !PYTHON)('zappend and zappend', () => {
  let byZappend: readonly { count?: number; error?: string }[] = [];
  const byOurs: CliRun[] = [];
  const compared: Record<string, readonly Compared[]> = {};

  beforeAll(async () => {
    const zappend = ZAPPEND as string;
    for (const [name, wanted] of Object.entries(SLICES))
      await runScript(zappend, 'make_slices.py', join(folder, name), JSON.stringify(wanted));
    const asked = RUNS.map(({ theirs: target, config, slices }) => {
      return { target, config, slices: slices.map((path) => path.replace(/\.levels$/, '.zarr')) };
    });
    byZappend = (await runScript(zappend, 'run_zappend.py', written('runs.json', asked))) as typeof byZappend;
    for (const { ours, config, slices } of RUNS) {
      byOurs.push(await runCli('zappend', ['--config', config, '--target', ours, ...slices]));
    }
    const pairs = written(
      'pairs.json',
      RUNS.map(({ theirs, ours }) => [theirs, ours]),
    );
    compared.zappend = (await runScript(zappend, 'compare_zarr.py', pairs)) as Compared[];
    compared.today = (await runPython('compare_zarr.py', pairs)) as Compared[];
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(RUNS.map((run, index) => ({ ...run, index })))('$name', ({ index, slices }) => {
    expect(byZappend[index]).toEqual({ count: slices.length });
    expect(byOurs[index]).toMatchObject({ status: 0, stdout: `${slices.length} slice datasets processed.\n` });
    for (const told of [compared.zappend?.[index], compared.today?.[index]]) {
      expect(told?.differences).toEqual([]);
      expect(told?.sizes.time).toBeGreaterThanOrEqual(slices.length);
      if (!slices[0]?.includes('float'))
        expect(Object.values(told?.distinct ?? {}).some((count) => count > 3000)).toBe(true);
    }
  });
});
