import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareConfigs, explainDatasetConfig } from '../../src/config/index.js';
import type { JsonObject } from '../../src/config/json.js';
import { PACKAGE } from '../support/run-cli.js';
import { lookupIn } from './memory-lookup.js';

const SCHEMA = JSON.parse(readFileSync(join(PACKAGE, 'schemas/dataset-config.schema.json'), 'utf8')) as JsonObject;

const explain = (files: Readonly<Record<string, unknown>>, override?: string) =>
  explainDatasetConfig('child', { ...lookupIn(files), override }, SCHEMA);

const FAMILY = {
  '/here/child.json': {
    parent_config: 'parent.json',
    dataset_name: 'child',
    run_settings: { batch_size: 1 },
    schema: { A: { type: 'float' } },
  },
  '/here/parent.json': {
    parent_config: 'old.json',
    cloud_optimised_format: 'parquet',
    run_settings: { batch_size: 2, exclude: 'x', paths: [{ s3_uri: 's3://a/b/' }] },
    schema: { B: { type: 'double' } },
  },
  '/here/old.json': { metadata_uuid: 'abc', dataset_name: 'old' },
};

describe('explainDatasetConfig', () => {
  it('tells for each value which document holds it', async () => {
    const { layers, values, document } = await explain(FAMILY, '{"run_settings": {"exclude": "y"}}');
    expect(layers).toEqual([
      { origin: 'override', file: '--json-overwrite' },
      { origin: 'config', file: '/here/child.json' },
      { origin: 'parent', file: '/here/parent.json' },
      { origin: 'parent', file: '/here/old.json' },
    ]);
    const told = values
      .filter(({ origin }) => origin !== 'default')
      .map(
        ({ origin, pointer, value, file }) =>
          `${origin} ${file?.split('/').at(-1)} ${pointer} ${JSON.stringify(value)}`,
      );
    expect(told.toSorted()).toEqual(
      [
        'parent old.json /metadata_uuid "abc"',
        'config child.json /dataset_name "child"',
        'config child.json /parent_config "parent.json"',
        'parent parent.json /cloud_optimised_format "parquet"',
        'config child.json /run_settings/batch_size 1',
        'override --json-overwrite /run_settings/exclude "y"',
        'parent parent.json /run_settings/paths [{"s3_uri":"s3://a/b/"}]',
        'config child.json /schema/A/type "float"',
      ].toSorted(),
    );
    expect(document).toMatchObject({ schema: { A: { type: 'float' } }, run_settings: { exclude: 'y', batch_size: 1 } });
  });

  it('tells the defaults that hold for the format', async () => {
    const defaultsOf = async (config: object) => {
      const { values } = await explain({ '/here/child.json': config });
      return values.flatMap(({ origin, pointer, value }) => (origin === 'default' ? [[pointer, value]] : []));
    };
    expect(
      Object.fromEntries(await defaultsOf(FAMILY['/here/parent.json'] && { cloud_optimised_format: 'parquet' })),
    ).toEqual({
      '/run_settings/clear_existing_data': false,
      '/run_settings/force_previous_parquet_deletion': false,
      '/run_settings/raise_error': false,
      '/parquet/compression': 'SNAPPY',
      '/parquet/row_group_rows': 20000,
      '/parquet/dictionary': true,
    });
    const cube = { cloud_optimised_format: 'zarr', zarr: { format: 2 }, run_settings: { paths: [{ s3_uri: 'x/' }] } };
    expect(Object.fromEntries(await defaultsOf(cube))).toMatchObject({
      '/zarr/consolidated': true,
      '/zarr/if_exists': 'replace',
      '/run_settings/paths/0/type': 'files',
    });
    expect((await defaultsOf(cube)).map(([pointer]) => pointer)).not.toContain('/zarr/format');
  });

  it('shows no credential', async () => {
    const s3_fs_common_opts = { key: 'AKIA', secret: 'hush', client_kwargs: { endpoint_url: 'https://x' } };
    const explained = await explain({ '/here/child.json': { run_settings: { s3_fs_common_opts } } });
    expect(JSON.stringify(explained)).not.toMatch(/AKIA|hush/);
    const [difference] = compareConfigs({}, { run_settings: { s3_fs_common_opts } });
    expect(JSON.stringify(difference)).not.toMatch(/AKIA|hush/);
  });

  it('shows also what is not valid', async () => {
    const { values } = await explain({ '/here/child.json': { colour: 1 } });
    expect(values[0]).toEqual({ pointer: '/colour', value: 1, origin: 'config', file: '/here/child.json' });
  });
});

describe('compareConfigs', () => {
  it('tells what comes, goes and changes, by pointer', () => {
    const a = { x: 1, y: { z: [1, { k: 'a' }], gone: null }, schema: { A: {}, B: {} } };
    const b = { x: 1, y: { z: [1, { k: 'b' }, 3], 'a/b': true }, schema: { B: {}, A: {} } };
    expect(compareConfigs(a, b)).toEqual([
      { pointer: '/y/z/1/k', a: 'a', b: 'b' },
      { pointer: '/y/z/2', b: 3 },
      { pointer: '/y/gone', a: null },
      { pointer: '/y/a~1b', b: true },
      { pointer: '/schema', a: ['A', 'B'], b: ['B', 'A'], order: true },
    ]);
    expect(compareConfigs(a, structuredClone(a))).toEqual([]);
  });

  it('does not mind the order of keys that are no variables, and tells kinds of values apart', () => {
    expect(compareConfigs({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
    expect(compareConfigs({ a: [] }, { a: {} })).toEqual([{ pointer: '/a', a: [], b: {} }]);
    expect(compareConfigs({ a: '1' }, { a: 1 })).toEqual([{ pointer: '/a', a: '1', b: 1 }]);
  });
});
