import { describe, expect, it } from 'vitest';
import { cubeDocuments, readCube, zarrReader } from '../../../src/formats/zarr/index.js';
import type { Cube } from '../../../src/model/zarr/array.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';
import { arrayOf, writeCube } from './write-cube.js';

const ZARRAY = {
  zarr_format: 2,
  shape: [4],
  chunks: [2],
  dtype: '<f4',
  fill_value: 'NaN',
  order: 'C',
  filters: null,
  compressor: null,
};
const ZATTRS = { _ARRAY_DIMENSIONS: ['x'], units: 'K' };
const NODE = {
  zarr_format: 3,
  node_type: 'array',
  shape: [4],
  data_type: 'float32',
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [2] } },
  chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
  fill_value: 'NaN',
  codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
  attributes: { units: 'K' },
  dimension_names: ['x'],
};
const SHARDING = {
  chunk_shape: [1],
  codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
  index_codecs: [{ name: 'bytes', configuration: { endian: 'little' } }, { name: 'crc32c' }],
};

async function storeOf(documents: Readonly<Record<string, unknown>>): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  for (const [key, value] of Object.entries(documents)) {
    await storage.put(key, new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));
  }
  return storage;
}

async function readV2(zarray: object, zattrs: object = ZATTRS) {
  const storage = await storeOf({ '.zgroup': { zarr_format: 2 }, 'a/.zarray': zarray, 'a/.zattrs': zattrs });
  return (await readCube(storage))?.arrays.get('a');
}

async function readV3(node: object) {
  const storage = await storeOf({ 'zarr.json': { zarr_format: 3, node_type: 'group' }, 'a/zarr.json': node });
  return (await readCube(storage))?.arrays.get('a');
}

describe('what lies at a root', () => {
  it('is no cube where there is no document', async () => {
    expect(await readCube(await storeOf({ 'a.txt': 'x' }))).toBeUndefined();
  });

  it('may be a store without consolidated metadata', async () => {
    const v2 = await storeOf({
      '.zgroup': { zarr_format: 2 },
      '.zattrs': { title: 't' },
      'deep/.zgroup': { zarr_format: 2 },
      'deep/.zattrs': { level: 1 },
      'deep/a/.zarray': ZARRAY,
      'deep/a/.zattrs': ZATTRS,
      'other/file.txt': 'x',
    });
    const v3 = await storeOf({
      'zarr.json': { zarr_format: 3, node_type: 'group', attributes: { title: 't' } },
      'deep/zarr.json': { zarr_format: 3, node_type: 'group', attributes: { level: 1 } },
      'deep/a/zarr.json': NODE,
    });
    for (const storage of [v2, v3]) {
      const cube = await readCube(storage);
      expect(cube).toMatchObject({ consolidated: false, attributes: { title: 't' } });
      expect(cube?.groups).toEqual(new Map([['deep', { level: 1 }]]));
      expect(cube?.arrays.get('deep/a')).toMatchObject({ type: 'float32', dimensions: ['x'], masked: storage === v2 });
    }
  });

  it('cannot be listed where the storage has no listings', async () => {
    const storage = await storeOf({ '.zgroup': { zarr_format: 2 } });
    Object.defineProperty(storage, 'supportsListing', { value: false });
    await expect(readCube(storage)).rejects.toMatchObject({ code: 'CO_ZARR_METADATA' });
  });

  it('may have groups within bounds', async () => {
    const documents: Record<string, unknown> = { 'zarr.json': { zarr_format: 3, node_type: 'group' } };
    for (let depth = 1; depth <= 20; depth++) {
      documents[`${'g/'.repeat(depth)}zarr.json`] = { zarr_format: 3, node_type: 'group' };
    }
    await expect(readCube(await storeOf(documents))).rejects.toThrow(/nested deeper than 16/);
  });
});

describe('documents of cubes', () => {
  const array = arrayOf({
    type: 'int64',
    shape: [4],
    chunks: [2],
    dimensions: ['x'],
    attributes: { b: Float64Array.of(2) },
  });
  const cube: Cube = {
    format: 2,
    consolidated: true,
    attributes: { big: 2n ** 62n },
    arrays: new Map([['deep/a', { ...array, fillValue: -(2n ** 63n), masked: true }]]),
    groups: new Map([['deep', { level: 1 }]]),
  };

  it('of v2 are those that xarray writes', () => {
    const { root, rest } = cubeDocuments(cube);
    const text = (data: Uint8Array) => new TextDecoder().decode(data);
    const documents = Object.fromEntries(rest.map(({ key, data }) => [key, text(data)]));
    expect(documents).toEqual({
      '.zgroup': '{"zarr_format":2}',
      '.zattrs': '{"big":4611686018427387904}',
      'deep/.zgroup': '{"zarr_format":2}',
      'deep/.zattrs': '{"level":1}',
      'deep/a/.zarray':
        '{"shape":[4],"chunks":[2],"dtype":"<i8","fill_value":-9223372036854775808,"order":"C","filters":null,"dimension_separator":".","compressor":null,"zarr_format":2}',
      'deep/a/.zattrs': '{"b":2.0,"_ARRAY_DIMENSIONS":["x"]}',
    });
    const members = Object.entries(documents).map(([key, value]) => `${JSON.stringify(key)}:${value}`);
    expect(root.key).toBe('.zmetadata');
    expect(text(root.data)).toBe(`{"metadata":{${members.join(',')}},"zarr_consolidated_format":1}`);
  });

  it.each([2, 3] as const)('of v%d come back, consolidated or not', async (format) => {
    const own = format === 2 ? {} : ({ keyEncoding: 'default', separator: '/' } as const);
    const arrays = new Map([...cube.arrays].map(([name, each]) => [name, { ...each, ...own }]));
    for (const consolidated of [true, false]) {
      const storage = new MemoryStorage();
      const written = { ...cube, format, consolidated, arrays };
      await writeCube(storage, written, new Map([['deep/a', new BigInt64Array(4)]]));
      expect(await readCube(storage)).toEqual(written);
      expect(cubeDocuments(written).root.key).toBe(
        format === 3 ? 'zarr.json' : consolidated ? '.zmetadata' : '.zgroup',
      );
    }
  });

  it('keep another marker of missing values than the fill value, in v3', async () => {
    const read = await readV3({ ...NODE, fill_value: 0, attributes: { _FillValue: 'AAAAAAAAI8A=' } });
    expect(read).toMatchObject({ fillValue: 0, masked: false, attributes: { _FillValue: -9.5 } });
    const again = cubeDocuments({ ...cube, format: 3, arrays: new Map([['a', read as typeof array]]) });
    expect(new TextDecoder().decode(again.root.data)).toContain('"_FillValue":"AAAAAAAAI8A="');
  });

  it('keep the spelling of types that are read as others', async () => {
    const read = await readV2({ ...ZARRAY, dtype: '<M8[us]', fill_value: null });
    expect(read).toMatchObject({
      type: 'int64',
      attributes: { units: 'microseconds since 1970-01-01', calendar: 'proleptic_gregorian' },
    });
    const { rest } = cubeDocuments({ ...cube, groups: undefined, arrays: new Map([['a', read as typeof array]]) });
    const texts = rest.map(({ data }) => new TextDecoder().decode(data)).join();
    expect(texts).toContain('"dtype":"<M8[us]"');
    expect(texts).not.toContain('since');
  });
});

describe('v2', () => {
  it.each([
    ['|b1', true, 'bool', true],
    ['|O', '', 'string', ''],
    ['|O', 0, 'string', ''],
    ['<U7', 'ä', 'U7', 'ä'],
    ['|S7', 'YWI=', 'S7', 'ab'],
    ['<i8', -1, 'int64', -1n],
    ['>u2', 65535, 'uint16', 65535],
    ['<i4', '1.0', 'int32', 1],
    ['<f4', 0.1, 'float32', Math.fround(0.1)],
    ['<f8', '-Infinity', 'float64', Number.NEGATIVE_INFINITY],
  ])('dtype %s with fill %j', async (dtype, fill, type, fillValue) => {
    const filters = dtype === '|O' ? [{ id: 'vlen-utf8' }] : null;
    const text = JSON.stringify({ ...ZARRAY, dtype, filters, fill_value: fill }).replace('"1.0"', '1.0');
    const storage = await storeOf({ '.zgroup': { zarr_format: 2 }, 'a/.zarray': text, 'a/.zattrs': ZATTRS });
    expect((await readCube(storage))?.arrays.get('a')).toMatchObject({ type, fillValue, masked: true });
  });

  it.each([
    [{ zarr_format: 3 }, /zarr_format/],
    [{ dtype: '<c8' }, /the dtype "<c8" is not supported/],
    [{ dtype: [['a', '<i4']] }, /the dtype \[\["a","<i4"\]\] is not supported/],
    [{ dtype: '<c8' }, /the dtype/],
    [{ dtype: '|O' }, /objects are encoded by absent/],
    [{ dtype: '|O', filters: [{ id: 'pickle' }] }, /objects are encoded by "pickle"/],
    [{ shape: [-1] }, /'shape' is \[-1\]/],
    [{ shape: [1.5] }, /'shape'/],
    [{ shape: 'x' }, /'shape'/],
    [{ chunks: [0] }, /chunk has length 0/],
    [{ chunks: [2, 2] }, /2 chunk lengths for 1 dimensions/],
    [{ order: 'X' }, /'order' is "X", not one of C, F/],
    [{ dimension_separator: '-' }, /dimension_separator/],
    [{ dtype: '<i2', fill_value: 40000 }, /the fill_value 40000 is no int16/],
    [{ dtype: '<i2', fill_value: 0.5 }, /is no int16/],
    [{ fill_value: 'none' }, /is no float32/],
    [{ filters: [3] }, /3 is no codec/],
    [{ filters: {} }, /'filters'/],
  ])('refuses %j', async (change, reason) => {
    const failure = await readV2({ ...ZARRAY, ...change }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'CO_ZARR_METADATA', fields: { uri: 'memory://memory/a/.zarray' } });
    expect(failure.fields.reason).toMatch(reason);
  });

  it('refuses codecs that are not known, naming the document', async () => {
    const failure = await readV2({ ...ZARRAY, compressor: { id: 'bz2', level: 1 } }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'CO_CODEC_UNSUPPORTED', fields: { codec: 'bz2' } });
    expect(failure.message).toContain('memory://memory/a/.zarray');
  });

  it.each([[{}], [{ _ARRAY_DIMENSIONS: ['x', 'y'] }], [{ _ARRAY_DIMENSIONS: 'x' }], [{ _ARRAY_DIMENSIONS: [1] }]])(
    'refuses dimensions without names: %j',
    async (zattrs) => {
      await expect(readV2(ZARRAY, zattrs)).rejects.toThrow(/_ARRAY_DIMENSIONS/);
    },
  );

  it('refuses names that leave the store', async () => {
    for (const path of ['../a', 'a/../../b', '/a', 'a//b']) {
      const metadata = { [`${path}/.zarray`]: ZARRAY, [`${path}/.zattrs`]: ZATTRS };
      const storage = await storeOf({ '.zmetadata': { zarr_consolidated_format: 1, metadata } });
      await expect(readCube(storage), path).rejects.toThrow(/is no path in a store/);
    }
  });

  it.each([
    ['{', /it is not JSON/],
    ['[]', /is no JSON object/],
    ['\xff', /it is not JSON/],
    [{ metadata: {} }, /zarr_consolidated_format/],
    [{ zarr_consolidated_format: 1 }, /'metadata'/],
  ])('refuses a broken .zmetadata: %j', async (document, reason) => {
    const failure = await readCube(await storeOf({ '.zmetadata': document })).catch((error) => error);
    expect(failure).toMatchObject({ code: 'CO_ZARR_METADATA', fields: { uri: 'memory://memory/.zmetadata' } });
    expect(failure.fields.reason).toMatch(reason);
  });
});

describe('v3', () => {
  it.each([
    ['bool', false, 'bool', false, undefined],
    ['uint64', '18446744073709551615', 'uint64', 2n ** 64n - 1n, undefined],
    ['float32', '0x7fc00000', 'float32', Number.NaN, undefined],
    ['float64', '0x3ff0000000000000', 'float64', 1, undefined],
    ['float16', '0x3c01', 'float32', 1 + 2 ** -10, undefined],
    ['float16', 0.1, 'float32', 0.0999755859375, undefined],
    ['float16', 'NaN', 'float32', Number.NaN, undefined],
    [{ name: 'float64' }, 0, 'float64', 0, undefined],
    [{ name: 'fixed_length_utf32', configuration: { length_bytes: 28 } }, '', 'U7', '', undefined],
    [{ name: 'null_terminated_bytes', configuration: { length_bytes: 7 } }, 'YWI=', 'S7', 'ab', undefined],
    ['string', 'x', 'string', 'x', [{ name: 'vlen-utf8' }]],
  ])('data_type %j with fill %j', async (dataType, fill, type, fillValue, codecs = NODE.codecs) => {
    const text = JSON.stringify({ ...NODE, data_type: dataType, fill_value: fill, codecs }).replace(/"(\d{20})"/, '$1');
    const storage = await storeOf({ 'zarr.json': { zarr_format: 3, node_type: 'group' }, 'a/zarr.json': text });
    expect((await readCube(storage))?.arrays.get('a')).toMatchObject({ type, fillValue, masked: false });
  });

  it.each([
    [{ zarr_format: 2 }, /zarr_format/],
    [{ node_type: 'x' }, /node_type/],
    [{ data_type: 'complex64' }, /the data_type "complex64" is not supported/],
    [{ data_type: { name: 'fixed_length_utf32', configuration: { length_bytes: 7 } } }, /data_type/],
    [{ data_type: { name: 'numpy.datetime64', configuration: { unit: 'ns', scale_factor: 10 } } }, /data_type/],
    [{ fill_value: null }, /the fill_value null is no float32/],
    [{ dimension_names: null }, /no 'dimension_names', so its dimensions have no names/],
    [{ dimension_names: [null] }, /not all of its dimensions have names/],
    [{ dimension_names: ['x', 'y'] }, /for 1 dimensions/],
    [{ chunk_grid: { name: 'rectilinear' } }, /chunk_grid "rectilinear" is not supported/],
    [{ chunk_grid: { name: 'regular', configuration: { chunk_shape: [0] } } }, /chunk_shape/],
    [{ chunk_key_encoding: { name: 'other' } }, /not one of default, v2/],
    [{ storage_transformers: [{ name: 'x' }] }, /storage transformers/],
    [{ extension: { name: 'x' } }, /member 'extension' is not known/],
    [{ extension: { must_understand: true } }, /is not known/],
    [{ codecs: [] }, /do not turn float32 into bytes/],
    [{ codecs: [{ name: 'vlen-utf8' }] }, /do not turn float32 into bytes/],
    [{ codecs: 'bytes' }, /'codecs'/],
    [{ codecs: [{ name: 'bytes', configuration: { endian: 'middle' } }] }, /endian/],
    [{ codecs: [...NODE.codecs, { name: 'numcodecs.delta', configuration: { dtype: '<f4' } }] }, /out of place/],
    [{ codecs: [{ name: 'sharding_indexed', configuration: { ...SHARDING, chunk_shape: [3] } }] }, /do not divide/],
    [{ codecs: [{ name: 'sharding_indexed', configuration: { ...SHARDING, index_location: 'x' } }] }, /index_location/],
  ])('refuses %j', async (change, reason) => {
    const failure = await readV3({ ...NODE, ...change }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'CO_ZARR_METADATA', fields: { uri: 'memory://memory/a/zarr.json' } });
    expect(failure.fields.reason).toMatch(reason);
  });

  it.each([
    [[...NODE.codecs, { name: 'numcodecs.bz2', configuration: {} }], 'bz2'],
    [[...NODE.codecs, { name: 'newest' }], 'newest'],
    [[{ name: 'transpose', configuration: { order: [1] } }, ...NODE.codecs], 'transpose'],
    [[{ name: 'sharding_indexed', configuration: SHARDING }, { name: 'zstd' }], 'sharding_indexed'],
    [
      [
        { name: 'transpose', configuration: { order: [0] } },
        { name: 'sharding_indexed', configuration: SHARDING },
      ],
      'sharding_indexed',
    ],
    [
      [{ name: 'sharding_indexed', configuration: { ...SHARDING, index_codecs: [{ name: 'vlen-utf8' }] } }],
      'sharding_indexed',
    ],
  ])('refuses codecs %j', async (codecs, codec) => {
    const failure = await readV3({ ...NODE, codecs }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'CO_CODEC_UNSUPPORTED', fields: { codec } });
    expect(failure.message).toContain('memory://memory/a/zarr.json');
  });

  it('may carry what need not be understood', async () => {
    expect(await readV3({ ...NODE, extension: { must_understand: false } })).toMatchObject({ type: 'float32' });
  });

  it('refuses an array at the root', async () => {
    await expect(readCube(await storeOf({ 'zarr.json': NODE }))).rejects.toThrow(/'node_type' is "array", not group/);
    await expect(readCube(await storeOf({ '.zarray': ZARRAY }))).rejects.toThrow(/it is an array, not a group/);
  });

  it('refuses documents that are too large before reading them', async () => {
    const storage = await storeOf({ 'zarr.json': {} });
    storage.head = async (key) =>
      key === 'zarr.json' ? { key, size: 2 ** 40, etag: undefined, modified: undefined } : undefined;
    storage.get = () => Promise.reject(new Error('read'));
    await expect(readCube(storage)).rejects.toMatchObject({ code: 'CO_ZARR_METADATA' });
  });

  it('refuses text with two markers of missing values, which xarray could not tell', () => {
    const text = arrayOf({
      type: 'string',
      shape: [1],
      chunks: [1],
      dimensions: ['x'],
      fillValue: '',
      masked: true,
      attributes: { missing_value: '-' },
    });
    const cube: Cube = { format: 3, consolidated: true, attributes: {}, arrays: new Map([['t', text]]) };
    expect(() => cubeDocuments(cube)).toThrow(expect.objectContaining({ code: 'CO_CUBE_LAYOUT' }));
  });
});

describe('datasets', () => {
  it('refuses a dimension of two lengths', async () => {
    const metadata = {
      'a/.zarray': ZARRAY,
      'a/.zattrs': ZATTRS,
      'b/.zarray': { ...ZARRAY, shape: [5] },
      'b/.zattrs': ZATTRS,
    };
    const storage = await storeOf({ 'x.zarr/.zmetadata': { zarr_consolidated_format: 1, metadata } });
    const open = zarrReader.open({ uri: 'memory://memory/x.zarr', storage, key: 'x.zarr' }, {});
    await expect(open).rejects.toThrow(/its dimension 'x' has length 5, and another in another array/);
  });

  it('names dimensions of another length in a group by the group', async () => {
    const metadata: Record<string, unknown> = {};
    for (const [name, length] of [
      ['0/a', 4],
      ['1/a', 2],
      ['1/b', 2],
      ['c', 8],
      ['1/deep/d', 2],
      ['2/e', 8],
    ] as const) {
      metadata[`${name}/.zarray`] = { ...ZARRAY, shape: [length] };
      metadata[`${name}/.zattrs`] = ZATTRS;
    }
    const storage = await storeOf({ 'x.zarr/.zmetadata': { zarr_consolidated_format: 1, metadata } });
    const dataset = await zarrReader.open({ uri: 'memory://memory/x.zarr', storage, key: 'x.zarr' }, {});
    expect([...dataset.dimensions]).toEqual([
      ['0/x', 4],
      ['1/x', 2],
      ['x', 8],
    ]);
    expect([...dataset.variables.values()].map(({ dimensions }) => dimensions[0])).toEqual([
      '0/x',
      '1/x',
      '1/x',
      'x',
      '1/x',
      'x',
    ]);
  });

  it('says so where there is no store', async () => {
    const open = zarrReader.open({ uri: 'memory://memory/x.zarr', storage: new MemoryStorage(), key: 'x.zarr' }, {});
    await expect(open).rejects.toMatchObject({ code: 'CO_STORAGE_NOT_FOUND' });
  });

  it('gives encoded objects as they are stored', async () => {
    const storage = await storeOf({
      'x.zarr/.zgroup': { zarr_format: 2 },
      'x.zarr/a/.zarray': ZARRAY,
      'x.zarr/a/.zattrs': ZATTRS,
      'x.zarr/a/1': 'abcdefgh',
    });
    const dataset = await zarrReader.open({ uri: 'memory://memory/x.zarr', storage, key: 'x.zarr/' }, {});
    const encoded = dataset.variables.get('a')?.encoded;
    expect(encoded?.array.type).toBe('float32');
    expect(await encoded?.read([0])).toBeUndefined();
    expect(new TextDecoder().decode(await encoded?.read([1]))).toBe('abcdefgh');
  });
});
