import { describe, expect, it } from 'vitest';
import {
  functionOf,
  loadDatasetConfig,
  outputFolderOf,
  resolvePathUri,
  s3FsOptionsOf,
  sourcePathsOf,
} from '../../src/config/index.js';
import { lookupIn } from './memory-lookup.js';
import { changed, TABLE } from './sample-config.js';

const withSettings = (run_settings: object, file = '/here/configs/it.json') =>
  loadDatasetConfig(file, lookupIn({ [file]: changed(TABLE, { run_settings }) }));

describe('resolvePathUri', () => {
  it.each([
    ['s3://a/b/', 's3://a/b/'],
    ['https://host/x', 'https://host/x'],
    ['file:///x/', 'file:///x/'],
    ['./x', '/here/configs/x'],
    ['../samples/argo/', '/here/samples/argo/'],
    ['/data/x/', '/data/x/'],
    ['IMOS/Argo/', '/here/configs/IMOS/Argo/'],
  ])('without a bucket: %s is %s', async (uri, expected) => {
    expect(resolvePathUri(await withSettings({}), uri)).toBe(expected);
  });

  it.each([
    ['IMOS/Argo/', 's3://raw/IMOS/Argo/'],
    ['IMOS/Argo', 's3://raw/IMOS/Argo'],
    ['./x/', '/here/configs/x/'],
    ['../x', '/here/x'],
    ['/x', '/x'],
    ['..hidden', 's3://raw/..hidden'],
    ['s3://raw/b', 's3://raw/b'],
  ])('with a bucket: %s is %s', async (uri, expected) => {
    expect(resolvePathUri(await withSettings({ bucket_raw_default_name: 'raw' }), uri)).toBe(expected);
  });

  it('prefers the bucket of s3_bucket_opts', async () => {
    const settings = { bucket_raw_default_name: 'raw', s3_bucket_opts: { input_data: { bucket: 'own' } } };
    expect(resolvePathUri(await withSettings(settings), 'x')).toBe('s3://own/x');
  });

  it('is relative to a config in a bucket', async () => {
    const config = await withSettings({}, 's3://b/configs/it.json');
    expect(resolvePathUri(config, './x/')).toBe('s3://b/configs/x/');
    expect(resolvePathUri(config, '../x/')).toBe('s3://b/x/');
    expect(resolvePathUri(config, '/x/')).toBe('/x/');
  });
});

describe('sourcePathsOf', () => {
  const urisOf = async (path: object) => sourcePathsOf(await withSettings({ paths: [path] })).map(({ uri }) => uri);

  it('is empty without paths', async () => {
    expect(sourcePathsOf(await withSettings({}))).toEqual([]);
  });

  it.each([
    [null, ['s3://a/b/']],
    [[], ['s3://a/b/']],
    [[2010], ['s3://a/b/2010/']],
    [
      [2010, 2012],
      ['s3://a/b/2010/', 's3://a/b/2011/', 's3://a/b/2012/'],
    ],
    [
      [2010, 2012, 2015],
      ['s3://a/b/2010/', 's3://a/b/2012/', 's3://a/b/2015/'],
    ],
  ])('has one for each year of %j', async (year_range, uris) => {
    expect(await urisOf({ s3_uri: 's3://a/b/', year_range })).toEqual(uris);
  });

  it('puts the year behind a prefix as a part of its own', async () => {
    expect(await urisOf({ s3_uri: 's3://a/b', year_range: [2010] })).toEqual(['s3://a/b/2010/']);
    expect(await urisOf({ s3_uri: '../x', year_range: [2010] })).toEqual(['/here/x/2010/']);
  });

  it('has the filter, what is excluded, and the type', async () => {
    const paths = [
      { s3_uri: 's3://a/b', filter: ['(?i)_FV01_.*\\.nc$'] },
      { s3_uri: 's3://a/t.parquet', type: 'parquet', partitioning: 'hive' },
    ];
    const [files, table] = sourcePathsOf(await withSettings({ paths, exclude: 'tmp' }));
    expect(files).toEqual({ uri: 's3://a/b', type: 'files', filter: /_FV01_.*\.nc$/i, exclude: 'tmp' });
    expect(table).toEqual({ uri: 's3://a/t.parquet', type: 'parquet', exclude: 'tmp', partitioning: 'hive' });
  });

  it('has no filter for an empty one', async () => {
    for (const filter of ['', [], [''], null]) {
      const [path] = sourcePathsOf(await withSettings({ paths: [{ s3_uri: 's3://a/b', filter }] }));
      expect(path).toEqual({ uri: 's3://a/b', type: 'files' });
    }
  });
});

describe('settings', () => {
  it('tell the folder of the output', async () => {
    expect(outputFolderOf(await withSettings({}))).toBeUndefined();
    expect(outputFolderOf(await withSettings({ root_prefix_cloud_optimised_path: 'x' }))).toBeUndefined();
    expect(outputFolderOf(await withSettings({ optimised_bucket_name: 'o' }))).toBe('s3://o/');
    const rooted = { optimised_bucket_name: 'o', root_prefix_cloud_optimised_path: '/a/b/' };
    expect(outputFolderOf(await withSettings(rooted))).toBe('s3://o/a/b/');
    const own = { ...rooted, s3_bucket_opts: { output_data: { bucket: 'own' } } };
    expect(outputFolderOf(await withSettings(own))).toBe('s3://own/a/b/');
  });

  it('tell how a bucket is reached, its own options before the common ones', async () => {
    const settings = {
      s3_fs_common_opts: { anon: true },
      s3_bucket_opts: { output_data: { s3_fs_opts: { key: 'k' } } },
    };
    const config = await withSettings(settings);
    expect(s3FsOptionsOf(config, 'input_data')).toEqual({ anon: true });
    expect(s3FsOptionsOf(config, 'output_data')).toEqual({ key: 'k' });
    expect(s3FsOptionsOf(await withSettings({}), 'input_data')).toBeUndefined();
  });

  it('tell the function of a source', async () => {
    const functions = { qc: { extract_method: 'constant', method: { value: 1 } } };
    const file = { '/here/it.json': changed(TABLE, { schema_transformation: { functions } }) };
    const config = await loadDatasetConfig('it', lookupIn(file));
    expect(functionOf(config, '@function:qc')).toEqual(functions.qc);
    expect(functionOf(config, '@function:toString')).toBeUndefined();
    expect(functionOf(config, '@filename')).toBeUndefined();
  });
});
