import { describe, expect, it } from 'vitest';
import { toCubeLayout } from '../../../src/append/config/index.js';
import type { ArrayLayout } from '../../../src/engine/cube/layout.js';
import { load } from './load-config.js';
import { outlineOf } from './outline-of.js';

/** The fixture of zappend's tests: three days of 50 × 100 cells. */
const SLICE = outlineOf(
  { time: 3, y: 50, x: 100 },
  {
    chl: { dims: ['time', 'y', 'x'], type: 'uint16', attrs: { coordinates: 'lat' } },
    tsm: { dims: ['time', 'y', 'x'], type: 'int16' },
    time: { dims: ['time'], type: 'int64', attrs: { bounds: 'time_bnds' } },
    y: { dims: ['y'], type: 'float64' },
    x: { dims: ['x'], type: 'float64' },
    lat: { dims: ['y', 'x'] },
    time_bnds: { dims: ['time', 'nv'], type: 'int64' },
    crs: { dims: [], type: 'int32' },
  },
);

const layout = async (config: unknown, outline = SLICE) => toCubeLayout(await load(config), outline, { title: 'x' });
const arrays = async (config: unknown, outline = SLICE) =>
  Object.fromEntries((await layout(config, outline)).arrays) as Record<string, ArrayLayout>;
const encoded = async (encoding: unknown, attrs: unknown = {}) =>
  (await arrays({ variables: { chl: { encoding, attrs } } })).chl;

describe('the layout of a new target', () => {
  it('follows the slice where the config is silent', async () => {
    const names = [...SLICE.variables.keys()];
    expect(await layout({})).toEqual({
      format: 2,
      consolidated: true,
      appendDimension: 'time',
      attributes: { title: 'x' },
      names,
      // Labels have as many to a chunk as the slice has.
      arrays: new Map(names.map((name) => [name, name === 'time' ? { chunks: [3] } : {}])),
      defaults: {},
    });
    expect((await layout({ zarr_version: 3, append_dim: 'y' })).format).toBe(3);
  });

  it.each([
    [{ included_variables: ['tsm', 'time'] }, ['tsm', 'time']],
    [{ included_variables: [] }, ['chl', 'tsm', 'time', 'y', 'x', 'lat', 'time_bnds', 'crs']],
    [{ excluded_variables: ['crs', 'lat', 'nothing', 'time_bnds'] }, ['chl', 'tsm', 'time', 'y', 'x']],
    [{ included_variables: ['chl', 'tsm'], excluded_variables: ['tsm'] }, ['chl']],
    [
      { included_variables: ['b'], variables: { b: { dims: ['y'], encoding: { dtype: 'int8', fill_value: 0 } } } },
      ['b'],
    ],
  ])('has the variables of %j', async (config, names) => expect((await layout(config)).names).toEqual(names));

  it('has what is said of all variables, below what is said of one', async () => {
    const found = await arrays({
      included_variables: ['chl', 'tsm'],
      variables: {
        '*': { encoding: { dtype: 'int32', chunks: [1, null, null], fill_value: 1 }, attrs: { a: 1, b: 2 } },
        chl: { encoding: { dtype: 'float64', fill_value: 'NaN' }, attrs: { b: 3 } },
      },
    });
    expect(found).toEqual({
      chl: { type: 'float64', chunks: [1, 50, 100], fillValue: Number.NaN, attributes: { a: 1, b: 3 } },
      tsm: { type: 'int32', chunks: [1, 50, 100], fillValue: 1, attributes: { a: 1, b: 2 } },
    });
  });

  it('takes settings of the encoding from among the attributes', async () => {
    const attrs = {
      scale_factor: '0.2',
      add_offset: 0,
      _FillValue: 9999,
      dtype: 'uint16',
      units: 'mg m-3',
      chunks: null,
    };
    expect(await encoded({}, attrs)).toEqual({
      scaleFactor: 0.2,
      addOffset: 0,
      fillValue: 9999,
      type: 'uint16',
      chunks: [3, 50, 100],
      attributes: { units: 'mg m-3' },
    });
    expect(await encoded({ scale_factor: 2 }, { scale_factor: 3 })).toEqual({ scaleFactor: 2 });
  });

  it.each([
    [null, [3, 50, 100]],
    [[], [3, 50, 100]],
    [
      [1, null, null],
      [1, 50, 100],
    ],
    [
      [null, 25, 50],
      [3, 25, 50],
    ],
    [
      [10, 500, 1],
      [10, 500, 1],
    ],
  ])('makes of chunks %j %j', async (chunks, expected) => {
    expect(await encoded({ chunks })).toEqual({ chunks: expected });
    expect(await encoded({ chunksizes: chunks })).toEqual({ chunks: expected });
  });

  it('prefers chunks to chunksizes, and fill_value to _FillValue', async () => {
    const encoding = { chunks: [1, 1, 1], chunksizes: [2, 2, 2], fill_value: 1, _FillValue: 2 };
    expect(await encoded(encoding)).toEqual({ chunks: [1, 1, 1], fillValue: 1 });
  });

  it('has shards', async () => {
    const variables = { chl: { encoding: { chunks: [1, 10, 10], shards: [null, 50, 50] } } };
    expect((await arrays({ zarr_version: 3, variables })).chl).toEqual({ chunks: [1, 10, 10], shards: [3, 50, 50] });
  });

  it('has units and calendars of times', async () => {
    const encoding = { units: 'hours since 2000-01-01', calendar: 'noleap' };
    expect(await encoded(encoding)).toEqual(encoding);
  });

  it.each([
    ['int8', -128, -128],
    ['uint64', '18446744073709551615', 2n ** 64n - 1n],
    ['int64', -(2 ** 63), -(2n ** 63n)],
    ['int64', 5, 5n],
    ['float32', 'NaN', Number.NaN],
    ['float64', '-Infinity', Number.NEGATIVE_INFINITY],
    ['float64', '9999', 9999],
    ['int16', null, null],
  ])('has the fill value of %s %s as %s', async (dtype, fill_value, expected) => {
    expect(await encoded({ dtype, fill_value })).toEqual({ type: dtype, fillValue: expected });
  });

  it.each([
    ['uint8', 256, "'256' does not fit into uint8"],
    ['uint8', -1, "'-1' does not fit into uint8"],
    ['int16', 'NaN', "'NaN' does not fit into int16"],
    ['int16', 1.5, "'1.5' does not fit into int16"],
    ['int64', 2 ** 63, "'9223372036854775808' does not fit into int64"],
    ['int64', 2 ** 60, "'1152921504606846976' is rounded by JSON; write it as text"],
  ])('cannot have the fill value of %s %s', async (dtype, fill_value, reason) => {
    await expect(encoded({ dtype, fill_value })).rejects.toThrow(reason);
  });

  it('has a fill value of the type that the slice stores', async () => {
    await expect(encoded({ fill_value: -1 })).rejects.toThrow("'-1' does not fit into uint16");
  });
});

describe('codecs', () => {
  const codec = (name: string, configuration = {}) => ({ name, configuration });
  const BLOSC = codec('blosc', { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 });

  it.each([
    [{ compressor: { id: 'zlib', level: 9 } }, [codec('zlib', { level: 9 })]],
    [{ compressor: null }, []],
    [{ compressor: [] }, []],
    [{ filters: [] }, [BLOSC]],
    [{ filters: null, compressor: null }, []],
    [
      { filters: [{ id: 'delta', dtype: 'i2' }, { id: 'shuffle' }], compressor: { id: 'zstd' } },
      [codec('delta', { dtype: 'i2' }), codec('shuffle'), codec('zstd')],
    ],
    [{ filters: [{ id: 'delta', dtype: 'i2' }] }, [codec('delta', { dtype: 'i2' }), BLOSC]],
  ])('of %j', async (encoding, codecs) => expect(await encoded(encoding)).toEqual({ codecs }));

  it('follow a Zarr slice where one of filters and compressor is left open', async () => {
    const zarr = { codecs: [codec('delta', { dtype: 'i2' }), codec('zstd', { level: 3 })] };
    const slice = outlineOf({ time: 1, x: 1 }, { a: { dims: ['time', 'x'], type: 'int16', zarr } });
    const of = async (encoding: unknown) => (await arrays({ variables: { a: { encoding } } }, slice)).a;
    expect(await of({})).toEqual({});
    expect(await of({ compressor: null })).toEqual({ codecs: [zarr.codecs[0]] });
    expect(await of({ filters: null })).toEqual({ codecs: [zarr.codecs[1]] });
  });
});

describe('coordinates in one chunk', () => {
  it('are found by name, by attributes and as bounds; data are not touched', async () => {
    const found = await arrays({ unchunked_coordinates: true });
    expect(Object.fromEntries(Object.entries(found).map(([name, { chunks }]) => [name, chunks]))).toEqual({
      chl: undefined,
      tsm: undefined,
      time: [4096],
      y: [50],
      x: [100],
      lat: [50, 100],
      time_bnds: [4096, 1],
      crs: undefined,
    });
  });

  it('may be told otherwise one by one, but not by what is said of all', async () => {
    const variables = { '*': { encoding: { chunks: [7] } }, x: { encoding: { chunks: [5] } } };
    const included_variables = ['time', 'x'];
    const found = await arrays({ unchunked_coordinates: 10, included_variables, variables });
    expect(found).toEqual({ time: { chunks: [10] }, x: { chunks: [5] } });
  });
});

describe('a variable that the slice lacks', () => {
  const b = { dims: ['time', 'y'], encoding: { dtype: 'int16', fill_value: -1 } };
  const made = (changes: object) => arrays({ included_variables: ['b'], variables: { b: { ...b, ...changes } } });

  it('is made of fill values', async () => {
    expect(await made({})).toEqual({ b: { dimensions: ['time', 'y'], type: 'int16', fillValue: -1 } });
    expect(await made({ encoding: { ...b.encoding, chunks: [1, null] } })).toMatchObject({ b: { chunks: [1, 50] } });
  });

  it.each([
    [
      { dims: undefined },
      'CO_CUBE_VARIABLE',
      "'b' of 'a.nc' cannot be stored: it is not in the file, and its 'dims' are missing",
    ],
    [{ dims: ['time', 'Y'] }, 'CO_CUBE_VARIABLE', "its dimension 'Y' is not in the file"],
    [{ encoding: { fill_value: 1 } }, 'CO_CUBE_VARIABLE', "its 'encoding.dtype' is missing"],
    [{ encoding: { dtype: 'int16' } }, 'CO_CUBE_NO_FILL', "no fill value is declared for its type 'int16'"],
    [{ encoding: { dtype: 'int16', fill_value: null } }, 'CO_CUBE_NO_FILL', 'no fill value'],
  ])('is not made with %j', async (changes, code, message) => {
    await expect(made(changes)).rejects.toMatchObject({ code });
    await expect(made(changes)).rejects.toThrow(message);
  });
});

describe('a slice that does not fit the config', () => {
  it.each([
    [{ append_dim: 't' }, 'CO_CUBE_DIMENSION', "Dimension 't' of 'a.nc' has length 'none'"],
    [{ fixed_dims: { x: 100, y: 51 } }, 'CO_CUBE_DIMENSION', "Dimension 'y' of 'a.nc' has length '50', expected '51'"],
    [{ fixed_dims: { z: 1 } }, 'CO_CUBE_DIMENSION', "Dimension 'z' of 'a.nc' has length 'none', expected '1'"],
    [
      { variables: { chl: { dims: ['time', 'x', 'y'] } } },
      'CO_CUBE_DIMENSIONS',
      "'(time, y, x)', expected '(time, x, y)'",
    ],
    [{ variables: { '*': { dims: ['time', 'y', 'x'] } } }, 'CO_CUBE_DIMENSIONS', "Variable 'time'"],
    [{ included_variables: ['c', 'chl', 'b'] }, 'CO_CUBE_VARIABLE', "Variable 'b', 'c' of 'a.nc'"],
    [
      { variables: { x: { encoding: { chunks: [1, 2] } } } },
      'CO_CUBE_LAYOUT',
      "'[1,2]' tells 2 chunks, but it has 1 dimensions",
    ],
  ])('is refused: %j', async (config, code, message) => {
    await expect(layout(config)).rejects.toMatchObject({ code });
    await expect(layout(config)).rejects.toThrow(message);
  });
});
