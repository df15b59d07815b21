import { describe, expect, it } from 'vitest';
import { problemsOf } from '../problems-of.js';
import { CUBE, changed, TABLE } from '../sample-config.js';

const cube = (change: object) => problemsOf(changed(CUBE, change));
const zarr = (block: object) => cube({ zarr: block });

describe('the zarr block', () => {
  it('takes what it knows', async () => {
    const block = {
      format: 3,
      consolidated: true,
      compressor: { id: 'blosc', cname: 'zstd', clevel: 5, shuffle: 1 },
      filters: [{ id: 'delta', dtype: '<i2' }],
      shards: { TIME: 1000, J: null },
      variables: { UCUR: { dtype: 'int16', scale_factor: 0.01, _FillValue: -32768, chunks: { TIME: 1 }, _comment: 1 } },
      grid_tolerance: 1e-6,
      if_exists: 'error',
      _comment: 'kept',
    };
    expect(await zarr(block)).toEqual([]);
    expect(await zarr({ compressor: null, variables: { filename: { codecs: [{ id: 'zstd', level: 3 }] } } })).toEqual(
      [],
    );
  });

  it('refuses what it does not know, and says what is near', async () => {
    expect(await zarr({ formt: 3 })).toEqual([expect.stringContaining("'formt' is unknown. Did you mean 'format'?")]);
    expect(await zarr({ format: 4 })).toEqual([expect.stringContaining("/zarr/format: '4' is not one of")]);
    expect(await zarr({ compressor: { id: 'blsoc' } })).toEqual([expect.stringContaining("Did you mean 'blosc'?")]);
    expect(await zarr({ variables: { UCUR: { dtyp: 'int16' } } })).toEqual([
      expect.stringContaining("'dtyp' is unknown. Did you mean 'dtype'?"),
    ]);
    expect(await zarr({ variables: { UCURR: {} } })).toEqual([
      "/zarr/variables/UCURR: 'UCURR' is neither in 'schema' nor in 'add_variables'. Did you mean 'UCUR'?",
    ]);
    expect(await zarr({ variables: { UCUR: { dtype: 'int61' } } })).toEqual([
      "/zarr/variables/UCUR/dtype: 'int61' is not a NumPy dtype. Did you mean 'int64'?",
    ]);
  });

  it('names dimensions by their own names, not by their roles', async () => {
    expect(await zarr({ shards: { time: 10 }, variables: { UCUR: { chunks: { K: 5 } } } })).toEqual([
      "/zarr/shards/time: 'time' is not the name of a dimension. Did you mean 'TIME'?",
      "/zarr/variables/UCUR/chunks/K: 'K' is not the name of a dimension. Did you mean 'J'?",
    ]);
  });

  it('has either codecs, or filters and a compressor', async () => {
    expect(await zarr({ codecs: [], compressor: null })).toEqual([
      "/zarr/compressor: 'compressor' and 'codecs' exclude each other",
    ]);
  });

  it('has shards in format 3 alone', async () => {
    expect(await zarr({ format: 2, shards: { TIME: 10 } })).toEqual([
      "/zarr/shards: shards need the format 3, but 'format' is 2",
    ]);
  });

  it('means nothing for a table', async () => {
    expect(await problemsOf(changed(TABLE, { zarr: { format: 3 } }))).toEqual([
      "(warning) /zarr: 'zarr' has no meaning for the format 'parquet'",
    ]);
  });
});

describe('the geotiff block', () => {
  const time = (file_name: string) => cube({ geotiff: { time: { file_name, format: '%Y%m%d' } } });

  it('has a pattern with a group', async () => {
    expect(await time('_(\\d{8})')).toEqual([]);
    expect(await time('_\\d{8}')).toEqual([
      "/geotiff/time/file_name: '_\\d{8}' has no group, which is to be the date: '(…)'",
    ]);
    expect(await time('_(\\d{8}')).toEqual([expect.stringContaining('is not a regular expression')]);
    expect(await cube({ geotiff: {} })).toEqual(["/geotiff: the key 'time' is missing"]);
  });
});
