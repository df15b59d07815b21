import { describe, expect, it } from 'vitest';
import { GenericZarrHandler } from '../../handlers/index.js';
import { loadDatasetConfig } from '../../src/config/index.js';
import { designCube } from '../../src/engine/cube/design-cube.js';
import { outlineDataset } from '../../src/engine/cube/outline-dataset.js';
import { attributeText } from '../../src/model/attributes.js';
import type { Dataset } from '../../src/model/dataset.js';
import type { Cube } from '../../src/model/zarr/array.js';
import { SourceReport } from '../../src/pipeline/report.js';
import { type MemoryVariable, memoryDataset } from './memory-dataset.js';

const SPECTRA = {
  dataset_name: 'spectra',
  cloud_optimised_format: 'zarr',
  schema: {
    TIME: { type: 'timestamp[ns]' },
    WAVE: { type: 'double' },
    ABSORPTION: { type: 'float32', units: 'm-1' },
  },
  schema_transformation: {
    dimensions: { time: { name: 'TIME', chunk: 10 }, wave: { name: 'WAVE', chunk: 100 } },
    var_template_shape: 'ABSORPTION',
  },
};

const none = { encode: () => Promise.reject(new Error()), encodeSchema: () => Promise.reject(new Error()) };

interface Change {
  readonly schema?: object;
  readonly schema_transformation?: object;
  readonly [key: string]: unknown;
}

async function handlerOf(change: Change = {}, template?: Dataset): Promise<GenericZarrHandler> {
  const document = {
    ...SPECTRA,
    ...change,
    schema: { ...SPECTRA.schema, ...change.schema },
    schema_transformation: { ...SPECTRA.schema_transformation, ...change.schema_transformation },
  };
  const config = await loadDatasetConfig('/spectra.json', {
    readText: async () => JSON.stringify(document),
    workingFolder: '/',
    shippedFolder: '/',
  });
  return new GenericZarrHandler({ config, tableWriter: none, openTemplate: async () => template });
}

const time = (values: number[]): MemoryVariable => ({
  dimensions: ['TIME'],
  values,
  attributes: { units: 'days since 2020-01-01' },
});
const wave = (values: number[]): MemoryVariable => ({ dimensions: ['WAVE'], values });
const both = ['TIME', 'WAVE'];

interface Prepared {
  readonly handler: GenericZarrHandler;
  readonly dataset: Dataset;
  readonly report: SourceReport;
}

async function prepare(
  variables: Readonly<Record<string, MemoryVariable>>,
  change: Change = {},
  { template, attributes = {} }: { template?: Dataset; attributes?: Record<string, string> } = {},
): Promise<Prepared> {
  const handler = await handlerOf(change, template);
  const lengths = { TIME: variables.TIME?.values.length ?? 1, WAVE: variables.WAVE?.values.length ?? 3 };
  const opened = memoryDataset(lengths, variables, attributes);
  const report = new SourceReport();
  const source = { uri: opened.uri, name: 'x.nc', size: 1, version: '' };
  return { handler, dataset: await handler.preprocess(opened, { source, report }), report };
}

async function cubeOf({ handler, dataset }: Prepared): Promise<Cube> {
  const outline = await outlineDataset(dataset, 'TIME');
  return designCube(outline, handler.layout(outline));
}

async function valuesOf({ dataset }: Prepared, name: string): Promise<unknown[]> {
  return Array.from((await dataset.variables.get(name)?.read()) as ArrayLike<unknown>);
}

const plain = { TIME: time([1, 2]), WAVE: wave([400, 401, 402]) };
const absorption = (values: number[]): MemoryVariable => ({ type: 'float32', dimensions: both, values });

describe('the variables of a file', () => {
  it('are those of the schema; others are told as entries to paste', async () => {
    const prepared = await prepare(
      {
        ...plain,
        ABSORPTION: absorption([1, 2, 3, 4, 5, 6]),
        SALT: { dimensions: ['TIME'], values: [1, 2], attributes: { units: '1' } },
        RAW: { dimensions: ['TIME'], values: [1, 2] },
      },
      { schema: { RAW: { type: 'float32', drop_var: true } } },
    );
    expect([...prepared.dataset.variables.keys()]).toEqual(['TIME', 'WAVE', 'ABSORPTION', 'filename']);
    expect(prepared.report.notes().hints).toEqual({ SALT: { type: 'float64', units: '1' } });
  });

  it('have coordinates of their dimensions, in the schema or not', async () => {
    const { dataset } = await prepare({
      ...plain,
      ABSORPTION: absorption([1, 2, 3, 4, 5, 6]),
    });
    expect(dataset.dimensions).toEqual(
      new Map([
        ['TIME', 2],
        ['WAVE', 3],
      ]),
    );
  });

  it('Z06 tell the file for each step, and its attributes uncut, where the config wants them', async () => {
    const added = {
      filename: { source: '@filename', schema: { type: 'string', units: '1', long_name: 'where from' } },
      site: { source: '@global_attribute:site_code', schema: { type: '<U7', units: '1', dimensions: 'TIME' } },
      deployment: { source: '@global_attribute:deployment', schema: { type: '<U4', _FillValue: 'none' } },
    };
    const prepared = await prepare(
      { ...plain, ABSORPTION: absorption([1, 2, 3, 4, 5, 6]) },
      { schema_transformation: { add_variables: added } },
      { attributes: { site_code: 'a site code of more than seven letters' } },
    );
    expect(await valuesOf(prepared, 'filename')).toEqual(['x.nc', 'x.nc']);
    expect(attributeText(prepared.dataset.variables.get('filename')?.attributes ?? new Map(), 'long_name')).toBe(
      'where from',
    );
    expect(await valuesOf(prepared, 'site')).toEqual(new Array(2).fill('a site code of more than seven letters'));
    expect((await cubeOf(prepared)).arrays.get('site')?.type).toBe('string');
    expect(await valuesOf(prepared, 'deployment')).toEqual(['none', 'none']);
    expect(prepared.report.notes().warnings).toEqual(["no global attribute 'deployment' for variable 'deployment'"]);
  });

  it('are not taken from tables', async () => {
    const handler = await handlerOf();
    const source = { uri: 'a.csv', name: 'a.csv', size: 1, version: '' };
    const opened = { kind: 'table' } as never;
    await expect(handler.preprocess(opened, { source, report: new SourceReport() })).rejects.toMatchObject({
      code: 'CO_HANDLER_SOURCE',
    });
  });
});

describe('target_dimension_grids', () => {
  const grid = (WAVE: object) => ({ schema_transformation: { target_dimension_grids: { WAVE } } });
  const spectrum = { TIME: time([1]), WAVE: wave([402, 400, 404]) };

  it('interpolates between neighbours, and leaves empty what is outside', async () => {
    const variables = { ...spectrum, ABSORPTION: absorption([20, 10, 40]) };
    const prepared = await prepare(variables, grid({ min: 399, max: 405, step: 1 }));
    expect(await valuesOf(prepared, 'WAVE')).toEqual([399, 400, 401, 402, 403, 404, 405]);
    expect(await valuesOf(prepared, 'ABSORPTION')).toEqual([Number.NaN, 10, 15, 20, 30, 40, Number.NaN]);
    const part = prepared.dataset.variables.get('ABSORPTION')?.read({ start: [0, 2], count: [1, 3] });
    expect(await part).toEqual(Float32Array.of(15, 20, 30));
    expect((await cubeOf(prepared)).arrays.get('ABSORPTION')).toMatchObject({ type: 'float32', shape: [0, 7] });
  });

  it('knows missing and packed values, and makes floats of integers', async () => {
    const counts: MemoryVariable = {
      type: 'int16',
      dimensions: both,
      values: [200, 100, -9],
      attributes: { _FillValue: Int16Array.of(-9) as never, scale_factor: 0.1 },
    };
    const prepared = await prepare({ ...spectrum, ABSORPTION: counts }, grid({ values: [400, 401, 402, 403, 404] }));
    const values = (await valuesOf(prepared, 'ABSORPTION')) as number[];
    expect(values.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([10, 15, 20, Number.NaN, Number.NaN]);
    expect(prepared.dataset.variables.get('ABSORPTION')?.type).toBe('float64');
  });

  it('leaves an axis that is the same within 1e-6', async () => {
    const variables = { TIME: time([1]), WAVE: wave([400, 401.0000005, 402]), ABSORPTION: absorption([1, 2, 3]) };
    const prepared = await prepare(variables, grid({ min: 400, max: 402, step: 1 }));
    expect(await valuesOf(prepared, 'WAVE')).toEqual([400, 401.0000005, 402]);
  });

  it('refuses an axis that has a value twice', async () => {
    const variables = { TIME: time([1]), WAVE: wave([400, 400, 402]), ABSORPTION: absorption([1, 2, 3]) };
    await expect(prepare(variables, grid({ min: 400, max: 402, step: 0.5 }))).rejects.toMatchObject({
      code: 'CO_CUBE_GRID',
    });
  });
});

describe('dataset_sort_by', () => {
  it('puts an axis in order, with all that varies along it', async () => {
    const variables = {
      TIME: time([2, 1]),
      WAVE: wave([402, 400, 401]),
      ABSORPTION: absorption([1, 2, 3, 4, 5, 6]),
    };
    const prepared = await prepare(variables, { schema_transformation: { dataset_sort_by: ['TIME', 'WAVE'] } });
    expect(await valuesOf(prepared, 'WAVE')).toEqual([400, 401, 402]);
    expect(await valuesOf(prepared, 'ABSORPTION')).toEqual([2, 3, 1, 5, 6, 4]);
    const part = prepared.dataset.variables.get('ABSORPTION')?.read({ start: [1, 1], count: [1, 2] });
    expect(await part).toEqual(Float32Array.of(6, 4));
  });
});

describe('skip_cftime_decode', () => {
  it('keeps numbers that only look like times', async () => {
    const odd: MemoryVariable = {
      dimensions: ['TIME'],
      values: [0.5, 1.5],
      attributes: { units: 'days since 1970-01-01', calendar: 'standard' },
    };
    const prepared = await prepare(
      { ...plain, ABSORPTION: absorption([1, 2, 3, 4, 5, 6]), TIME_AT: odd },
      { schema: { TIME_AT: { type: 'float64' } }, schema_transformation: { skip_cftime_decode: ['TIME_AT'] } },
    );
    const array = (await cubeOf(prepared)).arrays.get('TIME_AT');
    expect([array?.type, array?.attributes]).toEqual([
      'float64',
      { time_units: 'days since 1970-01-01', time_calendar: 'standard' },
    ]);
  });
});

describe('coordinates that a file lacks', () => {
  const template = memoryDataset({ WAVE: 3 }, { WAVE: wave([400, 401, 402]) });

  it('come from the template', async () => {
    const variables = { TIME: time([1]), ABSORPTION: absorption([1, 2, 3]) };
    const prepared = await prepare(variables, {}, { template });
    expect(await valuesOf(prepared, 'WAVE')).toEqual([400, 401, 402]);
    expect(prepared.report.notes().warnings).toEqual([
      `coordinate 'WAVE' is taken from the template '${template.uri}'`,
    ]);
  });

  it('come with the dimension of a variable that it lacks too', async () => {
    const variables = { TIME: time([1]), DEPTH: { dimensions: ['TIME'], values: [5] } };
    const change = { schema: { ABSORPTION: { type: 'float32', dims: both }, DEPTH: { type: 'double' } } };
    const prepared = await prepare(variables, change, { template });
    expect((await cubeOf(prepared)).arrays.get('ABSORPTION')).toMatchObject({ shape: [0, 3], dimensions: both });
  });

  it('are refused where the template does not fit, or where there is none', async () => {
    const other = memoryDataset({ WAVE: 2 }, { WAVE: wave([400, 401]) });
    const variables = { TIME: time([1]), ABSORPTION: absorption([1, 2, 3]) };
    for (const given of [{ template: other }, {}])
      await expect(prepare(variables, {}, given)).rejects.toMatchObject({
        code: 'CO_CUBE_COORDINATE',
        message: expect.stringContaining("Dimension 'WAVE'"),
      });
  });
});

describe('the layout of a new cube', () => {
  const variables = { ...plain, ABSORPTION: absorption([1, 2, 3, 4, 5, 6]) };
  const layout = async (change: Change, more: Record<string, MemoryVariable> = {}) =>
    (await cubeOf(await prepare({ ...variables, ...more }, change))).arrays;

  it('has the chunks of the config, no longer than an axis is, and labels in few objects', async () => {
    const arrays = await layout({});
    expect(arrays.get('ABSORPTION')).toMatchObject({ chunks: [10, 3], shape: [0, 3], type: 'float32' });
    expect(arrays.get('TIME')).toMatchObject({ chunks: [1024], type: 'float64' });
    const own = await layout({ zarr: { variables: { TIME: { chunks: { TIME: 10 } } } } });
    expect(own.get('TIME')).toMatchObject({ chunks: [10] });
  });

  it('has codecs, chunks and shards for all or for one', async () => {
    const zstd = { id: 'zstd', level: 3 };
    const own = { chunks: { TIME: 5, WAVE: null }, shards: { TIME: 20 }, codecs: [] };
    const arrays = await layout({ zarr: { compressor: zstd, variables: { ABSORPTION: own } } });
    expect(arrays.get('TIME')?.codecs).toEqual([{ name: 'zstd', configuration: { level: 3 } }]);
    expect(arrays.get('ABSORPTION')).toMatchObject({ chunks: [5, 3], shards: [20, 3], codecs: [] });
    expect(arrays.get('WAVE')?.shards).toBeUndefined();
  });

  it('takes types from the schema for values, and from the file for what is packed', async () => {
    const more = {
      FLAG: {
        type: 'int8',
        dimensions: ['TIME'],
        values: [1, 2],
        attributes: { _FillValue: Int8Array.of(-99) as never },
      },
      PACKED: { type: 'int16', dimensions: ['TIME'], values: [1, 2], attributes: { scale_factor: 0.5 } },
    } as const;
    const schema = { FLAG: { type: 'float32' }, PACKED: { type: 'float' } };
    const arrays = await layout({ schema }, more);
    expect(arrays.get('FLAG')).toMatchObject({ type: 'float32', fillValue: -99, masked: true });
    expect(arrays.get('PACKED')?.type).toBe('int16');
    expect(Number(arrays.get('PACKED')?.attributes.scale_factor)).toBe(0.5);
  });

  it('unpacks, or packs, where the zarr block gives the stored type', async () => {
    const more = {
      PACKED: { type: 'int16', dimensions: ['TIME'], values: [1, 2], attributes: { scale_factor: 0.5 } },
    } as const;
    const schema = { PACKED: { type: 'float' } };
    const unpacked = await layout({ schema, zarr: { variables: { PACKED: { dtype: 'float32' } } } }, more);
    expect(unpacked.get('PACKED')).toMatchObject({ type: 'float32' });
    expect(unpacked.get('PACKED')?.attributes.scale_factor).toBeUndefined();
    const packing = { dtype: 'int32', scale_factor: 0.001, add_offset: 1, _FillValue: -1 };
    const packed = await layout({ zarr: { variables: { ABSORPTION: packing } } });
    expect(packed.get('ABSORPTION')).toMatchObject({ type: 'int32', fillValue: -1 });
    expect(Number(packed.get('ABSORPTION')?.attributes.scale_factor)).toBe(0.001);
    expect(Number(packed.get('ABSORPTION')?.attributes.add_offset)).toBe(1);
  });

  it('has variables that the file lacks as the schema tells', async () => {
    const schema = {
      NOTE: { type: 'object', long_name: 'a note', dims: ['TIME'] },
      COUNT: { type: 'int64', _FillValue: -1 },
      SEEN: { type: 'datetime64[ns]', dims: ['TIME'] },
    };
    const arrays = await layout({ schema });
    expect(arrays.get('NOTE')).toMatchObject({
      type: 'string',
      dimensions: ['TIME'],
      attributes: { long_name: 'a note' },
    });
    expect(arrays.get('COUNT')).toMatchObject({ type: 'int64', fillValue: -1n, dimensions: both });
    expect(arrays.get('SEEN')).toMatchObject({ type: 'float64', attributes: { units: 'days since 1970-01-01' } });
    expect([...arrays.keys()]).toEqual(['TIME', 'WAVE', 'ABSORPTION', 'NOTE', 'COUNT', 'SEEN', 'filename']);
  });

  it('refuses a type that arrays do not have, for a variable that no file has', async () => {
    await expect(layout({ schema: { FIELD: { type: 'complex64' } } })).rejects.toMatchObject({
      code: 'CO_CUBE_LAYOUT',
    });
  });
});
