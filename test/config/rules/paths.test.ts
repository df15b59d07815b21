import { describe, expect, it } from 'vitest';
import { loadDatasetConfig } from '../../../src/config/index.js';
import { lookupIn } from '../memory-lookup.js';
import { problemsOf } from '../problems-of.js';
import { changed, TABLE } from '../sample-config.js';

const AT = '/run_settings/paths/0';
const path = (value: object, settings: object = {}) =>
  problemsOf(changed(TABLE, { run_settings: { ...settings, paths: [value] } }));

describe('a path', () => {
  it.each([
    { s3_uri: 's3://imos-data/IMOS/', filter: [], year_range: [] },
    { s3_uri: 'IMOS/Argo', filter: '.*\\.nc$', type: 'files' },
    { s3_uri: 's3://a/b', filter: null, year_range: null, type: null, partitioning: null },
    { s3_uri: 's3://a/b', filter: ['(?i).*_FV01_(?!1-min-avg_)C.*\\.nc$'], year_range: [2010, 2012] },
    { s3_uri: 's3://a/b', year_range: [2010, 2012, 2015] },
    { s3_uri: 's3://a/b.parquet/', type: 'parquet', partitioning: 'hive', filter: [''] },
    { s3_uri: 's3://a/b.zarr', type: 'zarr' },
  ])('may be %j', async (value) => {
    expect(await path(value)).toEqual([]);
  });

  it.each([
    [{}, ": the key 's3_uri' is missing"],
    [{ s3_uri: '' }, "/s3_uri: '' is empty"],
    [{ s3_uri: 's3:///IMOS' }, "/s3_uri: 's3:///IMOS' names no bucket"],
    [{ s3_uri: 'a', type: 'file' }, "/type: 'file' is not one of 'files', 'parquet' or 'zarr'. Did you mean 'files'?"],
    [{ s3_uri: 'a', filter: ['*.nc'] }, "/filter: '*.nc' is not a regular expression: Nothing to repeat"],
    [{ s3_uri: 'a', filter: '(' }, "/filter: '(' is not a regular expression: Unterminated group"],
    [{ s3_uri: 'a', year_range: [2012, 2010] }, "/year_range/1: '2010' does not come after '2012'; years ascend"],
    [{ s3_uri: 'a', year_range: [2010, 2010] }, "/year_range/1: '2010' does not come after '2010'; years ascend"],
    [{ s3_uri: 'a', year_range: [2010, 2012, 2011] }, "/year_range/2: '2011' does not come after '2012'; years ascend"],
    [{ s3_uri: 'a', year_range: [1, 1e9] }, "/year_range/1: '1000000000' is more than 9999"],
    [{ s3_uri: 'a', year_range: 2010 }, "/year_range: '2010' is a number, expected a list or null"],
    [
      { s3_uri: 'a/b.parquet' },
      ": 'a/b.parquet' looks like Parquet or Zarr: set 'type' to 'files', 'parquet' or 'zarr'",
    ],
    [
      { s3_uri: 'a', filter: '.*\\.zarr$' },
      ": '.*\\.zarr$' looks like Parquet or Zarr: set 'type' to 'files', 'parquet' or 'zarr'",
    ],
    [{ s3_uri: 'a', type: 'parquet', filter: 'x' }, "/filter: 'filter' goes with the type 'files', not with 'parquet'"],
    [
      { s3_uri: 'a', type: 'zarr', year_range: [2010] },
      "/year_range: 'year_range' goes with the type 'files', not with 'zarr'",
    ],
    [
      { s3_uri: 'a', type: 'files', partitioning: 'hive' },
      "/partitioning: 'partitioning' goes with the type 'parquet', not with 'files'",
    ],
    [
      { s3_uri: 'a', partitioning: 'hive' },
      "/partitioning: 'partitioning' goes with the type 'parquet', not with 'files'",
    ],
    [{ s3_uri: 'a', fliter: [] }, "/fliter: the key 'fliter' is unknown. Did you mean 'filter'?"],
  ])('may not be %j', async (value, problem) => {
    expect(await path(value)).toEqual([AT + problem]);
  });

  it('lies in the raw bucket that is set', async () => {
    expect(await path({ s3_uri: 's3://imos-data/x' }, { bucket_raw_default_name: 'imos-data' })).toEqual([]);
    expect(await path({ s3_uri: 's3://other/x' }, { bucket_raw_default_name: 'imos-data' })).toEqual([
      `${AT}/s3_uri: 's3://other/x' is not in the bucket 'imos-data' of 'bucket_raw_default_name'`,
    ]);
  });
});

describe('a CSV config', () => {
  it('has one of the two blocks', async () => {
    const both = { pandas_read_csv_config: { sep: ';' }, polars_read_csv_config: { separator: ';' } };
    expect(await problemsOf(changed(TABLE, { csv_config: both }))).toEqual([
      "/csv_config: 'pandas_read_csv_config' and 'polars_read_csv_config' exclude each other; keep one",
    ]);
    expect(await problemsOf(changed(TABLE, { csv_config: { ...both, polars_read_csv_config: null } }))).toEqual([]);
  });
});

describe('a placeholder', () => {
  const left = 'FILL UP MANUALLY - CHECK DOCUMENTATION';

  it('must be replaced wherever it stands', async () => {
    const config = changed(TABLE, {
      metadata_uuid: ` ${left} `,
      schema_transformation: { global_attributes: { set: { a: ['x', left] } } },
    });
    expect(await problemsOf(config)).toEqual([
      `/schema_transformation/global_attributes/set/a/1: '${left}' must be replaced with a value`,
      `/metadata_uuid: '${left}' must be replaced with a value`,
    ]);
  });

  it('may stay in the registry entry, and is told there, too', async () => {
    const entry = { Name: left, Tags: left, Resources: [left], DataAtWork: { x: left } };
    expect(await problemsOf(changed(TABLE, { aws_opendata_registry: entry }))).toEqual(
      ['Name', 'Tags', 'Resources/0', 'DataAtWork/x'].map(
        (place) =>
          `(warning) /aws_opendata_registry/${place}: '${left}' is a placeholder, with which the registry would not take the entry`,
      ),
    );
  });

  it('is nothing that a run warns of in the registry entry', async () => {
    const config = changed(TABLE, { aws_opendata_registry: { Name: left } });
    const { warnings } = await loadDatasetConfig('it.json', lookupIn({ '/here/it.json': config }));
    expect(warnings).toEqual([]);
  });

  it.each(['FILL UP MANUALLY', 'FILL_UP_MANUALLY', ' fill up manually: a title'])('may be short: %j', async (short) => {
    expect(await problemsOf(changed(TABLE, { metadata_uuid: short }))).toEqual([
      `/metadata_uuid: '${short.trim()}' must be replaced with a value`,
    ]);
    const tags = changed(TABLE, { aws_opendata_registry: { Tags: short } });
    expect(await problemsOf(tags)).toEqual([
      expect.stringMatching(/^\(warning\) \/aws_opendata_registry\/Tags: '.* is a placeholder/),
    ]);
  });

  it('is not every text with these words', async () => {
    for (const text of ['Do not FILL UP MANUALLY', 'FILL UP MANUALLYX'])
      expect(await problemsOf(changed(TABLE, { metadata_uuid: text })), text).toEqual([]);
  });

  it('of a parent may be replaced by its children', async () => {
    expect(await problemsOf({ metadata_uuid: left }, true)).toEqual([
      `(warning) /metadata_uuid: '${left}' must be replaced with a value`,
    ]);
  });
});
