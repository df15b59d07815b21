import { describe, expect, it } from 'vitest';
import { loadDatasetConfig } from '../../src/config/index.js';
import { lookupIn } from './memory-lookup.js';
import { CUBE, changed, TABLE } from './sample-config.js';

const load = (reference: string, files: Readonly<Record<string, unknown>>, override?: string) =>
  loadDatasetConfig(reference, { ...lookupIn(files), override });

/** Keys of a config that is nothing but its parent's child. */
const child = (parent_config: string, more: object = {}) => ({ dataset_name: 'child', parent_config, ...more });

describe('finding a config', () => {
  const named = (dataset_name: string) => changed(TABLE, { dataset_name });

  it.each([
    ['a bare name in the working folder', 'a', '/here/a.json'],
    ['a bare name with its extension', 'a.json', '/here/a.json'],
    ['a bare name among the shipped ones', 'b', '/shipped/b.json'],
    ['YAML', 'c', '/here/c.yaml'],
    ['a relative path', './deep/d.json', '/here/deep/d.json'],
    ['a relative path without extension', 'deep/d', '/here/deep/d.json'],
    ['an absolute path', '/else/e.json', '/else/e.json'],
    ['an address', 's3://bucket/f.json', 's3://bucket/f.json'],
    ['an address without extension', 'https://host/g', 'https://host/g.json'],
  ])('takes %s', async (_, reference, file) => {
    const files = Object.fromEntries(
      [
        '/here/a.json',
        '/shipped/a.json',
        '/shipped/b.json',
        '/here/deep/d.json',
        '/else/e.json',
        's3://bucket/f.json',
        'https://host/g.json',
      ].map((path) => [path, named(path.replace(/\W+/g, '_').slice(1))]),
    );
    const yaml = 'dataset_name: c\ncloud_optimised_format: zarr\nparent_config: cube.json\n';
    const config = await load(reference, { ...files, '/here/c.yaml': yaml, '/here/cube.json': CUBE });
    expect(config.file).toBe(file);
  });

  it('tells where it looked', async () => {
    await expect(load('nope', {})).rejects.toMatchObject({
      code: 'CO_CONFIG_NOT_FOUND',
      fields: {
        config: 'nope',
        lookedIn: [
          '/here/nope.json',
          '/here/nope.yaml',
          '/here/nope.yml',
          '/shipped/nope.json',
          '/shipped/nope.yaml',
          '/shipped/nope.yml',
        ],
      },
    });
    await expect(load('deep/nope.json', {})).rejects.toMatchObject({ fields: { lookedIn: ['/here/deep/nope.json'] } });
  });
});

describe('a loaded config', () => {
  it('has its name, format, file and hash', async () => {
    const config = await load('it', { '/here/it.json': changed(TABLE, { dataset_name: 'moorings.json' }) });
    expect(config).toMatchObject({ name: 'moorings', format: 'parquet', file: '/here/it.json', warnings: [] });
    expect(config.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(config.document.schema.TEMP).toEqual({ type: 'float', units: 'Celsius', valid_min: -2.5 });
  });

  it('is frozen through and through', async () => {
    const config = await load('it', { '/here/it.json': TABLE });
    expect(Object.isFrozen(config) && Object.isFrozen(config.warnings)).toBe(true);
    expect(() => Object.assign(config.document.schema.TEMP ?? {}, { type: 'int8' })).toThrow(TypeError);
    expect(() =>
      Object.assign(config.document.schema_transformation?.partitioning?.[0]?.time_extent ?? {}, { x: 1 }),
    ).toThrow(TypeError);
  });

  it('that is invalid is refused with every problem, its file, pointer and value', async () => {
    const bad = changed(TABLE, { metadata_uuid: 7, run_settings: { batch_size: 0 } });
    await expect(load('it', { '/here/it.json': bad })).rejects.toMatchObject({
      code: 'CO_CONFIG_INVALID',
      fields: {
        file: '/here/it.json',
        problems: [
          {
            file: '/here/it.json',
            pointer: '/metadata_uuid',
            message: "'7' is a number, expected text or null",
            severity: 'error',
          },
          {
            file: '/here/it.json',
            pointer: '/run_settings/batch_size',
            message: "'0' is less than 1",
            severity: 'error',
          },
        ],
      },
    });
  });

  it('warns of a registry entry that is wrong, which takes no part in a run', async () => {
    const config = await load('it', { '/here/it.json': changed(TABLE, { aws_opendata_registry: { Name: 5 } }) });
    expect(config.warnings).toMatchObject([{ pointer: '/aws_opendata_registry/Name', severity: 'warning' }]);
  });

  it('warns of unknown keys, and of what starts no cluster, once', async () => {
    const run_settings = { cluster: { mode: 'coiled' }, coiled_cluster_options: { n_workers: [1, 2] }, prefect: {} };
    const config = await load('it', { '/here/it.json': changed(TABLE, { colour: 1, run_settings }) });
    expect(config.warnings).toEqual([
      { file: '/here/it.json', pointer: '/colour', message: "the key 'colour' is unknown.", severity: 'warning' },
      {
        file: '/here/it.json',
        pointer: '/run_settings/cluster',
        message:
          "'cluster', 'coiled_cluster_options', 'prefect' start no cluster: the workers of this machine do the work",
        severity: 'warning',
      },
    ]);
  });
});

describe('parents', () => {
  it('are beside their children, by any number of generations', async () => {
    const files = {
      '/here/deep/child.json': child('middle.json', { schema_transformation: { drop_variables: ['TEMP'] } }),
      '/here/deep/middle.json': { parent_config: 'top', metadata_uuid: 'of the middle' },
      '/here/deep/top.yaml': JSON.stringify(changed(TABLE, { metadata_uuid: 'of the top', logger_name: 'top' })),
    };
    const { document } = await load('deep/child.json', files);
    expect(document).toMatchObject({ dataset_name: 'child', metadata_uuid: 'of the middle', logger_name: 'top' });
    expect(document.schema_transformation?.drop_variables).toEqual(['TEMP']);
    expect(document.schema_transformation?.partitioning).toHaveLength(2);
  });

  it('are beside their children in a bucket, too', async () => {
    const files = { 's3://b/p/a b#.json': child('top.json'), 's3://b/p/top.json': TABLE };
    expect((await load('s3://b/p/a b#.json', files)).name).toBe('child');
  });

  it('that are missing are named', async () => {
    await expect(load('it', { '/here/it.json': child('main.json') })).rejects.toMatchObject({
      code: 'CO_CONFIG_NOT_FOUND',
      fields: { config: 'main.json', lookedIn: ['/here/main.json'] },
    });
  });

  it.each([
    ['itself', { '/here/a.json': child('a.json') }, ['/here/a.json', '/here/a.json']],
    [
      'each other',
      { '/here/a.json': child('b.json'), '/here/b.json': child('./a.json') },
      ['/here/a.json', '/here/b.json', '/here/a.json'],
    ],
  ])('may not be in a circle: %s', async (_, files, chain) => {
    await expect(load('a', files)).rejects.toMatchObject({ code: 'CO_CONFIG_PARENT_CYCLE', fields: { chain } });
  });

  it('may not go on for ever', async () => {
    const endless = {
      ...lookupIn({}),
      readText: async (uri: string) => JSON.stringify(child(`x${uri.split('/').at(-1)}`)),
    };
    await expect(loadDatasetConfig('a', endless)).rejects.toMatchObject({ code: 'CO_CONFIG_PARENT_CYCLE' });
  });

  it('are named by the problems that they hold', async () => {
    const files = {
      '/here/it.json': child('main.json', {
        run_settings: { batch_size: -1 },
        schema_transformation: { add_variables: { filename: { source: '@file' } } },
      }),
      '/here/main.json': changed(TABLE, {
        run_settings: { exclude: 5, bad_key: 1 },
        schema_transformation: { add_variables: { polygon: { source: '@x' } } },
      }),
    };
    const refused = await load('it', files).catch((error) => error.fields.problems);
    expect(refused.map(({ file, pointer }: { file: string; pointer: string }) => `${file} ${pointer}`)).toEqual([
      '/here/it.json /run_settings/batch_size',
      '/here/main.json /run_settings/exclude',
      '/here/it.json /schema_transformation/add_variables/filename/source',
      '/here/main.json /schema_transformation/add_variables/polygon/source',
    ]);
  });
});

describe('P07 --json-overwrite', () => {
  const files = {
    '/here/it.json': child('main.json', { run_settings: { batch_size: 1, paths: [{ s3_uri: 'a' }, { s3_uri: 'b' }] } }),
    '/here/main.json': TABLE,
    '/here/over.json': { run_settings: { batch_size: 9 } },
    's3://b/over.yaml': 'run_settings: {batch_size: 10}',
  };

  it('P07 reaches every part of the document, over the config and its parent', async () => {
    const override = JSON.stringify({
      metadata_uuid: 'x',
      run_settings: {
        batch_size: 7,
        force_previous_parquet_deletion: true,
        s3_fs_common_opts: { anon: true },
        paths: [{ s3_uri: 'c' }],
      },
      schema: { ...TABLE.schema, PSAL: { type: 'float' } },
      schema_transformation: { global_attributes: { set: { title: 'T' } } },
      parquet: { compression: 'ZSTD' },
    });
    const { document } = await load('it', files, override);
    expect(document).toMatchObject(JSON.parse(override));
    expect(document.schema_transformation?.partitioning).toHaveLength(2);
    expect(document.run_settings?.paths).toEqual([{ s3_uri: 'c' }]);
    expect(document.parent_config).toBe('main.json');
  });

  it('P07 counts in the hash where it decides the output, and only there', async () => {
    const plain = await load('it', files);
    expect((await load('it', files, '{"parquet": {"compression": "ZSTD"}}')).hash).not.toBe(plain.hash);
    expect((await load('it', files, '{"run_settings": {"batch_size": 3}}')).hash).toBe(plain.hash);
  });

  it.each([
    ['@over.json', 9],
    ['@/here/over.json', 9],
    ['@s3://b/over.yaml', 10],
  ])('P07 is read from %s', async (override, batch_size) => {
    expect((await load('it', files, override)).document.run_settings?.batch_size).toBe(batch_size);
  });

  it.each([
    [
      '{"run_settings": {"batchsize": 3}}',
      "/run_settings/batchsize: the key 'batchsize' is unknown. Did you mean 'batch_size'?",
    ],
    ['{"parent_config": "other.json"}', "the key 'parent_config' cannot be overridden"],
    ['{"a": ', 'it is not JSON: Unexpected end of JSON input'],
    ['[1]', 'it holds no object with keys'],
    ['@none.json', "there is no file '/here/none.json'"],
  ])('P07 is refused by name: %s', async (override, reason) => {
    const refused = load('it', files, override);
    await expect(refused).rejects.toMatchObject({ code: 'CO_CONFIG_OVERRIDE', fields: { reason, override } });
  });

  it('P07 is named by the problems that it brings', async () => {
    await expect(load('it', files, '{"run_settings": {"batch_size": 0}}')).rejects.toMatchObject({
      code: 'CO_CONFIG_INVALID',
      fields: {
        problems: [{ file: '--json-overwrite', pointer: '/run_settings/batch_size', message: "'0' is less than 1" }],
      },
    });
  });

  it('P07 shows no credentials when it is refused', async () => {
    const override = '{"run_settings": {"s3_fs_common_opts": {"secret": "hunter2"}}, "x": 1}';
    await expect(load('it', files, override)).rejects.toMatchObject({
      message: expect.not.stringContaining('hunter2'),
    });
  });
});
