import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAppendSchema } from '../../../scripts/generate-append-config.mjs';
import { errorCatalogue } from '../../../src/errors/index.js';
import { load, problemsOf } from './load-config.js';

const page = readFileSync(new URL('../../../docs/differences-from-zappend.md', import.meta.url), 'utf8');
const ROWS = [...page.matchAll(/^\| `(\w+)` \| (\w+) \|(.*)\|$/gm)].map(([, key = '', status = '', meaning = '']) => ({
  key,
  status,
  meaning,
}));
const rowsOf = (status: string) => ROWS.filter((row) => row.status === status);

/** zappend's keys, each with a value that zappend takes. */
const VALUES: Readonly<Record<string, unknown>> = {
  version: 1,
  zarr_version: 2,
  target_dir: 'a.zarr',
  target_storage_options: { anon: true },
  force_new: true,
  append_dim: 't',
  append_step: '1D',
  fixed_dims: { x: 3 },
  included_variables: ['a'],
  excluded_variables: ['b'],
  variables: { a: { dims: ['t'], encoding: { dtype: 'int16', chunks: [1], fill_value: 'NaN' }, attrs: {} } },
  attrs: { title: 'x' },
  attrs_update_mode: 'update',
  permit_eval: true,
  slice_storage_options: { key: 'x' },
  slice_engine: 'netcdf4',
  slice_polling: { interval: 1, timeout: 2 },
  slice_source: 'module.function',
  slice_source_kwargs: { a: 1 },
  persist_mem_slices: true,
  temp_dir: '/tmp',
  temp_storage_options: { anon: true },
  disable_rollback: true,
  dry_run: true,
  extra: { a: 1 },
  profiling: { enabled: true, path: 'p', log_level: 'INFO', keys: ['tottime'], restrictions: [10, 0.5, 'x'] },
  logging: {
    version: 1,
    formatters: { normal: { format: '%(message)s', style: '%' } },
    handlers: { console: { class: 'logging.StreamHandler', formatter: 'normal' } },
    loggers: { zappend: { level: 'INFO', handlers: ['console'] } },
  },
};

describe("the table of zappend's keys", () => {
  it('has each of the 27 once, in the order of the schema, with a status that there is', () => {
    const { properties } = readAppendSchema() as { properties: object };
    const known = Object.keys(properties).filter((key) => key in VALUES);
    expect(Object.keys(VALUES)).toHaveLength(27);
    expect(ROWS.map(({ key }) => key)).toEqual(known);
    expect(known.toSorted()).toEqual(Object.keys(VALUES).toSorted());
    expect(ROWS.filter(({ status }) => !['same', 'mapped', 'refused'].includes(status))).toEqual([]);
  });

  it('has exactly these statuses', () => {
    expect(rowsOf('refused').map(({ key }) => key)).toEqual(['temp_storage_options']);
    expect(rowsOf('same').map(({ key }) => key)).toEqual([
      'version',
      'zarr_version',
      'target_dir',
      'append_dim',
      'fixed_dims',
      'included_variables',
      'excluded_variables',
      'attrs',
      'attrs_update_mode',
      'extra',
    ]);
    expect(rowsOf('mapped')).toHaveLength(16);
  });

  it.each(rowsOf('refused'))('$key is refused with its code', async ({ key, meaning }) => {
    const code = /`(CO_\w+)`/.exec(meaning)?.[1];
    expect(await problemsOf({ [key]: VALUES[key] })).toEqual([code]);
    expect(await problemsOf({ [key]: {} })).toEqual([]);
  });

  it.each(ROWS.filter(({ status }) => status !== 'refused'))('$key loads', async ({ key }) => {
    expect((await load({ [key]: VALUES[key] })).document).toEqual({ [key]: VALUES[key] });
  });

  it.each(rowsOf('mapped'))('$key tells what it is mapped to', ({ meaning }) =>
    expect(meaning.length).toBeGreaterThan(10),
  );
});

it('names only codes that there are', () => {
  for (const [code] of page.matchAll(/CO_\w+/g)) expect(Object.keys(errorCatalogue)).toContain(code);
});
