import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.js';
import { CUBE, changed, TABLE } from './sample-config.js';

describe('the structure of a config', () => {
  it('is right in the samples', async () => {
    expect(await problemsOf(TABLE)).toEqual([]);
    expect(await problemsOf(CUBE)).toEqual([]);
  });

  it.each([
    ['an unknown key', { colour: 1 }, ["/colour: the key 'colour' is unknown."]],
    [
      'a misspelt key',
      { schema_transformations: {} },
      ["/schema_transformations: the key 'schema_transformations' is unknown. Did you mean 'schema_transformation'?"],
    ],
    [
      'a misspelt key within',
      { run_settings: { batchsize: 3 } },
      ["/run_settings/batchsize: the key 'batchsize' is unknown. Did you mean 'batch_size'?"],
    ],
    [
      'a key in upper case',
      { run_settings: { Batch_Size: 3 } },
      ["/run_settings/Batch_Size: the key 'Batch_Size' is unknown. Did you mean 'batch_size'?"],
    ],
    [
      'a name with a slash',
      { dataset_name: '../a' },
      ["/dataset_name: '../a' does not match the pattern ^[A-Za-z0-9][A-Za-z0-9._-]*$"],
    ],
    [
      'a wrong type',
      { run_settings: { batch_size: 'many' } },
      ["/run_settings/batch_size: 'many' is text, expected a whole number or null"],
    ],
    [
      'a fraction',
      { run_settings: { batch_size: 1.5 } },
      ["/run_settings/batch_size: '1.5' is a number, expected a whole number or null"],
    ],
    [
      'a number that is too small',
      { run_settings: { batch_size: 0 } },
      ["/run_settings/batch_size: '0' is less than 1"],
    ],
    [
      'a text for true',
      { run_settings: { raise_error: 'true' } },
      ["/run_settings/raise_error: 'true' is text, expected true or false"],
    ],
    [
      'an unknown choice',
      { parquet: { compression: 'zstd' } },
      [
        "/parquet/compression: 'zstd' is not one of 'SNAPPY', 'ZSTD', 'GZIP', 'BROTLI', 'LZ4_RAW' or 'UNCOMPRESSED'. Did you mean 'ZSTD'?",
      ],
    ],
    [
      'alternatives',
      { parquet: { dictionary: 3 } },
      ["/parquet/dictionary: '3' is a number, expected true or false or a list"],
    ],
    [
      'what lies in an alternative',
      { parquet: { dictionary: ['A', 3] } },
      ["/parquet/dictionary/1: '3' is a number, expected text"],
    ],
    [
      'two filters',
      { run_settings: { paths: [{ s3_uri: 'a/', filter: ['a', 'b'] }] } },
      ['/run_settings/paths/0/filter: \'["a","b"]\' has more than 1 item'],
    ],
    [
      'a variable without type',
      { schema: { TIME: { type: 'timestamp[ns]' }, LATITUDE: {}, LONGITUDE: { type: 'float' } } },
      ["/schema/LATITUDE: the key 'type' is missing"],
    ],
    [
      'a variable that is no object',
      { schema: { TIME: 'timestamp[ns]', LATITUDE: { type: 'float' }, LONGITUDE: { type: 'float' } } },
      ["/schema/TIME: 'timestamp[ns]' is text, expected an object"],
    ],
    [
      'an option that pandas does not have',
      { csv_config: { pandas_read_csv_config: { delimeter: ';' } } },
      [
        expect.stringMatching(
          /^\/csv_config\/pandas_read_csv_config: the option 'delimeter' is not one of .* Did you mean 'delimiter'\?$/,
        ),
      ],
    ],
    ['a key with a slash', { 'a/b': 1 }, ["/a~1b: the key 'a/b' is unknown."]],
  ])('tells of %s', async (_, change, problems) => {
    expect(await problemsOf(changed(TABLE, change))).toEqual(problems);
  });

  it('tells of missing keys', async () => {
    expect(await problemsOf({ dataset_name: 'a', cloud_optimised_format: 'zarr' })).toEqual([
      ": the key 'schema' is missing",
      ": the key 'schema_transformation' is missing, which a Zarr dataset needs for its dimensions",
    ]);
    expect(await problemsOf({})).toEqual([
      ": the key 'dataset_name' is missing",
      ": the key 'cloud_optimised_format' is missing",
      ": the key 'schema' is missing",
    ]);
  });

  it('tells of everything at once', async () => {
    const config = changed(TABLE, { colour: 1, run_settings: { batch_size: 0 }, metadata_uuid: 7 });
    expect(await problemsOf(config)).toHaveLength(3);
  });

  it('shortens long values', async () => {
    const [problem] = await problemsOf(changed(TABLE, { dataset_name: `/${'x'.repeat(1000)}` }));
    expect(problem).toMatch(/^\/dataset_name: '\/x{78}…' does not match/);
  });

  it('hides what may be a credential', async () => {
    const settings = { s3_fs_common_opts: 'hunter2', s3_bucket_opts: { input_data: { s3_fs_opts: ['hunter2'] } } };
    const problems = await problemsOf(changed(TABLE, { run_settings: settings }));
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
    const listed = await problemsOf(changed(TABLE, { run_settings: [{ s3_fs_common_opts: { secret: 'hunter2' } }] }));
    expect(listed.join()).not.toContain('hunter2');
    expect((await problemsOf(changed(TABLE, { metadata_uuid: { secret: 'hunter2' } }))).join()).not.toContain(
      'hunter2',
    );
  });

  it('tolerates comments everywhere, and AODN legacy keys at the top', async () => {
    const legacy = ['batch_size', 'coiled_cluster_options', 'dataset_gattrs', 'dimensions', 'force_old_pq_del'];
    const older = [
      'gattrs_to_variables',
      'partition_keys',
      'partition_timestamp_period',
      'spatial_extent',
      'time_extent',
    ];
    const keys = [...legacy, ...older, 'vars_to_drop_no_common_dimension'];
    const comments = {
      _comment: 'x',
      run_settings: { _note: [1], cluster: { _why: {} } },
      schema_transformation: { _c: 1 },
    };
    const config = changed(TABLE, { ...Object.fromEntries(keys.map((key) => [key, {}])), ...comments });
    expect(await problemsOf(config)).toEqual([]);
  });

  it('takes null for what may be left out', async () => {
    const nothing = {
      logger_name: null,
      handler_class: null,
      parent_config: null,
      metadata_uuid: null,
      csv_config: null,
    };
    const blocks = { netcdf_read_config: null, aws_opendata_registry: null, run_settings: null, parquet: null };
    expect(await problemsOf(changed(TABLE, { ...nothing, ...blocks }))).toEqual([]);
  });

  it('takes every setting that AODN has', async () => {
    const coiled = {
      n_workers: [2, 80],
      scheduler_vm_types: 'm7i',
      worker_options: { nthreads: 8, memory_limit: '12GB' },
    };
    const run_settings = {
      paths: [
        {
          s3_uri: 's3://imos-data/IMOS/',
          type: 'files',
          filter: ['.*_(?!1-min-avg_)C.*\\.nc$'],
          year_range: [2010, 2012],
        },
      ],
      cluster: { mode: 'coiled', restart_every_path: true },
      coiled_cluster_options: coiled,
      ec2_cluster_options: { n_workers: 1, security: false, docker_image: 'x' },
      ec2_adapt_options: { minimum: 1, maximum: 120 },
      clear_existing_data: true,
      force_previous_parquet_deletion: false,
      raise_error: false,
      suffix: '.nc',
      exclude: null,
      batch_size: 6000,
      optimised_bucket_name: 'a',
      root_prefix_cloud_optimised_path: '',
      bucket_raw_default_name: 'imos-data',
      s3_fs_common_opts: { anon: false, default_cache_type: null },
      s3_bucket_opts: { input_data: { bucket: 'imos-data', s3_fs_opts: { key: 'k', secret: 's' } }, output_data: null },
      prefect: { job_variables: { cpu: 1 } },
    };
    expect(await problemsOf(changed(TABLE, { run_settings }))).toEqual([]);
  });
});
